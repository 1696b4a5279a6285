/** @file What is never kept, or only when switched on: view-once content, messages that disappear, protected chats; also where quoted, in albums, edited. */
import { beforeAll, expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import type { History } from '../../lib/model/history.ts';
import { rowOf } from '../../lib/whatsapp/rows.ts';
import type { StoredRow } from '../whatsapp-web/data/row.ts';
import { libraryOf } from '../whatsapp-web/media/library.ts';
import { paramsOf } from '../whatsapp-web/params.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import { moment } from './moments.ts';
import { setUp } from './setting.ts';

const ACCOUNT = { seed: 41, chats: 16, messages: 700, mediaMiB: 0.5 };
const SECRET = 'only-to-be-seen-once';
const GOING = 'soon-to-be-gone';
vi.setConfig({ testTimeout: 60_000 });

const closed = new Set(truthOf(ACCOUNT).chats.flatMap((chat) => (chat.protected ? [chat.id] : [])));
const asked = { chats: new Set<string>(), files: new Set<string>() };
/** What the page had, by what must become of it. */
const planted = { once: 0, quoted: 0, child: 0, edited: 0, going: 0, goingQuoted: 0 };
const never = new Set<string>();
let history: History;
let report: NonNullable<Awaited<ReturnType<typeof runsNow>>['last']>['report'];

/** Nothing of these may leave the page. */
function forbid({ fields }: StoredRow): void {
  for (const name of ['filehash', 'mediaKey', 'directPath', 'encFilehash'] as const)
    if (typeof fields[name] === 'string') never.add(String(fields[name]));
}

/** The account with view-once and disappearing content where it might slip through. */
function plant(row: StoredRow): StoredRow {
  const { fields, type } = row;
  const once = { ...fields, isViewOnce: true, caption: SECRET, accessibilityLabel: SECRET };
  if (fields.isViewOnce === true) {
    planted.once++;
    forbid(row);
    return { ...row, fields: { ...once, filename: SECRET, contextInfo: { text: SECRET } } };
  }
  if (fields.viewMode === 'MEDIA_ALBUM' && planted.child < 2) {
    planted.child++;
    forbid(row);
    return { ...row, fields: once };
  }
  if (type === 'video' && planted.edited < 2) {
    planted.edited++;
    forbid(row);
    return { ...row, fields: { ...once, latestEditSenderTimestampMs: 1_700_000_000_000, editMsgType: 1 } };
  }
  if (type !== 'chat' || row.hidden) {
    if (typeof fields.ephemeralDuration === 'number' && fields.ephemeralDuration > 0) forbid(row);
    return row;
  }
  if (planted.quoted < 3) {
    planted.quoted++;
    const inner = {
      type: 'image',
      isViewOnce: true,
      body: SECRET,
      caption: SECRET,
      accessibilityLabel: SECRET,
    };
    return { ...row, fields: { ...fields, quotedMsg: { type: 'chat', body: 'outer', quotedMsg: inner } } };
  }
  if (planted.goingQuoted < 3) {
    planted.goingQuoted++;
    return {
      ...row,
      fields: { ...fields, quotedMsg: { type: 'chat', body: GOING, ephemeralDuration: 86_400 } },
    };
  }
  if (planted.going < 5) {
    planted.going++;
    return { ...row, fields: { ...fields, body: GOING, ephemeralDuration: 604_800 } };
  }
  return row;
}

beforeAll(async () => {
  // A row is made each time it is looked at: it must come out the same.
  const made = new Map<string, StoredRow>();
  const setting = await setUp(
    ACCOUNT,
    (answers) => ({
      ...answers,
      messages(question, signal) {
        asked.chats.add(question.chat);
        return answers.messages(question, signal);
      },
      openMedium(question, signal) {
        asked.files.add(question.filehash).add(String(question.directPath)).add(String(question.mediaKey));
        return answers.openMedium(question, signal);
      },
    }),
    moment({
      row(row, chat) {
        const name = `${chat.id} ${row.key.id}`;
        const known = made.get(name) ?? (closed.has(chat.id) ? row : plant(row));
        made.set(name, known);
        return known;
      },
    }),
  );
  await setting.engine.start({});
  await setting.ended();
  report = (await runsNow(setting.db)).last?.report ?? null;
  history = await setting.file();
});

async function everything(): Promise<string> {
  const texts: string[] = [];
  for (const { id } of await history.chats())
    texts.push(JSON.stringify(await history.messages(id, 0, 100_000)));
  return texts.join('\n');
}

it('there was something to leave out', () => {
  expect(closed.size).toBeGreaterThan(0);
  expect(Math.min(...Object.values(planted))).toBeGreaterThan(0);
  expect(never.size).toBeGreaterThan(5);
  expect(report).toMatchObject({ stopped: false });
});

it('of what can be viewed once: no words, no key, no bytes, and nobody asked for any', async () => {
  const text = await everything();
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain('not-to-be-kept');
  const kept = [...never].filter((one) => text.includes(one) || asked.files.has(one));
  expect(kept).toEqual([]);
  for (const { filehash } of libraryOf(paramsOf(ACCOUNT)).facts.values())
    if (never.has(filehash))
      expect(await history.medium(Buffer.from(filehash, 'base64').toString('hex'))).toBeNull();
  expect(report?.missing['view-once']).toBeGreaterThan(0);
});

it('what disappears is left out, also where it is quoted, and counted', async () => {
  const text = await everything();
  expect(text).not.toContain(GOING);
  expect(text).toContain('"quotedMsg":{"type":"chat","ephemeralDuration":86400}');
  expect(report?.skipped.disappearing).toBeGreaterThanOrEqual(planted.going);
});

it('and kept where that is switched on', () => {
  const row = { quotedMsg: { type: 'chat', body: GOING, ephemeralDuration: 86_400 } };
  expect(rowOf(row, true)).toEqual(row);
  expect(JSON.stringify(rowOf(row, false))).not.toContain(GOING);
});

it('a protected chat is not so much as asked for, and says why', async () => {
  expect([...closed].filter((id) => asked.chats.has(id))).toEqual([]);
  expect(asked.chats.size).toBeGreaterThan(3);
  for (const entry of await history.chats()) {
    const { id } = entry;
    if (closed.has(id)) expect(await history.messages(id, 0, 10)).toEqual([]);
  }
  expect(report?.completeness.skipped).toBe(closed.size);
});
