/** @file Runs in a real browser's page: sealing against the bare cipher it is made of, turn by turn. */
import { randomBytes, utf8 } from '../../lib/base/bytes.ts';
import { Sealer } from '../../lib/seal/cobblestone.ts';

const CHUNK = 16 * 1024;
/** What a medium arrives in. */
const SLICE = 512 * 1024;

export interface SealingFigures {
  /** MB/s, median of the turns. */
  readonly bare: number;
  readonly sealed: number;
}

/** @param size bytes sealed each turn. */
export async function sealingFigures(size: number, turns: number): Promise<SealingFigures> {
  const key = randomBytes(32);
  const context = utf8('bench');
  const plaintext = randomBytes(size);
  const bare: number[] = [];
  const sealed: number[] = [];
  for (let turn = -1; turn < turns; turn++) {
    const a = await timed(() => bareLoop(key, plaintext));
    const b = await timed(() => sealInSlices(key, context, plaintext));
    if (turn < 0) continue; // warm
    bare.push(size / 1000 / a);
    sealed.push(size / 1000 / b);
  }
  return { bare: median(bare), sealed: median(sealed) };
}

async function bareLoop(raw: Uint8Array<ArrayBuffer>, plaintext: Uint8Array<ArrayBuffer>): Promise<void> {
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const iv = new Uint8Array(12);
  for (let at = 0; at < plaintext.length; at += CHUNK) {
    new DataView(iv.buffer).setUint32(8, at / CHUNK);
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext.subarray(at, at + CHUNK));
  }
}

async function sealInSlices(
  key: Uint8Array<ArrayBuffer>,
  context: Uint8Array<ArrayBuffer>,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const sealer = await Sealer.start(key, context);
  for (let at = 0; at < plaintext.length; at += SLICE) await sealer.push(plaintext.subarray(at, at + SLICE));
  await sealer.end();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

Object.assign(globalThis, { sealingFigures });
