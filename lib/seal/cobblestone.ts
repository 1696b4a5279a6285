/**
 * @file Cobblestone-256, whole and streamed (c2sp.org/chunked-encryption, AEAD_AES_256_GCM with SHA-512).
 *
 * Ciphertext = salt (24) || commitment (32) || chunks. A chunk seals 16 KiB, the last one always less; chunk k uses
 * the nonce base XOR k. The commitment is checked before anything is decrypted. Random access: `range.ts`.
 */
import { type Bytes, concat, equal, randomBytes, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { Block } from './block.ts';
import { expandSha512 } from './kdf.ts';

/** Plaintext bytes of a full chunk. */
export const CHUNK = 16_384;
const TAG = 16;
/** Ciphertext bytes of a full chunk: a tag more. */
export const SEALED_CHUNK = CHUNK + TAG;
/** Bytes before the first chunk. */
export const PREFIX = 56;
const SALT = 24;

/**
 * Chunks given to WebCrypto before the first is awaited. Node and Firefox work on several at a time; Chromium does each
 * at once in the thread that asks, and loses nothing.
 */
const IN_FLIGHT = 8;

const LABEL = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');

/** Length in bytes of the ciphertext of `length` plaintext bytes. */
export const sealedLength = (length: number): number =>
  PREFIX + length + TAG * (Math.floor(length / CHUNK) + 1);

/** Length of the plaintext in a ciphertext of `length` bytes; null where no ciphertext has that length. */
export function plainLength(length: number): number | null {
  const chunks = length - PREFIX;
  const full = Math.floor(chunks / SEALED_CHUNK);
  const last = chunks - full * SEALED_CHUNK;
  return chunks < 0 || last < TAG ? null : full * CHUNK + last - TAG;
}

/** The keys of one message: its cipher with its nonces, and its commitment. */
export class MessageKeys {
  readonly commitment: Bytes;
  readonly #key: CryptoKey;
  /** The last 8 bytes of the first chunk's nonce, which the chunk's number changes. */
  readonly #high: number;
  readonly #low: number;
  /** One for all chunks: WebCrypto copies the nonce before a call returns. */
  readonly #nonce: DataView<ArrayBuffer>;

  private constructor(key: CryptoKey, nonce: Bytes, commitment: Bytes) {
    this.#key = key;
    this.#nonce = new DataView(nonce.buffer);
    this.#high = this.#nonce.getUint32(4);
    this.#low = this.#nonce.getUint32(8);
    this.commitment = commitment;
  }

  /** @throws {Fault} `not-authentic` — a key that is not 32 bytes. */
  static async derive(key: Bytes, context: Bytes, salt: Bytes): Promise<MessageKeys> {
    if (key.length !== 32) throw new Fault('not-authentic', { what: 'key size' });
    const okm = await expandSha512(key, concat(LABEL, salt, context), 76);
    const aes = await crypto.subtle.importKey('raw', okm.slice(0, 32), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]);
    return new MessageKeys(aes, okm.slice(32, 44), okm.slice(44));
  }

  /** The keys of the message that begins with `prefix`. @throws {Fault} `not-authentic`. */
  static async of(key: Bytes, context: Bytes, prefix: Bytes): Promise<MessageKeys> {
    if (prefix.length < PREFIX) throw new Fault('not-authentic', { what: 'too short' });
    const keys = await MessageKeys.derive(key, context, prefix.slice(0, SALT));
    if (!equal(keys.commitment, prefix.subarray(SALT, PREFIX)))
      throw new Fault('not-authentic', { what: 'commitment' });
    return keys;
  }

  seal(index: number, plaintext: Bytes): Promise<ArrayBuffer> {
    return crypto.subtle.encrypt({ name: 'AES-GCM', iv: this.#nonceOf(index) }, this.#key, plaintext);
  }

  /** @throws {Fault} `not-authentic`. */
  async open(index: number, ciphertext: Bytes): Promise<ArrayBuffer> {
    try {
      return await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: this.#nonceOf(index) },
        this.#key,
        ciphertext,
      );
    } catch (thrown) {
      throw new Fault('not-authentic', { chunk: index }, thrown);
    }
  }

  /** Seals `plaintext` as `count` chunks from number `first` on into `out` at `at`; the last may be short or empty. */
  sealChunks(first: number, plaintext: Bytes, count: number, out: Bytes, at: number): Promise<void> {
    return inFlight(
      count,
      (i) => this.seal(first + i, plaintext.subarray(i * CHUNK, (i + 1) * CHUNK)),
      (i, sealed) => out.set(sealed, at + i * SEALED_CHUNK),
    );
  }

  /**
   * Seals full chunks from number `first` on, each in memory of its own: fresh memory to copy them into costs half as
   * much again as the cipher.
   */
  sealPieces(first: number, plaintext: Bytes): Promise<Bytes[]> {
    return pieces(plaintext.length / CHUNK, (i) =>
      this.seal(first + i, plaintext.subarray(i * CHUNK, (i + 1) * CHUNK)),
    );
  }

  /** The way back. @throws {Fault} `not-authentic`. */
  openPieces(first: number, ciphertext: Bytes): Promise<Bytes[]> {
    return pieces(ciphertext.length / SEALED_CHUNK, (i) =>
      this.open(first + i, ciphertext.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK)),
    );
  }

  /** The way back of {@link sealChunks}. @throws {Fault} `not-authentic`. */
  openChunks(first: number, ciphertext: Bytes, count: number, out: Bytes, at: number): Promise<void> {
    return inFlight(
      count,
      (i) => this.open(first + i, ciphertext.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK)),
      (i, opened) => out.set(opened, at + i * CHUNK),
    );
  }

  #nonceOf(index: number): DataView<ArrayBuffer> {
    this.#nonce.setUint32(4, this.#high ^ Math.floor(index / 0x1_0000_0000));
    this.#nonce.setUint32(8, this.#low ^ (index >>> 0));
    return this.#nonce;
  }
}

