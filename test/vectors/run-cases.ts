/** @file Frozen archives of one run and many, whole and not. */
import { frame, segmentContext } from '../../lib/archive/frame.ts';
import { type Bytes, concat, must, utf8 } from '../../lib/base/bytes.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { sealBytes } from '../../lib/seal/cobblestone.ts';
import { pad } from '../../lib/seal/padding.ts';
import type { VaultKeys } from '../../lib/vault/vault.ts';
import { ANNA, archiveOf, BEN, RunWriter, record, START, wholeRun } from '../archive/fixture.ts';
import { DAY, type Made, MESSAGES, PHOTO, random, run, small, T, vault, WAY } from './material.ts';

/** An archive of runs under a password. */
async function runs(
  what: string,
  make: (keys: VaultKeys) => Promise<{
    runs: readonly { number: number; run: RunWriter['run']; bytes: Bytes }[];
    records: readonly MessageRecord[];
    media?: readonly Bytes[];
  }>,
): Promise<Made> {
  const { header, keys } = await vault();
  const made = await make(keys);
  const bytes = await archiveOf(header, made.runs);
  return { what, bytes, unlock: [WAY], records: made.records, media: made.media ?? [] };
}

/** The run with one byte of a segment changed, or cut behind `until`. */
function changed(
  writer: RunWriter,
  segment: number,
  at = 80,
): { number: number; run: RunWriter['run']; bytes: Bytes } {
  const { number, run: key, bytes } = writer;
  const place = must(writer.places[segment], 'place').offset + at;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return { number, run: key, bytes };
}

const cut = ({ number, run: key, bytes }: RunWriter, until: number) => ({
  number,
  run: key,
  bytes: bytes.slice(0, until),
});

const edited = (text: string) => ({
  ...record(ANNA, T + 60, text),
  reactions: [{ sender: BEN, text: '👍', at: DAY }],
});

/** Three runs: the second edits a message of the first, the third brings one late. */
async function three(keys: VaultKeys) {
  const later = [edited('Grüße aus Bonn'), record(BEN, T + 90, 'Or nine?')];
  const late = [record(BEN, T + 10, 'Are you there?')];
  const first = await wholeRun(await run(keys, 1), MESSAGES, [PHOTO]);
  const second = await wholeRun(await run(keys, 2, first), later);
  const third = await wholeRun(await run(keys, 3, second), late);
  return { first, second, third, later, late };
}

/** Without an end, as a browser that was closed leaves it. */
async function unfinished(
  keys: VaultKeys,
  number: number,
  before: RunWriter | null = null,
): Promise<RunWriter> {
  const writer = await run(keys, number, before);
  await writer.index('none', START);
  await writer.messages(MESSAGES.slice(0, 2));
  await writer.index('messages');
  await writer.messages(MESSAGES.slice(2));
  await writer.medium(PHOTO);
  return writer;
}

