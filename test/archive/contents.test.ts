import { describe, expect, test } from 'vitest';
import { type Contents, encodeContents, parseContents } from '../../lib/archive/contents.ts';
import { encodeRecords, parseRecords } from '../../lib/archive/records.ts';
import { fromUtf8, utf8 } from '../../lib/base/bytes.ts';
import { ANNA, fault, record, START, summary } from './fixture.ts';

const FULL: Contents = {
  ...START,
  segments: [
    { number: 1, kind: 1, offset: 192, length: 300, chat: ANNA, count: 2, first: -5000, last: 7000 },
    { number: 2, kind: 2, offset: 492, length: 300, sha256: 'ab'.repeat(32), size: 3, type: '' },
  ],
  chats: [
    {
      ...summary(ANNA, [record(ANNA, 1, 'x')]),
      group: {
        subject: null,
        description: 'd',
        owner: ANNA,
        created: 1,
        participants: [{ id: ANNA, role: 'admin' }],
        row: { a: 1 },
      },
      report: {
        id: ANNA,
        completeness: 'complete',
        found: 1,
        kept: 1,
        skipped: { disappearing: 2 },
        first: 1,
        last: 1,
      },
    },
  ],
  contacts: [
    {
      id: ANNA,
      name: 'Anna',
      pushname: null,
      verifiedName: null,
      shortName: null,
      phone: null,
      row: { x: [null] },
    },
  ],
  missing: [{ sha256: 'cd'.repeat(32), reason: 'expired', message: 'true_x_1', size: null, type: 'image' }],
  indexes: [{ number: 0, offset: 192, lists: 'none' }],
  report: {
    chats: 1,
    completeness: { complete: 1 },
    messages: { found: 1, kept: 1 },
    skipped: {},
    media: { found: 0, kept: 0, bytes: 0 },
    missing: {},
    unknownTypes: { novelty: 3 },
    oldest: null,
    stopped: false,
  },
};

describe('contents', () => {
  test('reading undoes writing', () => {
    expect(parseContents(encodeContents(FULL))).toEqual(FULL);
    expect(parseContents(encodeContents({ segments: [] }))).toEqual({ segments: [] });
  });

  test('members nobody knows are kept, at any depth', () => {
    const json = { ...FULL, rune: [1], segments: FULL.segments.map((entry) => ({ ...entry, glow: true })) };
    expect(parseContents(utf8(JSON.stringify(json)))).toEqual(json);
  });

  test.each<[string, unknown]>([
    ['no object', []],
    ['no segments', {}],
    [
      'a segment without its chat',
      { segments: [{ number: 0, kind: 1, offset: 0, length: 0, count: 1, first: 0, last: 0 }] },
    ],
    ['a negative offset', { segments: [{ ...FULL.segments[0], offset: -1 }] }],
    ['half a byte', { segments: [{ ...FULL.segments[0], length: 0.5 }] }],
    ['a length over 2^53', { segments: [{ ...FULL.segments[0], length: 2 ** 53 }] }],
    ['kind 3', { segments: [{ ...FULL.segments[0], kind: 3 }] }],
    ['a hash in capitals', { segments: [{ ...FULL.segments[1], sha256: 'AB'.repeat(32) }] }],
    ['a chat without heads', { segments: [], chats: [{ ...FULL.chats?.[0], heads: undefined }] }],
    ['a contact that is text', { segments: [], contacts: ['Anna'] }],
    ['an account of another shape', { segments: [], account: { id: 7 } }],
    ['a report without figures', { segments: [], report: {} }],
    ['an index that lists all', { segments: [], indexes: [{ number: 0, offset: 0, lists: 'all' }] }],
  ])('refused: %s', (_, json) =>
    expect(() => parseContents(utf8(JSON.stringify(json)))).toThrow(fault('segment-damaged')),
  );

  test.each(['', '{', 'null', '{"segments":[]} {}'])('refused: %j', (text) =>
    expect(() => parseContents(utf8(text))).toThrow(fault('segment-damaged')),
  );

  test('refused: bytes that are not UTF-8', () =>
    expect(() => parseContents(Uint8Array.of(0xff))).toThrow(fault('segment-damaged')));
});

describe('records', () => {
  const records = [
    record(ANNA, 5, 'line one\nline two \u2028 "quoted"'),
    { ...record(ANNA, 6, ''), subtype: 's', reactions: [{ sender: ANNA, text: '👍', at: 7 }], rune: 'kept' },
  ];

  test('reading undoes writing, a line each', () => {
    const bytes = encodeRecords(records);
    expect(parseRecords(bytes)).toEqual(records);
    expect(fromUtf8(bytes).split('\n').length).toBe(3);
    expect(parseRecords(bytes.slice(0, -1))).toEqual(records);
    expect(parseRecords(utf8(''))).toEqual([]);
  });

  test.each([
    '{}\n',
    'null\n',
    '\n\n',
    '{"id":1}\n',
    `${JSON.stringify({ ...records[0], t: '5' })}\n`,
    '{"id":"',
  ])('refused: %j', (text) => expect(() => parseRecords(utf8(text))).toThrow(fault('segment-damaged')));
});
