/** @file FORMAT's table "Reading", row by row: each answer's code, its figures and its words, from an archive that is really so. */
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../components/fault-words.ts';
import { toDay } from '../../components/figures.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { type Bytes, must } from '../../lib/base/bytes.ts';
import { Fault, type FaultNote, toFault } from '../../lib/base/fault.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { ANNA, archiveOf, PASSWORD, sourceOf } from './fixture.ts';
import { altered, archiveWith, damaged, day, FOUND, withHeaders, written } from './found.ts';
import { broken, indexOf } from './setting.ts';

const DAYS = [1, 2, 3].map((number) => toDay(day(number)));

interface Read {
  readonly notes: readonly FaultNote[];
  readonly messages: number;
}

/** Opened with the password and read to its end. A refusal is thrown. */
async function read(bytes: Bytes, password = PASSWORD): Promise<Read> {
  const opened = await (await openArchive(sourceOf(bytes))).unlock({ kind: 'password', password });
  const history = await archiveHistory(opened);
  const messages = await history.messages(ANNA, 0, 1000);
  const calm = opened.continues ? [new Fault('cancelled', { what: 'continues' })] : [];
  return { notes: [...history.notes, ...calm].map((note) => note.toNote()), messages: messages.length };
}

/** What is found, the code that says it, its figures, its words, and how many of 30 messages are read all the same. */
type Row = readonly [
  found: keyof typeof FOUND,
  code: string,
  detail: object,
  words: string,
  messages: number | null,
];

const ANSWERS: readonly Row[] = [
  ['`sum` wrong in one header', 'header-one-damaged', {}, 'The other one is whole, and was used.', 30],
  ['`sum` wrong in the copy', 'header-one-damaged', {}, 'One of the two beginnings', 30],
  ['`sum` wrong in both', 'header-damaged', {}, 'The beginning of this backup is damaged.', null],
  ['both right but different', 'headers-differ', {}, 'The two beginnings of this file are not the same.', 30],
  ['`mac` wrong', 'header-altered', {}, 'will not seal, change or take over anything', 30],
  [
    '`vault` not that of the private key',
    'header-altered',
    {},
    'The beginning of this backup was altered.',
    30,
  ],
  ['version above 1', 'newer-version', { version: 2 }, 'This backup was made by a newer Keepsake.', null],
  ['an unknown kdf', 'newer-version', { what: 'kdf' }, 'Update Keepsake to open it.', null],
  [
    'an unknown kind of slot',
    'slot-unknown',
    { count: 1 },
    'a way to unlock it that this Keepsake doesn',
    30,
  ],
  [
    '"keepsrn" and another digit',
    'newer-version',
    { what: 'run', version: 2 },
    'One backup in this file was made by a newer Keepsake.',
    30,
  ],
  [
    'an unknown kind of segment',
    'newer-version',
    { run: 1, segment: 1, kind: 9 },
    `Part 1 of the backup of ${DAYS[0]} was made by a newer Keepsake.`,
    30,
  ],
  [
    'another vault’s run',
    'other-vault',
    { run: 2 },
    'One backup in this file belongs to another password or account.',
    30,
  ],
  [
    'the start of a run that does not open',
    'run-start-damaged',
    { run: 2 },
    'The beginning of one backup in this file is damaged.',
    30,
  ],
  [
    'a segment that does not open',
    'segment-damaged',
    { run: 1, segment: 2, at: day(1) },
    `This file is damaged at part 2 of the backup of ${DAYS[0]}. Everything else can be opened.`,
    20,
  ],
  [
    'segments missing before the end',
    'segment-damaged',
    { run: 1, segment: 2, to: 3 },
    `damaged from part 2 to part 3 of the backup of ${DAYS[0]}.`,
    10,
  ],
  [
    'no `end`, of the newest run',
    'run-unfinished',
    { run: 1, at: day(1), reason: 'unknown' },
    `The backup of ${DAYS[0]} did not come to its end. It was stopped, is still being copied, or was cut`,
    30,
  ],
  [
    'no `end`, and the run after it names what is here',
    'run-unfinished',
    { run: 1, reason: 'stopped' },
    `The backup of ${DAYS[0]} did not come to its end. It was stopped early`,
    30,
  ],
  [
    'no `end`, and the run after it names more',
    'run-cut',
    { run: 1, segments: 3, expected: 6 },
    `The backup of ${DAYS[0]} ends too early. 3 of its 6 parts are here`,
    30,
  ],
  [
    'a run with other segments than the one after it names',
    'run-cut',
    { run: 1, segments: 6, expected: 6 },
    `The backup of ${DAYS[0]} ends in another way`,
    30,
  ],
  [
    'a missing run, of which the next knows the day',
    'run-missing',
    { run: 2, at: day(2), before: 3, beforeAt: day(3) },
    `The backup of ${DAYS[1]} is missing.`,
    30,
  ],
  [
    'a missing run, of which the next knows only the id',
    'run-missing',
    { before: 3 },
    `The backup made before that of ${DAYS[2]} is missing.`,
    30,
  ],
  ['one number twice', 'number-twice', { run: 1, count: 2 }, 'Two browsers made them. Both are shown.', 30],
  ['earlier runs in another file: no fault', 'cancelled', { what: 'continues' }, '', 30],
];

