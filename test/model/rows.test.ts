/** @file Rows as lines: read undoes write, and a line that is none is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromUtf8, utf8 } from '../../lib/base/bytes.ts';
import { type JsonObject, type Plain, toJson } from '../../lib/model/json.ts';
import { rowText, toRows } from '../../lib/model/rows.ts';
import { joinTexts } from '../whatsapp/rows.ts';

const value: fc.Arbitrary<Plain> = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array().map((bytes) => Uint8Array.from(bytes)),
    fc.date({ noInvalidDate: false }),
    fc.array(tie('plain')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', '$bytes', '$$x', '__proto__')), tie('plain')),
  ),
})).plain;
const row = fc.dictionary(fc.string(), value).map((one) => toJson(one) as JsonObject);
const rowsOf = (bytes: Uint8Array) => [...toRows(Uint8Array.from(bytes)).newestFirst()].reverse();

describe('lines of rows', () => {
  it('hold what was put into them, in order, each with its own JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row), { maxLength: 5 }), (rows) => {
        const lines = new Uint8Array(joinTexts(rows.map(([head, rest]) => rowText(head, rest))));
        expect(toRows(lines)).toMatchObject({ length: rows.length, size: lines.length });
        expect(rowsOf(lines)).toEqual(
          rows.map(([head, rest]) => ({ head, row: rest, json: utf8(JSON.stringify(rest)) })),
        );
      }),
    );
  });

  it.each([
    ['no tab', '{"id":"a"}'],
    ['two tabs', '{}\t{}\t'],
    ['a tab between members', '{}\t{"a":\t1}'],
    ['a carriage return', '{}\t{"a":1}\r'],
    ['no JSON', '{}\t{"a":'],
    ['a list', '{}\t[1]'],
    ['a word', 'null\t{}'],
    ['an unknown mark', '{}\t{"a":{"$word":1}}'],
    ['a mark that is escaped', '{}\t{"a":{"\\u0024bytes":"="}}'],
    ['a mark and more', '{}\t{"a":{"$date":1,"b":2}}'],
    ['a number as a mark that is one', '{}\t{"a":{"$number":"5"}}'],
    ['bytes that are not canonical', '{}\t{"a":{"$bytes":"AB"}}'],
    ['too deep', `{}\t${'{"a":'.repeat(41)}1${'}'.repeat(41)}`],
    ['a byte order mark', '{}\t\uFEFF{}'],
    ['a space', '{}\t{"a": 1}'],
    ['a member twice', '{}\t{"a":2,"a":1}'],
    ['a number beyond all', '{}\t{"a":1e999}'],
    ['more digits than any reader takes', `{}\t{"a":${'1'.repeat(5000)}}`],
    ['another way to write a letter', '{}\t{"a":"\\u0061"}'],
    ['a mark in its place', '{}\t{"$integer":"5"}'],
    ['nothing', ''],
  ])('with %s are no rows, and cost no other', (_, line) => {
    expect(rowsOf(utf8(`{}\t{"first":1}\n${line}\n{}\t{"last":1}`)).map((one) => one?.row ?? null)).toEqual([
      { first: 1 },
      null,
      { last: 1 },
    ]);
  });

  it('count where they come first, last and alone, though they are none', () => {
    const bad = '';
    const good = '{}\t{"a":1}';
    for (const lines of [[bad, good], [good, bad], [bad, good, bad], ['-'], [bad, bad]]) {
      const joined = new Uint8Array(joinTexts(lines));
      expect(toRows(joined).length).toBe(lines.length);
      expect(rowsOf(joined).map((one) => one?.row ?? null)).toEqual(
        lines.map((one) => (one === good ? { a: 1 } : null)),
      );
    }
  });

  it('that are not UTF-8 are no rows, and cost no other', () => {
    const bad = concat(utf8('{}\t{"a":"'), Uint8Array.of(0xff), utf8('"}'));
    expect(rowsOf(bad)).toEqual([null]);
    const [end, good] = [utf8('\n'), utf8('{}\t{"a":"ü"}')];
    for (const order of [
      [bad, good, good],
      [good, bad, good],
      [good, good, bad],
      [bad, good, bad],
    ]) {
      const lines = concat(...order.flatMap((line, i) => (i > 0 ? [end, line] : [line])));
      const seen = order.map((line) => (line === good ? { a: 'ü' } : null));
      expect(rowsOf(lines).map((one) => one?.row ?? null)).toEqual(seen);
    }
  });

  it('are found wherever they begin and end, short ones, empty ones and one longer than all others', () => {
    const letters = ['a', 'é', '漢', '😀'];
    for (const long of [0, 65_535, 65_536, 65_537, 200_000])
      for (const count of [1, 5, 700]) {
        const texts = Array.from({ length: count }, (_, i) => letters[i % 4]?.repeat((i * 37) % 301) ?? '');
        texts.splice(count >> 1, 0, 'ü'.repeat(long));
        const lines = texts.flatMap((text) => [rowText({ id: text.length }, { text }), '']);
        const rows = rowsOf(new Uint8Array(joinTexts(lines)));
        expect(rows.map((one) => one?.row.text ?? null)).toEqual(texts.flatMap((text) => [text, null]));
        for (const row of rows) if (row) expect(JSON.parse(fromUtf8(row.json))).toEqual(row.row);
      }
  });
});
