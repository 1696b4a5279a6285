/** @file What a page leaves in memory until it is sealed. */
import { expect, it } from 'vitest';
import { freshChat } from '../../lib/backup/cursor.ts';
import { readPage } from '../../lib/backup/lines.ts';
import type { Marks } from '../../lib/backup/marks.ts';
import type { Plan } from '../../lib/backup/plan.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { parseFoundMessages } from '../../lib/model/parse.ts';
import { linesOf } from '../whatsapp/rows.ts';

const rows = Array.from({ length: 50 }, (_, i) => ({
  id: `false_1@c.us_${i}`,
  t: 1000 + i,
  type: 'chat',
  rowId: i + 1,
}));
const found = {
  rows: linesOf(rows),
  addOns: utf8('{}').buffer,
  unreadable: {},
  given: { rows: rows.length, newest: rows.length },
  skipped: {},
  older: null,
  there: { state: 'ready', account: '1@c.us' },
};
const plan = { reads: 'new', since: 0 } as Plan;
const idIn = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString().slice(0, 24);

it.each([
  ['all', 50],
  ['a few', 3],
])('of an answer of which %s is new, no more than that stays', (_, count) => {
  const known = new Set(rows.slice(count).map(({ id }) => `{"id":"${id}","chat"`.slice(0, 24)));
  const marks = {
    tag: (kind: string, of: string | readonly Uint8Array[]) =>
      kind === 'record' && typeof of !== 'string' ? idIn(of) : '',
    heads: new Set(),
    oldest: new Set(),
    records: known,
    media: new Map(),
  } as unknown as Marks;
  const { lines, size } = readPage(parseFoundMessages(found), freshChat('1@c.us'), plan, marks, () => false);
  expect(lines).toHaveLength(count);
  const buffers = new Set(lines.map(({ json }) => json.buffer));
  const held = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(held).toBeLessThanOrEqual(count === rows.length ? found.rows.byteLength : size);
});
