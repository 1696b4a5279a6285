/** @file One medium at a time: from the page's cache, else from WhatsApp's servers without waking the phone (facts C). */
import { Fault } from '../base/fault.ts';
import type { MediaOpened, MediaRequest } from '../bridge/protocol.ts';
import { get, invoke, type Modules } from './modules.ts';

/** A medium that nobody reads or closes is let go. */
const IDLE_MS = 180_000;

export interface MediaReader {
  open(request: MediaRequest, signal: AbortSignal): Promise<MediaOpened>;
  read(handle: number, offset: number, length: number): { bytes: ArrayBuffer };
  close(handle: number): void;
}

export function mediaReader(modules: Modules): MediaReader {
  let held: { handle: number; bytes: ArrayBuffer; timer: ReturnType<typeof setTimeout> } | null = null;
  let last = 0;

  const letGo = () => {
    clearTimeout(held?.timer);
    held = null;
  };
  const touch = (handle: number) => {
    if (held?.handle !== handle) throw new Fault('page-failed', { what: 'medium is closed' });
    clearTimeout(held.timer);
    held.timer = setTimeout(letGo, IDLE_MS);
    return held.bytes;
  };

  return {
    async open(request, signal) {
      letGo();
      const bytes = (await cached(modules, request)) ?? (await download(modules, request, signal));
      if (!(bytes instanceof ArrayBuffer)) return bytes;
      if (bytes.byteLength > request.limit) return { missing: 'too-large' };
      const handle = ++last;
      held = { handle, bytes, timer: setTimeout(letGo, IDLE_MS) };
      return { handle, size: bytes.byteLength };
    },
    read(handle, offset, length) {
      return { bytes: touch(handle).slice(offset, offset + length) };
    },
    close(handle) {
      if (held?.handle === handle) letGo();
    },
  };
}

async function cached(modules: Modules, request: MediaRequest): Promise<ArrayBuffer | null> {
  try {
    const blob = invoke(modules.pick('mediaCache'), 'get', request.filehash);
    return blob instanceof Blob && blob.size > 0 ? await blob.arrayBuffer() : null;
  } catch {
    return null;
  }
}

async function download(
  modules: Modules,
  request: MediaRequest,
  signal: AbortSignal,
): Promise<ArrayBuffer | Exclude<MediaOpened, { handle: number }>> {
  if (request.directPath === null || request.mediaKey === null) return { missing: 'no-key' };
  const manager = modules.pick('download');
  try {
    const answer: unknown = await invoke(manager, 'downloadAndMaybeDecrypt', {
      directPath: request.directPath,
      encFilehash: request.encFilehash ?? undefined,
      filehash: request.filehash,
      mediaKey: request.mediaKey,
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

function mmsType(modules: Modules, { type, isGif }: MediaRequest): unknown {
  const ask = modules.pick('mediaType');
  try {
    if (typeof ask === 'function') return Reflect.apply(ask, undefined, [{ type, isGif }]);
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
