/** @file A simulated page in Node, for tests of what reads it: the same modules, no browser, no network. */

import { MediaHosts } from './media/hosts.ts';
import { libraryOf } from './media/library.ts';
import { type Params, paramsOf } from './params.ts';
import { realClock } from './site/clock.ts';
import { FileStore } from './site/files.ts';
import { type Screen, Site } from './site/site.ts';

/** The page's own globals, as a reader finds them on `window`. */
export function globalsOf(site: Site, caches = new FileStore()) {
  const { require, importNamespace, importDefault, requireLazy, ErrorGuard, __d } = site.loader;
  return { require, importNamespace, importDefault, requireLazy, ErrorGuard, __d, caches };
}

export interface NodeSite {
  readonly site: Site;
  readonly globals: ReturnType<typeof globalsOf>;
  /** Paths asked of the media hosts. */
  readonly requests: readonly string[];
  readonly screens: readonly Screen[];
}

/** @param patient false: reading takes no time. */
export function siteInNode(input: string | Partial<Params> = {}, patient = false): NodeSite {
  const params = paramsOf(typeof input === 'string' ? input : { step: 0, ...input });
  const library = libraryOf(params);
  const hosts = new MediaHosts();
  const requests: string[] = [];
  const screens: Screen[] = [];
  const exact = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
  const files = new FileStore();
  const site = new Site({
    params,
    facts: library.facts,
    line: {
      async fetch(url) {
        const { pathname } = new URL(url);
        requests.push(pathname);
        const { status, body } = hosts.answer(pathname);
        return { status, bytes: async () => exact(body) };
      },
    },
    plain: async ({ id }) => exact(library.plain(id)),
    put: async (filehash, bytes) => files.put(filehash, bytes),
    screen: (screen) => screens.push(screen),
    ...(patient ? {} : { clock: { now: realClock.now, wait: () => Promise.resolve() } }),
  });
  return { site, globals: globalsOf(site, files), requests, screens };
}
