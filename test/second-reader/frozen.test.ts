/** @file The second reader on the frozen archives: what they tell for ever, it tells too. */
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { fromBase64, must } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { type Frozen, lockedOf, wayOf } from '../vectors/told.ts';
import { expectSame, inFolder, python, readArchive } from './setting.ts';

describe.skipIf(!python).each(Object.entries(inject('frozen')))('%s', (_, { archive, json }) => {
  const bytes = must(fromBase64(archive), 'base64');
  const { unlock, refused, told } = JSON.parse(json) as Frozen;
  const ways = unlock.filter(({ kind }) => kind !== 'passkey');

  it.each(ways)('opens with its $kind', async (way) => {
    await inFolder({ 'a.keepsake': bytes }, async (folder) => {
      const secret = way.kind === 'phrase' ? way.phrase : way.kind === 'password' ? way.password : '';
      const file = join(folder, 'a.keepsake');
      const answer = await readArchive(
        [...(way.kind === 'phrase' ? ['--phrase'] : []), 'extract', file, join(folder, 'out')],
        secret,
      );
      // A run without an end loses nothing.
      const isDamaged = told.check.findings.some((found) => !found.startsWith('run-unfinished'));
      expect([answer.code, answer.notes.some((note) => note.startsWith('!'))]).toEqual([
        isDamaged ? 1 : 0,
        isDamaged,
      ]);
      const history = await archiveHistory(await (await lockedOf(bytes)).unlock(wayOf(way)));
      await expectSame(join(folder, 'out'), history, Object.keys(told.media));
    });
  });

  it.each(refused.filter(({ way }) => way.kind === 'password'))('$way.kind: $code', async ({ way }) => {
    await inFolder({ 'a.keepsake': bytes }, async (folder) => {
      const secret = way.kind === 'password' ? way.password : '';
      expect((await readArchive(['list', join(folder, 'a.keepsake')], secret)).code).not.toBe(0);
    });
  });
});