describe('what is found, and the answer to it', () => {
  test.each(ANSWERS)('%s', async (found, code, detail, words, messages) => {
    const answer = await read(await FOUND[found]()).catch((thrown: unknown) => ({
      notes: [toFault(thrown).toNote()],
      messages: null,
    }));
    const told = must(
      answer.notes.findLast((note) => note.code === code),
      `an answer among ${answer.notes.map((note) => note.code)}`,
    );
    expect(told.detail).toMatchObject(detail);
    const { what, means, next } = wordsOf(told);
    expect(`${what} ${means} ${next}`).toContain(words);
    expect(answer.messages).toBe(messages);
    // One thing is wrong, and nothing else is said.
    expect(answer.notes.filter((note) => note.code !== code)).toEqual([]);
  });

  test('no row is without its answer', () => {
    expect(ANSWERS.map(([found]) => found)).toEqual(Object.keys(FOUND));
  });

  test('no slot opens: the wrong password, and perhaps not a backup of yours', async () => {
    const bytes = await archiveWith(await written());
    const thrown = toFault(await read(bytes, 'wrong horse').catch((fault: unknown) => fault));
    expect(thrown.toNote()).toEqual({ code: 'wrong-password', detail: {} });
    expect(wordsOf(thrown).what).toBe("This password doesn't open this backup.");
    const strange = wordsOf({ code: 'wrong-password', detail: { backup: 'a1b2c3d4e5f6' } });
    expect(strange.next).toContain(
      'It may also not be a backup of yours: compare its short name, a1b2c3d4e5f6',
    );
    expect(strange.next).toContain(wordsOf(thrown).next);
  });
});

describe('three answers, never mixed', () => {
  test('a damaged file, a newer one and a wrong password differ whatever the password', async () => {
    const newer = await archiveOf(await altered((json) => json.replace('"version":1', '"version":7')), []);
    const hurt = await withHeaders(damaged, damaged);
    const part = await archiveWith(broken(await written(), 1, 2, 3, 4, 5));
    for (const password of [PASSWORD, 'wrong horse']) {
      const codeOf = (bytes: Bytes) =>
        read(bytes, password).then(
          ({ notes }) => [...new Set(notes.map(({ code }) => code))].join(' '),
          (thrown: unknown) => toFault(thrown).code,
        );
      expect(await codeOf(newer)).toBe('newer-version');
      expect(await codeOf(hurt)).toBe('header-damaged');
      expect(await codeOf(part)).toBe(
        password === PASSWORD ? 'segment-damaged run-unfinished' : 'wrong-password',
      );
    }
  });

  test('damage is told with its byte in the file, to the byte', async () => {
    const writer = await written();
    const bytes = await archiveWith(broken(writer, 3));
    const { notes } = await read(bytes);
    const [note] = notes;
    const place = must(writer.places[3], 'place');
    const frame = writer.bytes.slice(place.offset, place.offset + 60);
    expect(note?.detail.byte).toBe(indexOf(bytes, frame));
    expect(wordsOf(must(note, 'note')).terms).toBe(
      `segment-damaged · segment 3 · run 1 · at ${new Date(day(1)).toISOString()} · byte ${note?.detail.byte}`,
    );
  });
});
