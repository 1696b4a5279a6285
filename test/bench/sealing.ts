/** @file Runs in a real browser's page: sealing and opening in memory against the bare cipher and hash they are made of, turn by turn. */
import { FRAME } from '../../lib/archive/frame.ts';
import { digestMedium, MediumSealer, openMedium } from '../../lib/archive/medium.ts';
import { type Bytes, concat, randomBytes, utf8 } from '../../lib/base/bytes.ts';
import { Sealer } from '../../lib/seal/cobblestone.ts';
import { HELD } from '../../lib/seal/filehash.ts';
import { Sha256, sha256 } from '../../lib/seal/kdf.ts';

const CHUNK = 16 * 1024;
/** What a medium arrives in. */
const SLICE = 512 * 1024;
/** What the viewer reads at once. */
const PIECE = 4 * 1024 * 1024;

/** MB/s, each the median of the turns. */
export interface SealingFigures {
  /** AES-256-GCM alone, chunk after chunk, what comes out let go. */
  readonly bareSealing: number;
  readonly bareOpening: number;
  /** SHA-256 by the platform, of a medium that is held whole; and by this program, of one that is too large. */
  readonly hashHeld: number;
  readonly hashStreamed: number;
  /** Chunks alone. */
  readonly sealed: number;
  /** A medium with its SHA-256: one that is held whole, and one that is too large. */
  readonly mediumHeld: number;
  readonly mediumStreamed: number;
  /** As the viewer reads it. */
  readonly opened: number;
  /** As a check reads it: opened, and hashed again. */
  readonly checkedHeld: number;
  readonly checkedStreamed: number;
}

export async function sealingFigures(turns: number): Promise<SealingFigures> {
  const small = await sample(HELD / 2);
  const large = await sample(HELD + HELD / 2);
  const key = await crypto.subtle.importKey('raw', randomBytes(32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const chunks = await bareChunks(key, small.plain);
  const work: Record<keyof SealingFigures, { size: number; run: () => Promise<unknown> }> = {
    bareSealing: { size: small.plain.length, run: () => bareLoop(key, small.plain) },
    bareOpening: { size: small.plain.length, run: () => bareWay(key, chunks) },
    hashHeld: { size: small.plain.length, run: () => sha256(small.plain) },
    hashStreamed: { size: large.plain.length, run: () => streamed(large.plain) },
    sealed: { size: small.plain.length, run: () => sealInSlices(small.plain) },
    mediumHeld: { size: small.plain.length, run: () => sealMedium(small.plain) },
    mediumStreamed: { size: large.plain.length, run: () => sealMedium(large.plain) },
    opened: { size: small.plain.length, run: () => open(small) },
    checkedHeld: { size: small.plain.length, run: () => check(small) },
    checkedStreamed: { size: large.plain.length, run: () => check(large) },
  };
  const rates = new Map<string, number[]>();
  for (let turn = -1; turn < turns; turn++)
    for (const [name, { size, run }] of Object.entries(work)) {
      const start = performance.now();
      await run();
      const rate = size / 1000 / (performance.now() - start);
      if (turn >= 0) rates.set(name, [...(rates.get(name) ?? []), rate]); // the first one warms
    }
  return Object.fromEntries(
    [...rates].map(([name, all]) => [name, median(all)]),
  ) as unknown as SealingFigures;
}

const RUN = { id: new Uint8Array(16), key: new Uint8Array(32).fill(7) };

interface Sample {
  readonly plain: Bytes;
  /** A medium's segment. */
  readonly segment: Bytes;
}

async function sample(size: number): Promise<Sample> {
  const plain = randomBytes(size);
  const pieces: Bytes[] = [];
  await sealMedium(plain, (...more) => pieces.push(...more));
  return { plain, segment: concat(...pieces) };
}

async function bareLoop(key: CryptoKey, plaintext: Bytes): Promise<void> {
  const iv = new Uint8Array(12);
  const number = new DataView(iv.buffer);
  for (let at = 0; at < plaintext.length; at += CHUNK) {
    number.setUint32(8, at / CHUNK);
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext.subarray(at, at + CHUNK));
  }
}

async function bareChunks(key: CryptoKey, plaintext: Bytes): Promise<ArrayBuffer[]> {
  const chunks: ArrayBuffer[] = [];
  const iv = new Uint8Array(12);
  for (let at = 0; at < plaintext.length; at += CHUNK)
    chunks.push(
      await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext.subarray(at, at + CHUNK)),
    );
  return chunks;
}

async function bareWay(key: CryptoKey, chunks: readonly ArrayBuffer[]): Promise<void> {
  const iv = new Uint8Array(12);
  for (const chunk of chunks) await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, chunk);
}

async function streamed(bytes: Bytes): Promise<Bytes> {
  const hash = await Sha256.create();
  for (let at = 0; at < bytes.length; at += SLICE) hash.update(bytes.subarray(at, at + SLICE));
  return hash.digest();
}

async function sealInSlices(plaintext: Bytes): Promise<void> {
  const sealer = await Sealer.start(RUN.key, utf8('bench'));
  for (let at = 0; at < plaintext.length; at += SLICE) await sealer.push(plaintext.subarray(at, at + SLICE));
  await sealer.end();
}

/** @param put what comes out; let go where left out. */
async function sealMedium(plaintext: Bytes, put: (...pieces: Bytes[]) => void = () => {}): Promise<void> {
  const sealer = await MediumSealer.start(RUN, 0, plaintext.length);
  for (let at = 0; at < plaintext.length; at += SLICE)
    put(...(await sealer.push(plaintext.subarray(at, at + SLICE))));
  put(...(await sealer.end()));
  sealer.sha256();
}

const reading = (segment: Bytes) => async (at: number, length: number) =>
  segment.subarray(FRAME + at, FRAME + at + length);

async function open({ plain, segment }: Sample): Promise<void> {
  const medium = await openMedium(RUN, 0, reading(segment), segment.length - FRAME, plain.length);
  for (let at = 0; at < plain.length; at += PIECE) await medium.read(at, PIECE);
}

const check = ({ segment }: Sample) => digestMedium(RUN, 0, reading(segment), segment.length - FRAME);

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

Object.assign(globalThis, { sealingFigures });
