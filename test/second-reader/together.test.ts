/** @file What several runs say together, to both readers: where one was cut, which words stay, what is no longer missing. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChatSummary } from '../../lib/archive/contents.ts';
import { must, toHex } from '../../lib/base/bytes.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { ANNA, archiveOf, PASSWORD, RunWriter, START, summary, wholeRun } from '../archive/fixture.ts';
import { codes, header, historyOf, keys, open, PHOTO, RECORDS } from '../archive/setting.ts';
import { extracted, inFolder, python, readArchive } from './setting.ts';

const OURS = RECORDS.filter(({ chat }) => chat === ANNA);
const REPORT = { id: ANNA, completeness: 'complete', found: 2, kept: 2, skipped: {}, first: 100, last: 200 };

describe.skipIf(!python)('a run that the next one names', () => {
  it.each([
    ['before its frame', 0],
    ['in its frame', 4],
    ['in its ciphertext', 40],
  ])('is told as cut where the file ends at a segment: %s', async (_, more) => {
    const first = await wholeRun(await RunWriter.start(keys, 1), RECORDS);
    const next = await wholeRun(await RunWriter.start(keys, 2, 5, first.previous), OURS);
    const bytes = first.bytes.slice(0, must(first.places[2], 'place').offset + more);
    const file = await archiveOf(header, [{ number: 1, run: first.run, bytes }, next]);
    expect(codes((await open(file)).notes)).toEqual(['run-cut']);
    await inFolder({ 'a.keepsake': file }, async (folder) => {
      const { code, notes } = await readArchive(['verify', join(folder, 'a.keepsake')], PASSWORD);
      expect([code, notes]).toEqual([1, ['- run 1 is not finished', '! run 1 was cut, or replaced']]);
    });
  });
});

describe.skipIf(!python)('words of several runs', () => {
  it('keep a chat’s report where a later run was stopped, and miss nothing that another run holds', async () => {
    const hash = toHex(await sha256(PHOTO));
    const other = toHex(await sha256(PHOTO.slice(1)));
    const gone = { reason: 'failed', message: 'm', size: null, type: 'image' } as const;
    const first = await RunWriter.start(keys, 1);
    await first.messages(OURS);
    const chats = [{ ...summary(ANNA, OURS), report: REPORT }] as ChatSummary[];
    await first.index('messages', { chats });
    await first.index('media', { missing: [hash, other].map((sha256) => ({ sha256, ...gone })) });
    await first.end();
    const second = await RunWriter.start(keys, 2, 5, first.previous);
    await second.index('messages', { ...START, chats: [summary(ANNA, [], 'Anna')] });
    await second.medium(PHOTO);
    const runs = [first, second];

    const history = await historyOf(runs);
    expect(await history.chats()).toMatchObject([{ id: ANNA, name: 'Anna', count: 2, report: REPORT }]);
    expect(await history.missing(hash)).toBe(null);
    expect(await history.missing(other)).toEqual({ sha256: other, ...gone });

    await inFolder({ 'a.keepsake': await archiveOf(header, runs) }, async (folder) => {
      const [file, out] = [join(folder, 'a.keepsake'), join(folder, 'out')];
      const { code, notes } = await readArchive(['extract', file, out], PASSWORD);
      expect([code, notes]).toEqual([0, ['- run 2 is not finished']]);
      const { lines } = await extracted(out);
      expect(await lines('chats.jsonl')).toMatchObject([{ id: ANNA, name: 'Anna', report: REPORT }]);
      expect(await lines('missing.jsonl')).toEqual([{ sha256: other, ...gone }]);
    });
  });
});
