/** @file Media, few at a time: from the page's memory, from its store of files, else from WhatsApp's servers without waking the phone (facts C). */
import { Fault } from '../base/fault.ts';
import type { MediaOpened, MediaRequest } from '../bridge/protocol.ts';
import { get, invoke, type Modules, type Realm } from './modules.ts';

/** A medium that nobody reads or closes is let go. */
const IDLE_MS = 180_000;
/** Files kept at a time: one or two, and such as turned out larger than their messages say. */
const HELD = 4;

export interface MediaReader {
  open(request: MediaRequest, signal: AbortSignal): Promise<MediaOpened>;
  read(handle: number, offset: number, length: number): { bytes: ArrayBuffer };
  close(handle: number): void;
}

export function mediaReader(realm: Realm, modules: Modules): MediaReader {
  const held = new Map<number, { readonly bytes: ArrayBuffer; timer: ReturnType<typeof setTimeout> }>();
  /** Not what another document began with: of an earlier one's handle nothing may be read in this. */
  let last = Math.floor(Math.random() * 2 ** 48);

  const letGo = (handle: number) => {
    clearTimeout(held.get(handle)?.timer);
    held.delete(handle);
  };
  const letGoUntil = (most: number) => {
    for (const handle of [...held.keys()].slice(0, held.size - most)) letGo(handle);
  };
  const idle = (handle: number) => setTimeout(() => letGo(handle), IDLE_MS);

  return {
    async open(request, signal) {
      if (!isSmall(request) && !request.beside) letGoUntil(0); // room for one such
      const bytes =
        (await cached(modules, request)) ??
        (await filed(realm, request)) ??
        (await download(modules, request, signal));
      if (!(bytes instanceof ArrayBuffer)) return bytes;
      if (bytes.byteLength > request.limit) return { missing: 'too-large' };
      // The answer's buffer goes away with it, and the page may still have a use for its own.
      if (bytes.byteLength <= request.atOnce) return { bytes: bytes.slice(0) };
      letGoUntil(HELD - 1);
      const handle = ++last;
      held.set(handle, { bytes, timer: idle(handle) });
      return { handle, size: bytes.byteLength };
    },
    read(handle, offset, length) {
      const one = held.get(handle);
      if (!one) throw new Fault('page-failed', { what: 'medium is closed' });
      clearTimeout(one.timer);
      one.timer = idle(handle);
      return { bytes: one.bytes.slice(offset, offset + length) };
    },
    close: letGo,
  };
}

/** As its message says. */
const isSmall = ({ size, atOnce }: MediaRequest): boolean => size !== null && size <= atOnce;

async function cached(modules: Modules, request: MediaRequest): Promise<ArrayBuffer | null> {
  try {
    const blob = invoke(modules.pick('mediaCache'), 'get', request.filehash);
    return blob instanceof Blob && isWhole(blob.size, request) ? await blob.arrayBuffer() : null;
  } catch {
    return null;
  }
}

/** WhatsApp's own store of files, in the browser's Cache Storage. Looking into it makes nothing that is not there. */
const FILES = 'lru-media-array-buffer-cache';
const FILE_URL = 'https://_media_cache_v2_.whatsapp.com/lru-media-array-buffer-cache_';

async function filed(realm: Realm, request: MediaRequest): Promise<ArrayBuffer | null> {
  try {
    const url = FILE_URL + encodeURIComponent(request.filehash);
    const found: unknown = await invoke(get(realm, 'caches'), 'match', url, { cacheName: FILES });
    if (!(found instanceof Response)) return null;
    const bytes = await found.arrayBuffer();
    return isWhole(bytes.byteLength, request) ? bytes : null;
  } catch {
    return null;
  }
}

/** Some kept files are empty, or cut: the server may still have the whole one. */
const isWhole = (found: number, { size }: MediaRequest): boolean =>
  size === null ? found > 0 : found === size;

/** Bytes of a file that the page holds already; null where it would have to be fetched. */
export async function sizeAtHand(realm: Realm, modules: Modules, filehash: string): Promise<number | null> {
  try {
    const blob = invoke(modules.pick('mediaCache'), 'get', filehash);
    if (blob instanceof Blob) return blob.size > 0 ? blob.size : null;
    const url = FILE_URL + encodeURIComponent(filehash);
    const found: unknown = await invoke(get(realm, 'caches'), 'match', url, { cacheName: FILES });
    return found instanceof Response ? (await found.arrayBuffer()).byteLength || null : null;
  } catch {
    return null;
  }
}

async function download(
  modules: Modules,
  request: MediaRequest,
  signal: AbortSignal,
): Promise<ArrayBuffer | Extract<MediaOpened, { missing: unknown }>> {
  if (request.mediaKey === null && !request.isNewsletter) return { missing: 'no-key' };
  if (request.directPath === null) return { missing: 'on-phone-only' };
  const manager = modules.pick('download');
  try {
    const answer: unknown = await invoke(manager, 'downloadAndMaybeDecrypt', {
      directPath: request.directPath,
      encFilehash: request.encFilehash ?? undefined,
      filehash: request.filehash,
      mediaKey: request.mediaKey ?? undefined,
      mediaKeyTimestamp: request.mediaKeyTimestamp ?? undefined,
      type: mmsType(modules, request),
      mimetype: request.mimetype ?? undefined,
      signal,
      downloadQpl: silentMetrics(),
    });
    if (answer instanceof ArrayBuffer) return answer;
    if (answer instanceof Blob) return await answer.arrayBuffer();
    if (ArrayBuffer.isView(answer))
      return new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength).slice().buffer;
    return { missing: 'failed' };
  } catch (thrown) {
    signal.throwIfAborted();
    const status = get(thrown, 'status');
    if (status === 404 || status === 410) return { missing: 'expired' };
    return { missing: status === 401 || status === 403 ? 'refused' : 'failed' };
  }
}

/** A channel's file goes by a type of its own, as long as it is not encrypted. */
function mmsType(modules: Modules, { type, isGif, isNewsletter, mediaKey }: MediaRequest): unknown {
  const ask = modules.pick('mediaType');
  try {
    if (typeof ask === 'function')
      return Reflect.apply(ask, undefined, [
        { type, isGif, isNewsletter: isNewsletter && mediaKey === null },
      ]);
  } catch {
    // falls back to the plain mapping
  }
  return type === 'video' && isGif ? 'gif' : type;
}

/** The download wants somewhere to write its timings; ours goes nowhere. */
function silentMetrics() {
  const metrics = { addAnnotations: () => metrics, addPoint: () => metrics };
  return metrics;
}
