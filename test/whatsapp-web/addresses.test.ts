/** @file Addresses and message keys behave as those of the real page were seen to (facts L3). */
import { beforeAll, describe, expect, it } from 'vitest';
import { siteInNode } from './node.ts';
import type { MsgKey, MsgKeyClass } from './site/msgkey.ts';
import { Wid, type WidFactory } from './site/wid.ts';

const { site, globals } = siteInNode({ chats: 2, messages: 20, mediaMiB: 0 });
let Key: MsgKeyClass;
let wids: WidFactory;
const me = site.parts.world.me.pn;

beforeAll(async () => {
  await site.ready;
  Key = globals.require('WAWebMsgKey') as MsgKeyClass;
  wids = globals.require('WAWebWidFactory') as WidFactory;
});

describe('Wid', () => {
  it.each([
    ['393331234567@c.us', '393331234567@c.us', ['server', 'user', '_serialized']],
    ['393331234567:3@c.us', '393331234567:3@c.us', ['server', 'user', 'device', '_serialized']],
    ['393331234567:0@c.us', '393331234567@c.us', ['server', 'user', '_serialized']],
    ['393331234567@s.whatsapp.net', '393331234567@c.us', ['server', 'user', '_serialized']],
    ['123456789012345@msgr', '123456789012345@lid', ['server', 'user', '_serialized']],
    ['120363012345678901@g.us', '120363012345678901@g.us', ['server', 'user', '_serialized']],
    ['393331234567-1500000000@g.us', '393331234567-1500000000@g.us', ['server', 'user', '_serialized']],
    ['120363198765432109@newsletter', '120363198765432109@newsletter', ['server', 'user', '_serialized']],
    ['status@broadcast', 'status@broadcast', ['server', 'user', '_serialized']],
    ['867051314767696@bot', '867051314767696@bot', ['server', 'user', '_serialized']],
    ['393331234567:99@hosted.lid', '393331234567:99@hosted.lid', ['server', 'user', 'device', '_serialized']],
  ])('%s', (text, serialized, keys) => {
    const wid = wids.createWid(text);
    expect(String(wid)).toBe(serialized);
    expect(wid._serialized).toBe(serialized);
    expect(JSON.stringify(wid)).toBe(JSON.stringify(serialized));
    expect(Object.keys(wid)).toEqual(keys);
  });

  it.each(['', 'abc', 'foo@bar', '0123@lid', 'server@c.us'])('refuses %j', (text) => {
    expect(() => wids.createWid(text)).toThrow('wid error: invalid wid');
  });

  it('refuses a bare server, and to be built directly', () => {
    expect(() => wids.createWid('c.us')).toThrow(Error);
    expect(() => Reflect.construct(Wid, ['c.us', '1'])).toThrow(Error);
  });

  it('is the same object for the same text', () => {
    expect(wids.createWid('12345@c.us')).toBe(wids.createWid('12345@s.whatsapp.net'));
    expect(wids.createWidFromWidLike({ _serialized: '12345@c.us' })).toBe(wids.createWid('12345@c.us'));
  });

  it('has a method $1 that is no text form', () => {
    expect(wids.createWid('393331234567@c.us').$1()).toBe('4567');
  });

  it('equals only another of its kind, device and all', () => {
    const wid = wids.createWid('12345@c.us');
    expect(wid.equals('12345@c.us')).toBe(false);
    expect(wid.equals(wids.createWid('12345:2@c.us'))).toBe(false);
    expect(wid.toJid()).toBe('12345@s.whatsapp.net');
    expect(wid.toString({ formatFull: true })).toBe('12345.0:0@c.us');
  });

  it('trips when made of anything but a text', () => {
    const before = site.parts.tripwire.trips.length;
    expect(wids.createWid(wids.createWid('12345@c.us'))).toBe(wids.createWid('12345@c.us'));
    expect(() => wids.createWid(undefined)).toThrow('invalid wid');
    expect(site.parts.tripwire.trips.length).toBe(before + 2);
  });
});

