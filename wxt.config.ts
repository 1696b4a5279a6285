import { defineConfig } from 'wxt';

/** Public half of the key pair that fixes the id in Chromium; the private half was never kept (a store signs with its own). */
const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqgBHbmT3i0e3qzc7AbSxgGpXmd73Hy6Desp6z3FZl+rfJWQAqyDGcZBUrbDb6+wPGmRtv55VVyhgrgK/xAkW3PvSq5Yp0F9yXHE6GdVcHa0tG6w7308MIZRdn6Jt1CkiwJaw+XkWesn6rIp6UllmdWr/pQd5LZSkks4HMm5UQkIHyb3n7c/v7VXxySKED4qOwQ1wopHyAt67oopNGUZCIqCll1D8jQ+tx3sBFjNJ3JLUzcPPSOnTdAZM/+rIqBsdNzDwKPnNp5VcJT+UPnVQevOFkGrTMuuXvi/DoPr1mBsrMjoXf++NdFbYWJ7bW2DWoodofSdTHTE4VkOBf+KCZwIDAQAB';

const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module', '@wxt-dev/auto-icons'],
  i18n: { localesDir: 'components/locales' },
  autoIcons: { baseIconPath: 'components/icon.svg', developmentIndicator: false },
  zip: { excludeSources: ['demo-output/**', 'test-output/**', 'test/!(tools)/**', 'test/*.test.ts'] },
  manifest: ({ browser }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    permissions: [
      'storage',
      'unlimitedStorage',
      'downloads',
      'alarms',
      ...(browser === 'firefox' ? [] : (['offscreen'] as const)),
    ],
    host_permissions: ['https://web.whatsapp.com/*'],
    optional_permissions: ['notifications'],
    // Beside what WXT adds for page.content.ts; see the note in entrypoints/relay.ts.
    content_scripts: [
      { matches: ['https://web.whatsapp.com/*'], js: ['relay.js'], run_at: 'document_start' },
    ],
    incognito: 'not_allowed' as const,
    content_security_policy: { extension_pages: CSP },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: '{6a1c3b52-9c0e-4a7b-8f65-2f1d7f0f6b21}',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : {
          key: CHROME_KEY,
          minimum_chrome_version: '148',
          message_serialization: 'structured_clone',
        }),
  }),
  vite: () => ({
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' as const },
    // vite's polyfill for module preloading fetches; the browsers meant here need none
    build: { target: 'chrome148', modulePreload: { polyfill: false } },
  }),
});
