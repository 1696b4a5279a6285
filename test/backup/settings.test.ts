/** @file What the user leaves out is named, by kind; what is allowed later comes with the next ordinary run, and nothing else is looked for again. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { markedMedia } from '../../lib/backup/marks.ts';
import { common, covers, MEDIUM_MOST, takes } from '../../lib/backup/plan.ts';
import { runsNow } from '../../lib/backup/saved.ts';
import { keepSettings, storedSettings, toMediaChoice, toSettings } from '../../lib/backup/settings.ts';
import type { LastRun, Settings } from '../../lib/backup/status.ts';
import { storedVault } from '../../lib/backup/vaults.ts';
import { MEDIA_TYPES, type MediaFact, mediaOf } from '../../lib/model/media.ts';
import { putValue } from '../../lib/store/rows.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { rowsIn } from '../whatsapp/rows.ts';
import { NEWEST } from '../whatsapp-web/data/slot.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { moment } from './moments.ts';
import { type Change, type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 12, chats: 10, messages: 700, mediaMiB: 1 };
const truth = truthOf(ACCOUNT);
const ALWAYS: Settings = { limit: 256 * 1024 * 1024, without: [] };
const DAY = 86_400;

/** Files that messages name, each once; those that the page can give; those named within the window of a second run. */
const named = new Map<string, MediaFact>();
const young = new Set<string>();
for (const { id } of truth.chats)
  for (const record of truth.messages(id)) {
    const fact = mediaOf(record);
    if (!fact) continue;
    if (!named.has(fact.sha256)) named.set(fact.sha256, fact);
    if (record.t >= NEWEST - 29 * DAY) young.add(fact.sha256);
  }
const facts = new Map([...named].filter(([sha256]) => truth.media.has(sha256)));
const of = (...types: readonly string[]) => [...facts.values()].filter(({ type }) => types.includes(type));
/** Profile pictures are named by no message. */
const pictures = [...truth.media].filter(([sha256]) => !named.has(sha256)).map(([, { size }]) => size);
/** Half of the pictures are larger. */
const LIMIT =
  of('image')
    .map(({ size }) => size ?? 0)
    .sort((a, b) => a - b)[of('image').length >> 1] ?? 0;
const largePictures = pictures.filter((size) => size > LIMIT).length;

vi.setConfig({ testTimeout: 60_000 });
// The account's newest message is a fixed moment: most of its media are older than what a second run looks at.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: (NEWEST + DAY) * 1000 }));
afterAll(() => void vi.useRealTimers());

/** What the page was asked for. */
function watched() {
  const asked = { rows: 0, media: [] as string[] };
  const change: Change = (answers) => ({
    ...answers,
    async messages(question, signal) {
      const found = await answers.messages(question, signal);
      asked.rows += rowsIn(found.rows).length;
      return found;
    },
    openMedium(question, signal) {
      asked.media.push(Buffer.from(question.filehash, 'base64').toString('hex'));
      return answers.openMedium(question, signal);
    },
  });
  const forget = () => {
    asked.rows = 0;
    asked.media = [];
  };
  return { asked, change, forget };
}

async function run(
  setting: Setting,
  asked = {},
): Promise<LastRun & { report: NonNullable<LastRun['report']> }> {
  await setting.engine.start(asked);
  await setting.ended();
  const { last } = await runsNow(setting.db);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  if (!last?.report) throw new Error('no report');
  return { ...last, report: last.report };
}

const sum = (counts: object): number => Object.values(counts).reduce((all: number, one) => all + one, 0);

