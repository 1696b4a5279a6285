/** @file What WhatsApp's media hosts answer. */
import { fromDataKey } from '../params.ts';
import { type Library, libraryOf } from './library.ts';

export interface HostAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const nothing = (status: number): HostAnswer => ({ status, body: Buffer.alloc(0) });

export class MediaHosts {
  /** Media that failed once and come from now on. */
  readonly #tried = new Set<string>();

  /** @param path of the URL, `/v/<account>/<medium>.enc`. */
  answer(path: string): HostAnswer {
    const [, key = '', id = ''] = /^\/v\/([^/]+)\/([^/]+)\.enc$/.exec(path) ?? [];
    const library = libraryFor(key);
    const fact = library?.facts.get(id);
    if (!library || !fact) return nothing(404);
    switch (fact.trouble) {
      case 'expired':
      case 'cached':
      case 'no-key':
        return nothing(404);
      case 'refused':
        return nothing(403);
      case 'failing':
        return nothing(500);
      case 'transient':
        if (!this.#tried.has(path)) {
          this.#tried.add(path);
          return nothing(503);
        }
    }
    return { status: 200, body: library.sealed(id) };
  }
}

/** The account's media by the key in their paths. */
export function libraryFor(key: string): Library | null {
  const params = fromDataKey(key);
  return params ? libraryOf(params) : null;
}