/** Starts work on chunk after chunk, {@link IN_FLIGHT} ahead of what is put away; the first failure ends it. */
async function inFlight(
  count: number,
  start: (i: number) => Promise<ArrayBuffer>,
  put: (i: number, result: Bytes) => void,
): Promise<void> {
  const started: Promise<ArrayBuffer>[] = [];
  for (let i = 0; i < count + IN_FLIGHT; i++) {
    const oldest = i >= IN_FLIGHT ? started.shift() : undefined;
    if (oldest) put(i - IN_FLIGHT, new Uint8Array(await oldest));
    if (i >= count) continue;
    const work = start(i);
    work.catch(() => {}); // met when its turn comes, or after another failed
    started.push(work);
  }
}

async function pieces(count: number, start: (i: number) => Promise<ArrayBuffer>): Promise<Bytes[]> {
  const made: Bytes[] = [];
  await inFlight(count, start, (_, piece) => made.push(piece));
  return made;
}

const chunksOf = (plainBytes: number): number => Math.floor(plainBytes / CHUNK) + 1;

/** Seals one message under a fresh salt. @param key 32 bytes. */
export async function sealBytes(key: Bytes, context: Bytes, plaintext: Bytes): Promise<Bytes> {
  const out = new Uint8Array(sealedLength(plaintext.length));
  await sealInto(out, 0, key, context, plaintext);
  return out;
}

/** As {@link sealBytes}, into `out` at `at`, where there must be room. */
export async function sealInto(
  out: Bytes,
  at: number,
  key: Bytes,
  context: Bytes,
  plaintext: Bytes,
): Promise<void> {
  const salt = randomBytes(SALT);
  const keys = await MessageKeys.derive(key, context, salt);
  out.set(salt, at);
  out.set(keys.commitment, at + SALT);
  await keys.sealChunks(0, plaintext, chunksOf(plaintext.length), out, at + PREFIX);
}

/** Opens one whole message. @throws {Fault} `not-authentic` — another key or context, or any change. */
export async function openBytes(key: Bytes, context: Bytes, ciphertext: Bytes): Promise<Bytes> {
  const keys = await MessageKeys.of(key, context, ciphertext);
  const length = plainLength(ciphertext.length);
  if (length === null) throw new Fault('not-authentic', { what: 'truncated' });
  const out = new Uint8Array(length);
  await keys.openChunks(0, ciphertext.subarray(PREFIX), chunksOf(length), out, 0);
  return out;
}

