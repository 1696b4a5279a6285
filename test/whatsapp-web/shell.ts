/** @file The page before any of its code ran, and the policy it is served under. */

/** No inline code, no `eval`, as on the real site (facts G). */
export const POLICY = [
  "default-src 'self' data: blob:",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' https://*.whatsapp.net wss://web.whatsapp.com",
  "img-src 'self' data: blob: https://*.whatsapp.net",
  "media-src 'self' data: blob: https://*.whatsapp.net",
  "worker-src 'none'",
  "object-src 'none'",
  "base-uri 'self'",
].join('; ');

export const SCRIPTS = { '/assets/stub.js': 'site/stub.ts', '/assets/page.js': 'site/page.ts' } as const;

export const SHELL = `<!doctype html>
<html id="whatsapp-web" lang="en" class="no-js">
<head>
<meta charset="utf-8">
<title>WhatsApp</title>
<link rel="icon" href="data:,">
<script src="/assets/stub.js"></script>
<script src="/assets/page.js" defer></script>
</head>
<body>
<div id="app"></div>
<div id="wa_web_initial_startup" data-testid="wa-web-loading-screen"><progress value="0" max="100"></progress></div>
</body>
</html>
`;

/** Its elements in their order: anything else was put there by somebody else. */
export const SHELL_ELEMENTS = 'HTML HEAD META TITLE LINK SCRIPT SCRIPT BODY DIV DIV PROGRESS';