export const RUN_CASES: Readonly<Record<string, () => Promise<Made>>> = {
  runs: () =>
    runs('Three runs: later words win.', async (keys) => {
      const { first, second, third, later, late } = await three(keys);
      return { runs: [first, second, third], records: [...MESSAGES, ...later, ...late], media: [PHOTO] };
    }),
  'run-missing': () =>
    runs('The second of three runs is not there.', async (keys) => {
      const { first, third, late } = await three(keys);
      return { runs: [first, third], records: [...MESSAGES, ...late], media: [PHOTO] };
    }),
  'runs-later': () =>
    runs('The first of three runs is in another file, which is no fault.', async (keys) => {
      const { second, third, later, late } = await three(keys);
      return { runs: [second, third], records: [...later, ...late] };
    }),
  'run-cut': () =>
    runs('The first of two runs was cut.', async (keys) => {
      const first = await wholeRun(await run(keys, 1), MESSAGES, [PHOTO]);
      const second = await wholeRun(await run(keys, 2, first), [MESSAGES[2] as MessageRecord]);
      const until = must(first.places[2], 'place').offset;
      return { runs: [cut(first, until), second], records: [...MESSAGES.slice(0, 2), ...MESSAGES.slice(2)] };
    }),
  'run-stopped': () =>
    runs('A run that was never ended, and one after it that names all of it.', async (keys) => {
      const first = await unfinished(keys, 1);
      const second = await wholeRun(await run(keys, 2, first), [edited('Later')]);
      return { runs: [first, second], records: [...MESSAGES, edited('Later')], media: [PHOTO] };
    }),
  'run-unfinished': () =>
    runs('The newest run is cut in the middle of a medium.', async (keys) => {
      const first = await unfinished(keys, 1);
      return { runs: [cut(first, first.bytes.length - 100)], records: MESSAGES };
    }),
  'segment-damaged': () =>
    runs('A segment of messages is damaged; the others are read.', async (keys) => ({
      runs: [changed(await small(keys), 2)],
      records: MESSAGES.slice(0, 2),
      media: [PHOTO],
    })),
  'index-damaged': () =>
    runs('An index is damaged: its segments are found by their frames.', async (keys) => ({
      runs: [changed(await small(keys), 3)],
      records: MESSAGES,
      media: [PHOTO],
    })),
  'end-damaged': () =>
    runs('The end is damaged: everything is found by walking.', async (keys) => ({
      runs: [changed(await small(keys), 6)],
      records: MESSAGES,
      media: [PHOTO],
    })),
  'kind-newer': () =>
    runs('A segment of a kind that version 1 does not know: skipped, and said.', async (keys) => {
      const writer = await run(keys, 1);
      await writer.index('none', START);
      await writer.messages(MESSAGES.slice(0, 2));
      const sealed = await sealBytes(writer.run.key, segmentContext(writer.run, 2, 9), pad(utf8('new')));
      writer.segment(concat(frame(sealed.length, 9), sealed));
      await writer.messages(MESSAGES.slice(2));
      await writer.index('messages');
      return { runs: [await writer.end()], records: MESSAGES };
    }),
  media: () =>
    runs('Media at the borders of chunks and of padding.', async (keys) => {
      const media = [0, 1, 9, 16_383, 16_384].map((size) => random.bytes(size));
      const zeros = concat(random.bytes(5), Uint8Array.of(0x80), new Uint8Array(90));
      return {
        runs: [await wholeRun(await run(keys, 1), MESSAGES, [...media, zeros])],
        records: MESSAGES,
        media: [...media, zeros],
      };
    }),
  records: () =>
    runs('Values that are easily lost: numbers, texts, unknown members and types.', async (keys) => {
      const odd = [
        {
          ...record(ANNA, T, ''),
          type: 'of_tomorrow',
          subtype: 'x',
          row: { big: { $integer: '123456789012345678901' }, bytes: { $bytes: 'AAEC_w' }, deep: [[[{}]]] },
        },
        {
          ...record(ANNA, T + 1, '\u2028 "\\ \u0000 \ud83d'),
          row: {
            body: '\u2028 "\\ \u0000 \ud83d',
            zero: 0,
            small: 5e-324,
            large: 1.7976931348623157e308,
            none: null,
          },
        },
        { ...record(ANNA, T + 2, 'e\u0301 👩‍👩‍👧'), later: { member: true }, order: -1.5 },
        { ...record(ANNA, -5, 'before 1970') },
      ] as MessageRecord[];
      const sorted = [odd[3], odd[0], odd[1], odd[2]] as MessageRecord[];
      return { runs: [await wholeRun(await run(keys, 1), sorted)], records: sorted };
    }),
  'numbers-large': () =>
    runs('A run of number 2^53 − 1.', async (keys) => {
      const writer = await RunWriter.start(keys, Number.MAX_SAFE_INTEGER, DAY, {
        id: random.bytes(16),
        segments: Number.MAX_SAFE_INTEGER,
        commitment: random.bytes(32),
      });
      return { runs: [await wholeRun(writer, MESSAGES)], records: MESSAGES };
    }),
};
