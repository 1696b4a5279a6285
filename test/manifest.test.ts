/** @file The built manifests, word for word: what a browser will allow the extension, and why. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { BROWSERS, type Build, outputOf } from './tools/run.ts';

interface Manifest {
  readonly version: string;
  readonly permissions: readonly string[];
  readonly optional_permissions: readonly string[];
  readonly host_permissions: readonly string[];
  readonly content_scripts: readonly { readonly matches: readonly string[] }[];
  readonly content_security_policy: { readonly extension_pages: string };
  readonly [key: string]: unknown;
}

/** The design's promise: nothing that is not named here loads, runs, frames or leaves. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'connect-src': "'none'",
  'form-action': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};
const PERMISSIONS = ['storage', 'unlimitedStorage', 'downloads', 'alarms'];
const HOSTS = ['https://web.whatsapp.com/*'];
/** Keys that would open a door, none of which is ever to appear. */
const DOORS = [
  'optional_host_permissions',
  'web_accessible_resources',
  'externally_connectable',
  'sandbox',
  'update_url',
  'declarative_net_request',
  'oauth2',
  'devtools_page',
  'chrome_url_overrides',
];

const text = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

/** What stands in the first column of the document's tables. */
const explained = [...text('../docs/permissions.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);

describe.each(Object.keys(BROWSERS) as Build[])('%s', (build) => {
  let manifest: Manifest;
  beforeAll(() => {
    manifest = JSON.parse(readFileSync(`${outputOf(build)}/manifest.json`, 'utf8'));
  });

  it(`is what was reviewed; a change belongs into test/manifest/${build}.json by hand`, () => {
    const { version, ...rest } = manifest;
    expect(rest).toEqual(JSON.parse(text(`manifest/${build}.json`)));
    expect(version).toBe(packageJson.version);
  });

  it("has the design's permissions and no others", () => {
    const offscreen = build === 'chrome-mv3' ? ['offscreen'] : [];
    expect(manifest.permissions).toEqual([...PERMISSIONS, ...offscreen]);
    expect(manifest.optional_permissions).toEqual(['notifications']);
    expect(manifest.host_permissions).toEqual(HOSTS);
    for (const { matches } of manifest.content_scripts) expect(matches).toEqual(HOSTS);
    expect(Object.keys(manifest).filter((key) => DOORS.includes(key))).toEqual([]);
  });

  it("has the design's content security policy", () => {
    const directives = manifest.content_security_policy.extension_pages.split(';').map((part) => part.trim());
    const policy = directives.map((part) => [part.split(' ', 1)[0], part.replace(/^\S+\s*/, '')]);
    expect(Object.fromEntries(policy)).toEqual(POLICY);
    expect(policy).toHaveLength(Object.keys(POLICY).length);
  });

  it('asks for nothing that docs/permissions.md does not explain', () => {
    const asked = [
      ...manifest.permissions,
      ...manifest.optional_permissions,
      ...manifest.host_permissions,
      ...manifest.content_scripts.flatMap(({ matches }) => matches),
    ];
    expect(asked.filter((name) => !explained.includes(name))).toEqual([]);
  });
});

it('docs/permissions.md explains nothing that is not asked for', () => {
  const asked = [...PERMISSIONS, 'offscreen', 'notifications', ...HOSTS];
  expect(explained.toSorted()).toEqual(asked.toSorted());
});
