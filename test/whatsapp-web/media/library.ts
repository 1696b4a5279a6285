/** @file All media of an account: how large each is, its hashes, and its bytes again whenever they are wanted. */
import type { MediumFact, MediumKind, MediumWish } from '../data/medium.ts';
import { Random } from '../data/random.ts';
import { mediaWishes } from '../data/world.ts';
import { dataKey, type Params } from '../params.ts';
import { type File, fileOf } from './file.ts';
import { sealMedium, sha256 } from './seal.ts';

/** Usual sizes, in KiB. */
const USUAL: Readonly<Record<MediumKind, readonly [number, number]>> = {
  image: [6, 60],
  video: [60, 300],
  gif: [20, 80],
  audio: [20, 60],
  ptt: [4, 40],
  ptv: [40, 120],
  document: [10, 120],
  sticker: [2, 10],
  'sticker-pack': [10, 40],
};
/** Share of all bytes that lies in the few large files, and the most one of them has. */
const LARGE_SHARE = 0.4;
const LARGEST = 8 * 1024 * 1024;

export class Library {
  readonly facts: ReadonlyMap<string, MediumFact>;
  readonly #sizes = new Map<string, number>();
  readonly #params: Params;

  constructor(params: Params) {
    this.#params = params;
    const wishes = [...mediaWishes(params).values()];
    this.#plan(wishes);
    this.facts = new Map(wishes.map((wish) => [wish.id, this.#fact(wish)]));
  }

  /** The plain bytes. @throws {Error} on a medium that no message names. */
  plain(id: string): Buffer {
    return this.#file(this.#known(id)).bytes;
  }

  /** As the servers hold it. */
  sealed(id: string): Buffer {
    const fact = this.#known(id);
    return sealMedium(this.plain(id), Buffer.from(fact.mediaKey, 'base64'), fact.kind);
  }

  #known(id: string): MediumFact {
    const fact = this.facts.get(id);
    if (!fact) throw new Error(`no medium ${id}`);
    return fact;
  }

  #file({ id, kind }: { id: string; kind: MediumKind }): File {
    return fileOf(`${this.#params.seed}/${id}`, kind, this.#sizes.get(id) ?? 0);
  }

  /** Sizes that come to the wanted sum: the usual ones scaled, the large ones alike. */
  #plan(wishes: readonly MediumWish[]): void {
    const budget = this.#params.mediaMiB * 1024 * 1024;
    const large = wishes.filter(({ size }) => size === 'large');
    const each = large.length > 0 ? Math.min(LARGEST, (budget * LARGE_SHARE) / large.length) : 0;
    const usual = wishes.filter(({ size }) => size === undefined);
    const raw = usual.map(({ id, kind }) => {
      const [low, high] = USUAL[kind];
      return 1024 * new Random(this.#params.seed, 'size', id).between(low, high);
    });
    const scale =
      (budget - each * large.length) /
      Math.max(
        1,
        raw.reduce((sum, size) => sum + size, 0),
      );
    for (const { id } of large) this.#sizes.set(id, Math.round(each));
    for (const [i, { id }] of usual.entries()) this.#sizes.set(id, Math.round((raw[i] ?? 0) * scale));
  }

  #fact(wish: MediumWish): MediumFact {
    const { id, kind } = wish;
    const { seed, expired } = this.#params;
    const { bytes, ...shape } = this.#file(wish);
    const key = new Random(seed, 'media key', id).bytes(32);
    const gone = wish.trouble === undefined && wish.size === undefined;
    const trouble = wish.trouble ?? (gone && new Random(seed, 'gone', id).chance(expired) ? 'expired' : null);
    const promised = trouble === 'wrong-hash' ? Buffer.from(`not ${id}`) : bytes;
    return {
      id,
      kind,
      trouble,
      size: bytes.length,
      ...shape,
      filehash: sha256(promised).toString('base64'),
      encFilehash: sha256(sealMedium(bytes, key, kind)).toString('base64'),
      mediaKey: Buffer.from(key).toString('base64'),
      directPath: `/v/${dataKey(this.#params)}/${id}.enc?ccb=11-4&oh=01_Q5Aa&oe=6A00&_nc_sid=5e03e0`,
    };
  }
}

const libraries = new Map<string, Library>();

/** The account's library; made once per process, the last few kept. */
export function libraryOf(params: Params): Library {
  const key = dataKey(params);
  let library = libraries.get(key);
  if (!library) {
    library = new Library(params);
    const [oldest] = libraries.keys();
    if (libraries.size >= 8 && oldest !== undefined) libraries.delete(oldest);
    libraries.set(key, library);
  }
  return library;
}
