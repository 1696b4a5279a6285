/** @file What tests of archives begin with: a vault that is open, a small run in it, and ways to open an archive of runs. */
import { openArchive } from '../../lib/archive/open.ts';
import type { RunKey } from '../../lib/archive/segment.ts';
import type { Source } from '../../lib/archive/source.ts';
import { type Bytes, equal, must } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { unlockHeader } from '../../lib/vault/slots.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { ANNA, archiveOf, BEN, FLOOR, PASSWORD, RunWriter, record, sourceOf, wholeRun } from './fixture.ts';

/** A run as an archive takes it. */
export interface Run {
  readonly number: number;
  readonly run: RunKey;
  readonly bytes: Bytes;
}

/** One vault for each file of tests. */
export const { header, keys } = await createVault(PASSWORD, { costs: FLOOR });
export const secrets = await unlockHeader(header, { kind: 'password', password: PASSWORD });

export const RECORDS = [record(ANNA, 100, 'one'), record(ANNA, 200, 'two'), record(BEN, 150, 'three')];
export const PHOTO = Uint8Array.from({ length: 700 }, (_, i) => i);

/** Messages of one chat, a second apart. */
export const rows = (from: number, to: number, chat = ANNA, body = 'b'): MessageRecord[] =>
  Array.from({ length: to - from }, (_, i) => record(chat, from + i, `${body}${from + i}`));

/** A whole run of the three messages and the photo. */
export const one = async (number = 1) => wholeRun(await RunWriter.start(keys, number), RECORDS, [PHOTO]);

/** The run with one bit changed in each of these segments. */
export function broken(writer: RunWriter, ...numbers: number[]): Run {
  const { bytes } = writer;
  for (const number of numbers) {
    const at = must(writer.places[number], 'place').offset + 80;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }
  return { number: writer.number, run: writer.run, bytes };
}

/** The archive of a run whose bytes were changed. */
export const withRun = async (writer: RunWriter, bytes: Bytes) =>
  archiveOf(header, [{ number: writer.number, run: writer.run, bytes }]);

export const open = async (bytes: Bytes) => (await openArchive(sourceOf(bytes))).open(secrets);

/** The history of an archive of these runs. */
export const historyOf = async (
  runs: readonly Run[],
  wrap: (source: Source) => Source = (source) => source,
) => {
  const source = wrap(sourceOf(await archiveOf(header, runs)));
  return archiveHistory(await (await openArchive(source)).open(secrets));
};

export const codes = (notes: readonly { code: string }[]) => notes.map(({ code }) => code);

/** Where `part` stands in `bytes`, from `from` on. */
export function indexOf(bytes: Bytes, part: Bytes, from = 0): number {
  for (let at = from; at + part.length <= bytes.length; at++)
    if (bytes[at] === part[0] && equal(bytes.subarray(at, at + part.length), part)) return at;
  throw new Error('not found');
}