describe('what is left out', () => {
  it('is remembered, counted by kind, and said to be left out; profile pictures are nobody’s photos', async () => {
    const setting = await setUp(ACCOUNT);
    await keepSettings(setting.db, { ...ALWAYS, without: ['image', 'sticker', 'sticker-pack'] });
    const { report, leftOut } = await run(setting);
    const gone = of('image', 'sticker', 'sticker-pack');
    expect(of('image').length).toBeGreaterThan(5);
    expect(of('sticker').length).toBeGreaterThan(0);
    const history = await setting.file();
    for (const { sha256 } of gone) {
      expect(await history.medium(sha256)).toBeNull();
      expect(await history.missing(sha256)).toMatchObject({ reason: 'left-out' });
    }
    for (const sha256 of truth.media.keys())
      if (!gone.some((fact) => fact.sha256 === sha256))
        expect(await history.medium(sha256), sha256).not.toBeNull();
    expect(pictures.length).toBeGreaterThan(2);
    expect(sum(leftOut ?? {})).toBe(report.missing['left-out']);
    expect(Object.keys(leftOut ?? {}).sort()).toEqual([
      'image',
      'sticker',
      ...(leftOut?.['sticker-pack'] ? ['sticker-pack'] : []),
    ]);
    expect(leftOut?.image).toBeGreaterThanOrEqual(of('image').length);
  });

  it('is asked for where the question of a run names it', async () => {
    const setting = await setUp(ACCOUNT);
    await keepSettings(setting.db, { limit: LIMIT, without: ['image'] });
    const { report, leftOut } = await run(setting, { media: { kinds: null } });
    expect(report.missing['left-out']).toBeUndefined();
    const large = [...named.values()].filter(({ type, size }) => type === 'image' && (size ?? 0) > LIMIT);
    expect(leftOut?.image).toBe(large.length + largePictures);
    expect(await storedSettings(setting.db)).toEqual({ limit: LIMIT, without: ['image'] });
  });
});

describe('what is allowed later', () => {
  it('comes with the next ordinary run: no message is sealed again, nothing else is asked for, and then all is as ever', async () => {
    const { asked, change, forget } = watched();
    const setting = await setUp(ACCOUNT, change);
    await keepSettings(setting.db, { limit: LIMIT, without: ['ptt'] });
    const first = await run(setting);
    const all = asked.rows;
    const owed = [...facts.values()].filter(({ type, size }) => type === 'ptt' || (size ?? 0) > LIMIT);
    expect(owed.filter(({ type }) => type === 'ptt').length).toBeGreaterThan(0);
    expect(owed.filter(({ type }) => type !== 'ptt').length).toBeGreaterThan(0);

    forget();
    await run(setting);
    const ordinary = asked.rows;
    expect(ordinary).toBeLessThan(all);

    forget();
    await keepSettings(setting.db, ALWAYS);
    const { report } = await run(setting);
    expect(report).toMatchObject({ messages: { kept: 0 }, incremental: { after: 2, added: 0, changed: 0 } });
    expect(report.media.kept).toBe(owed.length + largePictures);
    expect(first.report.media.kept + report.media.kept).toBe(truth.media.size);
    // Neither what lies in a run, nor what was tried before and cannot be had.
    const settled = [...named.values()].filter(
      ({ type, size, sha256 }) => type !== 'ptt' && (size ?? Infinity) <= LIMIT && !young.has(sha256),
    );
    expect(settled.filter(({ sha256 }) => truth.missing.get(sha256) === 'expired').length).toBeGreaterThan(0);
    expect(settled.filter(({ sha256 }) => asked.media.includes(sha256))).toEqual([]);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);

    forget();
    expect((await run(setting)).report.media.kept).toBe(0);
    expect(asked.rows).toBe(ordinary);
  });

  it('is still owed after a run that was stopped, and one in which a chat failed', async () => {
    let broken: string | null = null;
    const setting = await setUp(ACCOUNT, (answers) => ({
      ...answers,
      messages: (question, signal) =>
        question.chat === broken && question.before !== null
          ? Promise.reject(new Error('not now'))
          : answers.messages({ ...question, count: Math.min(question.count, 40) }, signal),
    }));
    await keepSettings(setting.db, { ...ALWAYS, without: ['image', 'video', 'ptv'] });
    const first = await run(setting);
    await keepSettings(setting.db, ALWAYS);
    await setting.engine.start();
    await setting.engine.cancel();
    await setting.ended();
    expect((await runsNow(setting.db)).last?.report?.stopped).toBe(true);
    const chats = truth.chats.filter(({ id }) => truth.messages(id).length > 80);
    const withMedia = chats.find(({ id }) => {
      const images = truth
        .messages(id)
        .slice(0, -60)
        .filter(({ type }) => type === 'image');
      return images.length > 0;
    });
    broken = withMedia?.id ?? expect.fail('no such chat');
    const second = await run(setting);
    expect(second.report.completeness.failed).toBe(1);
    broken = null;
    const third = await run(setting);
    expect(third.report.media.kept).toBeGreaterThan(0);
    const vault = (await storedVault(setting.db)) ?? expect.fail('no vault');
    expect((await markedMedia(setting.db, vault.name)).size).toBe(truth.media.size);
    expect(first.report.media.kept + second.report.media.kept).toBeLessThan(truth.media.size);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  });

  it('was left out of new messages alone, or of a narrower choice in between', async () => {
    const setting = await setUp(ACCOUNT, undefined, moment({ newer: (_, places) => Math.floor(places / 2) }));
    const first = await run(setting);
    await keepSettings(setting.db, { ...ALWAYS, without: ['image'] });
    await setting.reload(undefined, () => {});
    const narrow = await run(setting);
    expect(narrow.leftOut?.image).toBeGreaterThan(0);
    expect((await run(setting)).report.media.kept).toBe(0);
    await keepSettings(setting.db, ALWAYS);
    const { report } = await run(setting);
    expect(report).toMatchObject({ messages: { kept: 0 } });
    expect(first.report.media.kept + narrow.report.media.kept + report.media.kept).toBe(truth.media.size);
    expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
  });
});

