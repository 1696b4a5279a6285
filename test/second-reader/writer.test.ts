/** @file An archive that another program wrote, from the written format: the extension opens it, and finds everything in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openArchive } from '../../lib/archive/open.ts';
import { README } from '../../lib/archive/readme.ts';
import { verifyArchive } from '../../lib/archive/verify.ts';
import { toHex } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { ANNA, BEN, record, START, sourceOf, summary } from '../archive/fixture.ts';
import { rows } from '../archive/setting.ts';
import { inFolder, python, readArchive, runPython } from './setting.ts';

const program = fileURLToPath(new URL('write_archive.py', import.meta.url));
const SECRET = 'Gru\u0308ße \ufb01';

const chats = new Map([
  [ANNA, rows(100, 400)],
  [
    BEN,
    [record(BEN, 50, '👩‍👩‍👧 \ud83d \u2028'), { ...record(BEN, 60, 'x'), row: { big: { $integer: '1' } } }],
  ],
]);
const summaries = [...chats].map(([id, records]) => {
  const { count: _, first: _f, last: _l, report: _r, heads: _h, ...known } = summary(id, records);
  return known;
});
const contact = {
  id: BEN,
  name: 'Ben',
  pushname: null,
  verifiedName: null,
  shortName: 'B',
  phone: BEN,
  row: { more: [1, 2.5, null] },
};
const film = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 256);

it.skipIf(!python)(
  'an archive written in Python opens whole, and is found whole by both readers',
  async () => {
    const given = {
      account: START.account,
      start: 1_700_000_000_000,
      readme: README,
      chats: summaries.map((one) => ({ summary: one, records: chats.get(one.id)?.toReversed() })),
      contacts: [contact],
      media: [{ base64: Buffer.from(film).toString('base64'), type: 'video/mp4' }],
    };
    await inFolder({}, async (folder) => {
      const path = join(folder, 'a.keepsake');
      const written = await runPython([program, path], SECRET, JSON.stringify(given));
      expect(written).toEqual({ code: 0, out: '', notes: [] });
      const locked = await openArchive(sourceOf(new Uint8Array(await readFile(path))));
      const open = await locked.unlock({ kind: 'password', password: SECRET.normalize('NFC') });
      expect([open.genuine, open.notes]).toEqual([true, []]);
      expect(await verifyArchive(open)).toMatchObject([
        { messages: 302, media: 1, mediaBytes: film.length, segments: 7, indexes: 3 },
      ]);
      const history = await archiveHistory(open);
      expect(history.account).toEqual(START.account);
      expect(history.runs).toMatchObject([{ number: 1, start: 1_700_000_000_000, finished: true }]);
      for (const one of summaries) {
        const entry = (await history.chats()).find(({ id }) => id === one.id);
        const records = chats.get(one.id) ?? [];
        expect(entry).toEqual({
          ...one,
          count: records.length,
          first: records[0]?.t,
          last: records.at(-1)?.t,
          report: null,
        });
        expect(await history.messages(one.id, 0, 1000)).toEqual(records);
      }
      expect(await history.chats()).toHaveLength(2);
      expect([...(await history.contacts()).values()]).toEqual([contact]);
      const medium = await history.medium(toHex(await sha256(film)));
      expect(medium?.type).toBe('video/mp4');
      expect(await medium?.read(0, 1_000_000)).toEqual(film);
      expect(await readArchive(['verify', path], SECRET)).toMatchObject({ code: 0, notes: [] });
    });
  },
);
