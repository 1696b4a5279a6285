/** @file A page that lies, throws, hangs or has no end: each trouble has its name, the other chats are whole, and an honest page makes it good. */
import { expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { FoundMessages } from '../../lib/bridge/protocol.ts';
import type { JsonObject } from '../../lib/model/json.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { linesOf, rowsIn } from '../whatsapp/rows.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { type Change, type Setting, setUp } from './setting.ts';

const ACCOUNT = { seed: 66, chats: 16, messages: 300, mediaMiB: 0.2 };
const truth = truthOf(ACCOUNT);
const LIMITS = { rows: 3_000, empty: 20 };
vi.setConfig({ testTimeout: 60_000 });

const HONEST: Change = (answers) => answers;

let count = 0;
const row = (found: FoundMessages, change: JsonObject) => ({
  ...found,
  rows: linesOf(rowsIn(found.rows).map((one) => ({ ...one, ...change }))),
});
/** A page that has always one more. */
const more = (rows: number) => (found: FoundMessages) => ({
  ...found,
  older: [JSON.stringify({ id: `${++count}` })],
  rows: linesOf(
    Array.from({ length: rows }, (_, i) => ({
      ...rowsIn(found.rows)[0],
      id: `true_1@c.us_${count}x${i}`,
      t: 1_700_000_000,
      type: 'chat',
    })),
  ),
});

/** What the page tells of a chat instead of its messages, and what the report says of it. */
const LIES: readonly [string, (found: FoundMessages) => unknown, Record<string, unknown>][] = [
  ['rows that are none', (found) => ({ ...found, rows: [1, 'two', null] }), failed('page-failed')],
  [
    'lines that are no rows',
    (found) => ({
      ...found,
      rows: utf8('1\n"two"\tnull\n[3]\t{}\n\n{"id":\t{}\n{"id":"a","t":1,"type":"chat"}\t{"b":\t1}').buffer,
    }),
    unreadable(),
  ],
  ['marks that are none', (found) => row(found, { body: { $bytes: '!' } }), unreadable()],
  ['no rows', () => null, failed('page-failed')],
  ['a throw', () => Promise.reject(new Error('with content')), failed('page-failed')],
  ['a hang', () => Promise.reject(new Fault('deadline')), failed('page-failed')],
  ['pages without end', more(500), failed('endless')],
  ['empty pages without end', more(0), failed('endless')],
  ['the same page for ever', (found) => ({ ...found, older: ['{"id":"same"}'] }), failed('endless')],
  ['ids of another class', (found) => row(found, { id: { some: 'object' } }), unreadable()],
  ['ids that cannot become text', (found) => row(found, { id: { toString: 0, valueOf: 0 } }), unreadable()],
  ['ids without end', (found) => row(found, { id: 'x'.repeat(5_000) }), unreadable()],
  ['times that are none', (found) => row(found, { t: 'yesterday' }), unreadable()],
];

/** Each lie has a chat of its own. */
const VICTIMS = truth.chats
  .filter(({ id, reason }) => reason === null && truth.messages(id).length > 0)
  .map(({ id }) => id)
  .slice(0, LIES.length);

const lying: Change = (answers) => ({
  ...answers,
  async messages(question, signal) {
    const lie = LIES[VICTIMS.indexOf(question.chat)]?.[1];
    if (!lie) return answers.messages(question, signal);
    return (await lie(await answers.messages({ ...question, before: null }, signal))) as FoundMessages;
  },
});

function failed(reason: string) {
  return { completeness: 'failed', reason };
}

function unreadable() {
  return { kept: 0, skipped: expect.objectContaining({ unreadable: expect.any(Number) }) };
}

async function run(setting: Setting, asked = {}) {
  await setting.engine.start(asked);
  await setting.ended();
  const { last } = await runsNow(setting.db);
  expect(last).toMatchObject({ fault: null, report: { stopped: false } });
  expect(last?.verified?.messages).toBe(last?.report?.messages.kept);
}

it('a page that lies of some chats is told chat by chat, and an honest one makes it good', async () => {
  expect(VICTIMS).toHaveLength(LIES.length);
  const setting = await setUp(ACCOUNT, lying, undefined, { limits: LIMITS });
  await run(setting);
  const history = await setting.file();
  const reports = new Map((await history.chats()).map((chat) => [chat.id, chat.report]));
  for (const [i, [lie, , report]] of LIES.entries())
    expect([lie, reports.get(VICTIMS[i] ?? '')]).toEqual([lie, expect.objectContaining(report)]);
  for (const { id } of truth.chats)
    if (!VICTIMS.includes(id))
      expect((await history.messages(id, 0, 10_000)).length).toBe(truth.messages(id).length);
  await setting.reload(HONEST);
  await run(setting);
  const mended = await setting.file();
  for (const { id } of truth.chats) {
    const ids = new Set((await mended.messages(id, 0, 100_000)).map((record) => record.id));
    expect(truth.messages(id).filter((record) => !ids.has(record.id))).toEqual([]);
  }
});

it('strings as large as they come are kept or left out with a reason, never the run', async () => {
  const huge = 'x'.repeat(34 * 1024 * 1024);
  let first = true;
  const setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    async messages(question, signal) {
      const found = await answers.messages(question, signal);
      if (!first || found.rows.byteLength === 0) return found;
      first = false;
      return {
        ...found,
        rows: linesOf(rowsIn(found.rows).map((one, i) => (i === 0 ? { ...one, body: huge } : one))),
      };
    },
  }));
  await run(setting);
  expect((await runsNow(setting.db)).last?.report?.skipped['too-large']).toBe(1);
});

it('lists without end stop a backup before it begins', async () => {
  const setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    chats: async ({ from }) => ({ items: [], next: from + 1, nameless: 0 }),
  }));
  await expect(setting.engine.start()).rejects.toMatchObject({ code: 'page-failed' });
  expect(await setting.db.count('logs')).toBe(0);
});

it('media that never come are named, and the others are there', async () => {
  const [hung] = truth.media.keys();
  const setting = await setUp(ACCOUNT, (answers) => ({
    ...answers,
    async openMedium(question, signal) {
      if (Buffer.from(question.filehash, 'base64').toString('hex') === hung) throw new Fault('deadline');
      return answers.openMedium(question, signal);
    },
  }));
  await run(setting);
  const history = await setting.file();
  expect(await history.missing(hung ?? '')).toMatchObject({ reason: 'failed' });
  await setting.reload(HONEST);
  await run(setting, { missing: true });
  expect(await compareWithTruth(truth, await setting.file())).toEqual([]);
});