describe('a choice', () => {
  const all = { limit: 10, kinds: null };
  const some = { limit: 5, kinds: ['image', 'ptt'] } as const;

  it('covers another, or does not', () => {
    expect([covers(all, some), covers(some, all), covers(some, some)]).toEqual([true, false, true]);
    expect(covers(some, { limit: 5, kinds: null })).toBe(false);
    expect(covers({ limit: 5, kinds: null }, { limit: 6, kinds: ['ptt'] })).toBe(false);
    expect(covers(some, { limit: 1, kinds: ['video'] })).toBe(false);
  });

  it('has in common with another what both take', () => {
    expect(common(all, some)).toEqual(some);
    expect(common({ limit: 3, kinds: ['ptt', 'video'] }, some)).toEqual({ limit: 3, kinds: ['ptt'] });
    expect(common(all, { limit: 20, kinds: null })).toEqual(all);
  });

  it('takes a file whose kind and size it names', () => {
    const fact = { type: 'image', size: 5 } as MediaFact;
    expect([takes(some, fact), takes(all, fact)]).toEqual([true, true]);
    expect(takes(some, { ...fact, size: 6 })).toBe(false);
    expect(takes(all, { ...fact, size: null })).toBe(false);
    expect(takes(some, { ...fact, type: 'video' })).toBe(false);
  });
});

describe('settings', () => {
  it.each([
    [undefined, ALWAYS],
    ['nonsense', ALWAYS],
    [{ limit: '9', without: 'image' }, ALWAYS],
    [
      { limit: 2 ** 40, without: ['video', 'nonsense', 'image', 'video'] },
      { limit: MEDIUM_MOST, without: ['image', 'video'] },
    ],
  ])('%j are read as %j', async (stored, expected) => {
    const setting = await setUp(ACCOUNT, undefined, undefined, { vault: false });
    await putValue(setting.db, 'settings', stored);
    expect(await storedSettings(setting.db)).toEqual(expected);
  });

  it('leave out what they name, and nothing else', () => {
    expect(toMediaChoice(toSettings({ limit: 5, without: [] }))).toEqual({ limit: 5, kinds: null });
    const { kinds } = toMediaChoice({ limit: 5, without: ['ptt'] });
    expect(MEDIA_TYPES.filter((type) => !kinds?.includes(type))).toEqual(['ptt']);
  });
});
