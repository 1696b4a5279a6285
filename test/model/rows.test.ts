/** @file Rows as lines: read undoes write, and a line that is none is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../lib/base/bytes.ts';
import { type JsonObject, type Plain, toJson } from '../../lib/model/json.ts';
import { joinRows, rowText, toRows } from '../../lib/model/rows.ts';

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
        const lines = new Uint8Array(joinRows(rows.map(([head, rest]) => utf8(rowText(head, rest)))));
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
    const bad = utf8('');
    const good = utf8('{}\t{"a":1}');
    for (const lines of [[bad, good], [good, bad], [bad, good, bad], [utf8('-')], [bad, bad]]) {
      const joined = new Uint8Array(joinRows(lines));
      expect(toRows(joined).length).toBe(lines.length);
      expect(rowsOf(joined).map((one) => one?.row ?? null)).toEqual(
        lines.map((one) => (one === good ? { a: 1 } : null)),
      );
    }
  });

  it('that are not UTF-8 are no rows', () => {
    expect(rowsOf(concat(utf8('{}\t{"a":"'), Uint8Array.of(0xff), utf8('"}')))).toEqual([null]);
  });
});