/** Seals a message piece by piece. Calls must not overlap: await each before the next. */
export class Sealer {
  /** Salt and commitment: the first 56 bytes of the ciphertext, to be written before what {@link push} returns. */
  readonly head: Bytes;
  readonly #keys: MessageKeys;
  readonly #chunk = new Block(CHUNK);
  #next = 0;

  private constructor(keys: MessageKeys, head: Bytes) {
    this.#keys = keys;
    this.head = head;
  }

  static async start(key: Bytes, context: Bytes): Promise<Sealer> {
    const salt = randomBytes(SALT);
    const keys = await MessageKeys.derive(key, context, salt);
    return new Sealer(keys, concat(salt, keys.commitment));
  }

  get commitment(): Bytes {
    return this.#keys.commitment;
  }

  /** The sealed full chunks that `bytes` completes, in order; the rest is kept (a copy) for the next call. */
  push(bytes: Bytes): Promise<Bytes[]> {
    if (!this.#chunk.leavesRoom(bytes)) return this.#seal(this.#chunk.rows(bytes));
    this.#chunk.fill(bytes);
    return Promise.resolve([]);
  }

  /** The last, short chunk. Nothing may be pushed after it. */
  async end(): Promise<Bytes> {
    return new Uint8Array(await this.#keys.seal(this.#next, this.#chunk.bytes));
  }

  async #seal(rows: Bytes[]): Promise<Bytes[]> {
    const sealed: Bytes[] = [];
    for (const row of rows) {
      const first = this.#next;
      this.#next += row.length / CHUNK;
      sealed.push(...(await this.#keys.sealPieces(first, row)));
    }
    return sealed;
  }
}

/** Opens a message piece by piece, and gives out only authenticated bytes. After one failure every call fails. */
export class Opener {
  readonly #key: Bytes;
  readonly #context: Bytes;
  readonly #prefix = new Block(PREFIX);
  readonly #chunk = new Block(SEALED_CHUNK);
  #keys: MessageKeys | null = null;
  #next = 0;
  #over: Fault | null = null;

  constructor(key: Bytes, context: Bytes) {
    this.#key = key;
    this.#context = context;
  }

  /** The full chunks that `bytes` completes, opened, in order. @throws {Fault} `not-authentic` — nothing of `bytes` is given out. */
  push(bytes: Bytes): Promise<Bytes[]> {
    if (this.#over || !this.#keys || !this.#chunk.leavesRoom(bytes))
      return this.#guard(() => this.#open(bytes));
    this.#chunk.fill(bytes);
    return Promise.resolve([]);
  }

  /** The last bytes. @throws {Fault} `not-authentic` — also where the message is cut. */
  end(): Promise<Bytes> {
    return this.#guard(async () => {
      if (!this.#keys) throw new Fault('not-authentic', { what: 'too short' });
      const last = new Uint8Array(await this.#keys.open(this.#next, this.#chunk.bytes));
      this.#over = new Fault('unexpected', { what: 'used up' });
      return last;
    });
  }

  async #open(bytes: Bytes): Promise<Bytes[]> {
    let at = 0;
    if (!this.#keys) {
      at = this.#prefix.fill(bytes);
      if (!this.#prefix.isFull) return [];
      this.#keys = await MessageKeys.of(this.#key, this.#context, this.#prefix.bytes);
    }
    const opened: Bytes[] = [];
    for (const row of this.#chunk.rows(bytes.subarray(at))) {
      const first = this.#next;
      this.#next += row.length / SEALED_CHUNK;
      opened.push(...(await this.#keys.openPieces(first, row)));
    }
    return opened;
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#over) throw this.#over;
    try {
      return await work();
    } catch (thrown) {
      this.#over = thrown instanceof Fault ? thrown : new Fault('not-authentic', {}, thrown);
      throw this.#over;
    }
  }
}