describe('MsgKey', () => {
  const key = (text: string): MsgKey => Key.fromString(text);

  it.each([
    'false_393331234567@c.us_3A11',
    'false_123456789012345@lid_AC00',
    'false_120363012345678901@g.us_3AAA_123456789012345@lid',
    'true_120363012345678901@g.us_3EB0BB_111222333444555@lid',
    'false_120363198765432109@newsletter_1234',
    'false_status@broadcast_3ADD_393331234567@c.us',
    'false_120363012345678901@g.us_3AAA_393331234567:3@c.us',
    `true_${me}_3EB0CC_out`,
    `false_${me}_3EB0CC_in`,
    `true_${me}_AA_out_${me}`,
  ])('%s keeps its text', (text) => {
    expect(String(key(text))).toBe(text);
    expect(key(text).$1).toBe(text);
    expect(key(text).equals(key(text))).toBe(true);
    expect(key(text).equals(text)).toBe(false);
    expect('_serialized' in key(text)).toBe(false);
    expect(Key.from(structuredClone(key(text))).equals(key(text))).toBe(true);
    expect(Key.from(JSON.parse(JSON.stringify(key(text)))).equals(key(text))).toBe(true);
  });

  it('has its members in the real order', () => {
    expect(Object.keys(key('false_1@g.us_A_2@c.us'))).toEqual([
      'fromMe',
      'remote',
      'id',
      'participant',
      '$1',
    ]);
    expect(Object.keys(key(`true_${me}_A_out_${me}`))).toEqual([
      'fromMe',
      'remote',
      'id',
      'self',
      'participant',
      '$1',
    ]);
    expect(Reflect.ownKeys(Key.prototype).sort()).toEqual(['clone', 'constructor', 'equals', 'toString']);
  });

  it('knows a chat with oneself by number and by privacy id', () => {
    const lid = site.parts.world.me.lid;
    expect(String(key(`true_${me}_A`))).toBe(`true_${me}_A_out`);
    expect(String(key(`false_${lid}_A`))).toBe(`false_${lid}_A_in`);
    expect(String(key(`false_${me}_A_out`).clone())).toBe(`false_${me}_A_in`);
  });

  it('loses its class when it is cloned', () => {
    const clone: unknown = structuredClone(key('false_1@c.us_A'));
    expect(String(clone)).toBe('[object Object]');
    expect(clone).not.toBeInstanceOf(Key);
    expect(Key.from(key('true_1@c.us_A'))).toBeInstanceOf(Key);
  });

  it('mis-parses what has more parts', () => {
    expect(String(key('false_1@g.us_AA_BB_2@c.us'))).toBe('false_1@g.us_AA_2@c.us');
    expect(String(key('false_1@g.us_A_B_C_2@c.us'))).toBe('false_1@g.us_A');
    expect(key('yes_1@c.us_A').fromMe).toBe(false);
  });

  it.each([
    [null, 'str is null or not a string'],
    ['', 'str is null or not a string'],
    [undefined, 'str is null or not a string'],
    [5, '_serialized'],
    ['false', '_serialized'],
    ['false_1@c.us', "don't have a matching constructor"],
    ['false_1@c.us_', "don't have a matching constructor"],
    ['false_nobody_A', 'invalid wid'],
  ])('refuses %j', (text, message) => {
    expect(() => Key.fromString(text)).toThrow(message);
  });

  it('refuses texts for addresses, and too much', () => {
    const wid = wids.createWid('1@c.us');
    expect(() => new Key({ fromMe: true, remote: '1@c.us', id: 'A' })).toThrow('something is not a wid');
    expect(() => new Key({ from: wid, to: wid, remote: wid, id: 'A' })).toThrow('unclear which constructor');
  });

  it('makes new ids', async () => {
    expect(await Key.newId()).toMatch(/^3EB0[0-9A-F]{18}$/);
    expect(Key.newId_DEPRECATED()).toMatch(/^3EB0[0-9A-F]{16}$/);
  });
});

it('asked for the own number too early, the page never knows it again', async () => {
  const early = siteInNode({ chats: 2, messages: 20, mediaMiB: 0 });
  const { getMaybeMePnUser } = early.globals.require('WAWebUserPrefsMeUser') as {
    getMaybeMePnUser(): unknown;
  };
  expect(getMaybeMePnUser()).toBeUndefined();
  await early.site.ready.catch(() => {});
  expect(getMaybeMePnUser()).toBeUndefined();
  const Pinned = early.globals.require('WAWebMsgKey') as MsgKeyClass;
  expect(() => Pinned.fromString('false_1@c.us_A')).toThrow('me is undefined');
  expect(early.site.parts.tripwire.trips).toContain('getMaybeMePnUser before the login');
});
