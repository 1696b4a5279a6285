/** @file An archive and what may become of one: cut, damaged, altered by somebody who has no key. */
import { type Bytes, concat, fromUtf8, must, toBase64url, utf8 } from '../../lib/base/bytes.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { ANNA, archiveOf, BEN, FLOOR, PASSWORD, RunWriter, record, wholeRun } from '../archive/fixture.ts';

/** Stands wherever a file can say something without a key. Pages must never show it. */
export const UNVOUCHED = 'unvouched-words';

export const JPEG = [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
export const PDF = `%PDF-1.7\n1 0 obj<</Type/Catalog/Lang(${UNVOUCHED})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`;

/** The number of the part, and the day, as a note has them. */
export const damagedAt = (segment: number) =>
  new RegExp(`This file is damaged at part ${segment} of the backup of .*2023`);

const bodies = (chat: string, name: string, count: number): MessageRecord[] =>
  Array.from({ length: count }, (_, i) => record(chat, 1_700_000_000 + 60 * i, `${name} ${i}`));

/** Ten of them in a segment: Anna's are segments 1 to 3, Ben's is 4. */
export const ANNAS = bodies(ANNA, 'from Anna', 30);
export const BENS = bodies(BEN, 'from Ben', 3);

export interface BadFiles {
  readonly whole: Bytes;
  /** Byte numbers in {@link whole}. */
  readonly header: { readonly start: number; readonly end: number };
  readonly segments: readonly { readonly start: number; readonly end: number }[];
  /** One bit of a segment's ciphertext is flipped. */
  flipped(segment: number): Bytes;
  cut(end: number): Bytes;
  /** The header's text changed, its checksum made to fit, its proof left as it was. */
  altered(change: (json: string) => string): Promise<Bytes>;
  /** Its README.txt says something else, as long as before. */
  readonly rewritten: Bytes;
}

export async function makeFiles(): Promise<BadFiles> {
  const { header, keys } = await createVault(PASSWORD, { costs: FLOOR });
  const run = await wholeRun(await RunWriter.start(keys, 1), [...ANNAS, ...BENS], [], 10);
  const whole = await archiveOf(header, [run]);
  const runStart = Buffer.from(whole).indexOf(run.bytes.subarray(0, 200));
  const headerStart = Buffer.from(whole).indexOf(header);
  const segments = run.places.map(({ offset, length }) => ({
    start: runStart + offset,
    end: runStart + offset + length,
  }));
  const readme = Buffer.from(whole).indexOf('Keepsake');
  return {
    whole,
    header: { start: headerStart, end: headerStart + header.length },
    segments,
    flipped(segment) {
      const at = must(segments[segment], 'segment').end - 20;
      return whole.map((byte, i) => (i === at ? byte ^ 4 : byte));
    },
    cut: (end) => whole.slice(0, end),
    altered: async (change) => archiveOf(await resealed(header, change), [run]),
    rewritten: concat(whole.slice(0, readme), utf8(UNVOUCHED), whole.slice(readme + UNVOUCHED.length)),
  };
}

/** What anybody can do to a header: the sum is no secret. */
async function resealed(header: Bytes, change: (json: string) => string): Promise<Bytes> {
  const text = fromUtf8(header);
  const tail = text.slice(-105);
  const body = utf8(change(text.slice(0, -105)));
  const mac = /"mac":"([\w-]{43})"/.exec(tail)?.[1] ?? '';
  return concat(body, utf8(`,"sum":"${toBase64url(await sha256(body))}","mac":"${mac}"}`));
}
