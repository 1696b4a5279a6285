import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../lib/model/chat.ts';
import { fromJson, type Json, type Plain, toJson } from '../../lib/model/json.ts';
import { isMediaType, isViewOnce, mediaOf } from '../../lib/model/media.ts';
import { byTime, type MessageRecord } from '../../lib/model/record.ts';

const key = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.constantFrom('$', '$$', '$bytes', '$x', '__proto__', 'constructor'),
);
const { plain } = fc.letrec<{ plain: Plain; leaf: Plain }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.bigInt(),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Uint8Array.from(bytes)),
    fc.date({ noInvalidDate: false }),
  ),
  plain: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('plain')), { maxLength: 4 }).map((entries) => {
      const object: { [key: string]: Plain } = {};
      for (const [name, value] of entries)
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      return object;
    }),
  ),
}));

describe('JSON of plain values', () => {
  test('reading undoes writing, through text', () => {
    const property = fc.property(plain, (value) => {
      const text = JSON.stringify(toJson(value));
      expect(fromJson(JSON.parse(text) as Json)).toEqual(value);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test.each<[Plain, Json]>([
    [Uint8Array.of(255, 254), { $bytes: '__4' }],
    [new Uint8Array([1]).buffer, { $bytes: 'AQ' }],
    [12n, { $integer: '12' }],
    [Number.NaN, { $number: 'NaN' }],
    [Number.NEGATIVE_INFINITY, { $number: '-Infinity' }],
    [new Date(7), { $date: 7 }],
    [new Date(Number.NaN), { $date: null }],
    [{ $bytes: 'x' }, { $$bytes: 'x' }],
    [{ $$a: 1, b: undefined }, { $$$a: 1 }],
    [[undefined], [null]],
  ])('%o', (value, json) => expect(toJson(value)).toEqual(json));

  test('members the prototype has are plain members', () => {
    const json = JSON.parse('{"__proto__":{"evil":1},"constructor":2}') as Json;
    const back = fromJson(json) as { [key: string]: Plain };
    expect(Object.keys(back)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(JSON.stringify(toJson(back))).toBe('{"__proto__":{"evil":1},"constructor":2}');
  });

  test('41 levels, a Map, a function are refused', () => {
    let deep: Plain = 1;
    for (let i = 0; i < 40; i++) deep = [deep];
    expect(() => toJson(deep)).not.toThrow();
    for (const value of [[deep], new Map(), () => 1])
      expect(() => toJson(value as Plain)).toThrow(expect.objectContaining({ code: 'bad-answer' }));
  });

  test.each<Json>([{ $bytes: 'A' }, { $bytes: 7 }, { $integer: 'x' }, { $other: 1 }])(
    'a mark that is not written so is refused: %j',
    (json) => expect(() => fromJson(json)).toThrow(expect.objectContaining({ code: 'bad-answer' })),
  );
});

describe('the medium of a record', () => {
  const filehash = btoa('x'.repeat(32));
  test('as the row says', () => {
    const row = {
      filehash,
      mimetype: 'video/mp4',
      size: '12',
      filename: '',
      width: 3,
      height: -1,
      duration: '7.5',
    };
    expect(mediaOf({ type: 'video', row })).toEqual({
      sha256: '78'.repeat(32),
      type: 'video',
      shape: 'video',
      mime: 'video/mp4',
      size: 12,
      filename: null,
      width: 3,
      height: null,
      duration: 7.5,
    });
  });

  test('none: another type, no hash, a hash of another size', () => {
    expect(mediaOf({ type: 'chat', row: { filehash } })).toBe(null);
    expect(mediaOf({ type: 'image', row: {} })).toBe(null);
    expect(mediaOf({ type: 'image', row: { filehash: 'AAAA' } })).toBe(null);
    expect(mediaOf({ type: 'image', row: { filehash } })?.mime).toBe('application/octet-stream');
    expect([isMediaType('ptt'), isMediaType('poll')]).toEqual([true, false]);
    expect([isViewOnce({ isViewOnce: true }), isViewOnce({ isViewOnce: 1 })]).toEqual([true, false]);
  });
});

test('records stand by time, then place, then key', () => {
  const one = (t: number, order: number, id: string) => ({ t, order, id }) as MessageRecord;
  const sorted = [one(1, 9, 'z'), one(2, 1, 'b'), one(2, 2, 'a'), one(2, 2, 'b')];
  const property = fc.property(fc.shuffledSubarray(sorted, { minLength: 4 }), (records) => {
    expect(records.sort(byTime)).toEqual(sorted);
  });
  fc.assert(property);
  expect(byTime(one(1, 1, 'a'), one(1, 1, 'a'))).toBe(0);
});

describe('what a contact is called', () => {
  const contact = {
    id: '1@lid',
    name: null,
    pushname: null,
    verifiedName: null,
    shortName: null,
    phone: null,
    row: {},
  };
  test.each([
    [{ ...contact, name: 'Anna', verifiedName: 'V' }, 'Anna'],
    [{ ...contact, name: '', verifiedName: 'V', pushname: 'P' }, 'V'],
    [{ ...contact, pushname: 'P', shortName: 'S' }, 'P'],
    [{ ...contact, phone: '31600000001:7@c.us' }, '+31600000001'],
    [contact, '1'],
    [undefined, '1'],
  ])('%#', (known, name) => expect(nameOf(known, '1@lid')).toBe(name));
});
