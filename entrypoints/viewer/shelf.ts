/** @file The readable media on screen: a Blob each while it is looked at, together no more than a fixed amount, revoked when it leaves. */
import type { ShownMedium } from '../../components/viewer/media.ts';
import { ahead } from '../../lib/base/ahead.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Ask } from '../../lib/bridge/call.ts';
import type { MediaShape } from '../../lib/model/media.ts';
import { SLICE, type ViewerQuestions } from './protocol.ts';
import { fits, SNIFFED, sniff } from './sniff.ts';

/** Bytes of one readable medium. A larger one is not shown. */
export const ONE = 64 * 1024 * 1024;
/** Bytes of all of them. */
export const ALL = 256 * 1024 * 1024;

/** A browser has begun to read what it saves long before. */
const LENT_MS = 60_000;

export interface ShelfNeeds {
  readonly ask: Ask<ViewerQuestions>;
  readonly toUrl?: (blob: Blob) => string;
  readonly revoke?: (url: string) => void;
}

interface Held {
  users: number;
  size: number;
  readonly work: AbortController;
  readonly shown: Promise<ShownMedium>;
}

export type Shelf = ReturnType<typeof createShelf>;

export function createShelf({
  ask,
  toUrl = (blob) => URL.createObjectURL(blob),
  revoke = (url) => URL.revokeObjectURL(url),
}: ShelfNeeds) {
  const held = new Map<string, Held>();
  /** URLs of files that are being saved. */
  const lent = new Set<string>();
  let isOver = false;

  const takeBack = (url: string): void => {
    if (lent.delete(url)) revoke(url);
  };

  const total = (): number => [...held.values()].reduce((sum, { size }) => sum + size, 0);

  function drop(key: string, item: Held): void {
    if (held.get(key) === item) held.delete(key);
    item.work.abort();
    void item.shown.then(
      (shown) => shown.state === 'shown' && revoke(shown.url),
      () => {},
    );
  }

  /** One whole medium, two pieces asked for while another is used: one is read from the file, one opened. */
  async function* pieces(
    sha256: string,
    size: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const own = new AbortController();
    const any = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
    try {
      const piece = (i: number) => {
        const offset = i * SLICE;
        return ask('bytes', { sha256, offset, length: Math.min(SLICE, size - offset) }, { signal: any });
      };
      const asked = ahead(Math.ceil(size / SLICE), piece, 2);
      for await (const { bytes } of asked) yield new Uint8Array(bytes);
    } finally {
      own.abort(new Fault('cancelled'));
    }
  }

  async function load(
    sha256: string,
    shape: MediaShape,
    item: () => Held,
    signal: AbortSignal,
  ): Promise<ShownMedium> {
    const found = await ask('medium', { sha256 }, { signal });
    if (!found.here) return { state: 'missing', missing: found.missing };
    const { size } = found;
    if (size > ONE) return { state: 'unshown', size, why: 'size' };
    const length = Math.min(SNIFFED, size);
    const head =
      length > 0 ? (await ask('bytes', { sha256, offset: 0, length }, { signal })).bytes : new ArrayBuffer();
    const type = sniff(new Uint8Array(head));
    if (!type || !fits(type, shape)) return { state: 'unshown', size, why: 'kind' };
    if (total() + size > ALL) return { state: 'unshown', size, why: 'size' };
    item().size = size;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of pieces(sha256, size, signal)) parts.push(piece);
    return { state: 'shown', url: toUrl(new Blob(parts, { type })) };
  }

  return {
    /** To be given back with {@link giveBack}, whatever came of it. @throws {Fault} `segment-damaged`, `cancelled`. */
    take(sha256: string, shape: MediaShape): Promise<ShownMedium> {
      const key = `${shape} ${sha256}`;
      const known = held.get(key);
      if (known) {
        known.users++;
        return known.shown;
      }
      const work = new AbortController();
      const item: Held = {
        users: 1,
        size: 0,
        work,
        shown: Promise.resolve().then(() => load(sha256, shape, () => item, work.signal)),
      };
      held.set(key, item);
      item.shown.catch(() => drop(key, item));
      return item.shown;
    },
    giveBack(sha256: string, shape: MediaShape): void {
      const key = `${shape} ${sha256}`;
      const item = held.get(key);
      if (!item) return;
      item.users = Math.max(0, item.users - 1);
      if (item.users === 0) drop(key, item);
    },
    /** @throws {Fault} `nothing-to-save` — it is not here. */
    async sizeOf(sha256: string): Promise<number> {
      const found = await ask('medium', { sha256 });
      if (!found.here) throw new Fault('nothing-to-save');
      return found.size;
    },
    /** One whole medium in pieces, for saving. @throws {Fault} `segment-damaged`. */
    pieces: (sha256: string, size: number) => pieces(sha256, size),
    /** A URL for the browser to save from, for a minute at most. @throws {Fault} `cancelled` — it was cleared meanwhile. */
    lend(blob: Blob): string {
      if (isOver) throw new Fault('cancelled');
      const url = toUrl(blob);
      lent.add(url);
      setTimeout(() => takeBack(url), LENT_MS);
      return url;
    },
    /** Forgets everything at once, for good. */
    clear(): void {
      isOver = true;
      for (const url of [...lent]) takeBack(url);
      for (const [key, item] of [...held]) drop(key, item);
    },
  };
}
