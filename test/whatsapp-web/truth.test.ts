/** @file The truth is the same each time, agrees with the pages, and holds every kind of thing a backup may meet. */
import { describe, expect, it } from 'vitest';
import { mediaOf } from '../../lib/model/media.ts';
import { siteInNode } from './node.ts';
import { dataKey, fromDataKey, paramsOf, simulatorUrl } from './params.ts';
import { sha256hex, truthOf } from './truth.ts';

const PARAMS = { seed: 3, chats: 30, messages: 3000, mediaMiB: 8, expired: 0.1 };
const truth = truthOf(PARAMS);
/** Changes with the data, and with nothing else: not with the engine, not with the day. */
const FROZEN = '020e837a13850def6c8819998993cfcd6f1e6f50289590c34577edd5b0225080';
const all = truth.chats.flatMap(({ id }) => truth.messages(id));

describe('parameters', () => {
  it('go through a URL and back', () => {
    const params = paramsOf({ ...PARAMS, faults: ['slow', 'hang'], state: 'syncing', slow: 10 });
    expect(paramsOf(simulatorUrl(params))).toEqual(params);
    expect(fromDataKey(dataKey(params))).toMatchObject(PARAMS);
    expect(paramsOf('seed=9&fault=throw')).toMatchObject({ seed: 9, chats: 40, faults: ['throw'] });
  });

  it.each(['chats=many', 'fault=none-such', 'state=asleep', 'expired=-1'])('refuses %s', (query) => {
    expect(() => paramsOf(query)).toThrow(RangeError);
  });

  it.each(['', '1-2', '1-2-3-4-x', '../..'])('%j is no account', (key) => {
    expect(fromDataKey(key)).toBeNull();
  });
});

describe('the data', () => {
  it('is the same for the same seed, and another for another', () => {
    const digest = (params: Partial<typeof PARAMS>): string => {
      const { chats, messages, media } = truthOf({ ...PARAMS, messages: 600, mediaMiB: 1, ...params });
      const records = chats.map(({ id }) => messages(id));
      return sha256hex(Buffer.from(JSON.stringify([chats, records, [...media.keys()]])));
    };
    expect(digest({})).toBe(digest({}));
    expect(digest({ seed: 4 })).not.toBe(digest({}));
    expect(digest({})).toBe(FROZEN);
  });

  it('makes each place by itself, without those before', () => {
    const { world } = siteInNode(PARAMS).site.parts;
    const [chat] = world.chats;
    if (!chat) throw new Error('no chat');
    const alone = world.slot(chat, 41);
    expect(world.rows(chat)).toEqual(expect.arrayContaining(alone));
  });

  it('has as many messages as asked for', () => {
    const { world } = siteInNode(PARAMS).site.parts;
    expect(world.chats.length).toBe(PARAMS.chats);
    expect(world.chats.reduce((sum, { slots }) => sum + slots, 0)).toBe(PARAMS.messages);
    expect(new Set(world.chats.map(({ id }) => id)).size).toBe(PARAMS.chats);
  });

  it.each([
    { chats: 1, messages: 1 },
    { chats: 2, messages: 0 },
    { chats: 5, messages: 40 },
    { chats: 300, messages: 900 },
  ])('can be small or wide: %j', (size) => {
    const { chats, messages } = truthOf({ ...size, mediaMiB: 0 });
    expect(chats.length).toBe(size.chats);
    expect(chats.flatMap(({ id }) => messages(id)).length).toBeLessThan(size.messages * 3 + 1);
  });

  it('gives every row its own key and number', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ order }) => order)).size).toBe(all.length);
  });
});

describe('holds', () => {
  it('every kind of chat and every end of history', () => {
    expect(new Set(truth.chats.map(({ kind }) => kind))).toEqual(
      new Set(['person', 'self', 'group', 'community', 'broadcast', 'newsletter']),
    );
    expect(new Set(truth.chats.map(({ endOfHistory }) => endOfHistory))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(new Set(truth.chats.map(({ completeness }) => completeness))).toEqual(
      new Set(['complete', 'more-on-phone', 'still-syncing', 'skipped']),
    );
    expect(truth.chats.filter(({ id }) => id.endsWith('@lid')).length).toBeGreaterThan(2);
    expect(truth.chats.some(({ rows }) => rows === 0)).toBe(true);
    expect(truth.chats.some(({ vanishing }) => vanishing > 10)).toBe(true);
  });

  it.each([
    'chat',
    'image',
    'video',
    'audio',
    'ptt',
    'ptv',
    'document',
    'sticker',
    'location',
    'vcard',
    'multi_vcard',
    'album',
    'poll_creation',
    'event_creation',
    'call_log',
    'revoked',
    'ciphertext',
    'gp2',
    'e2e_notification',
    'notification_template',
    'hologram',
    'unknown',
    'groups_v4_invite',
    'product',
    'order',
    'list',
    'rich_response',
  ])('messages of type %s', (type) => {
    expect(all.some((record) => record.type === type)).toBe(true);
  });

  it('the hostile message, as the archive writes it', () => {
    const found = all.find(({ row }) => row.futureField)?.row;
    const text = JSON.stringify(found);
    expect(text).toContain('"__proto__":{"polluted"');
    expect(text).toContain('{"$integer":"18446744073709551615"}');
    expect(text).toContain('[null,null,{"$number":"NaN"},{"$number":"Infinity"},0,{"stays":true}]');
    expect(text).toContain('"$$bytes":"not a mark"');
    expect(text).toContain('{"$date":1700000000123}');
    expect(text).toContain('{"$date":null}');
    expect(text).not.toContain('parserMark');
  });

  it('nothing of view-once messages but that they were there', () => {
    const once = all.filter(({ row }) => row.isViewOnce === true);
    expect(once.length).toBeGreaterThan(0);
    for (const { row } of once) expect(mediaOf({ type: 'image', row })).toBeNull();
    expect(JSON.stringify(all)).not.toContain('not-to-be-kept');
  });

  it('reactions in order, without those taken back', () => {
    const lists = all.flatMap(({ reactions }) => (reactions ? [reactions] : []));
    expect(lists.length).toBeGreaterThan(50);
    for (const list of lists) {
      expect(list.map(({ at }) => at)).toEqual(list.map(({ at }) => at).sort((a, b) => a - b));
      expect(list.every(({ text }) => text !== '')).toBe(true);
    }
  });

  it('messages in the order of a reader', () => {
    for (const { id } of truth.chats) {
      const times = truth.messages(id).map(({ t }) => t);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('disappearing messages where they are wanted', () => {
    const wanted = truthOf(PARAMS, { disappearing: true });
    const count = wanted.chats.reduce((sum, { id }) => sum + wanted.messages(id).length, 0);
    const vanishing = truth.chats
      .filter((chat) => !chat.protected)
      .reduce((sum, chat) => sum + chat.vanishing, 0);
    expect(count).toBe(all.length + vanishing);
    expect(JSON.stringify(all)).not.toContain('vanishing-text');
  });

  it('no message of a protected chat', () => {
    const [chat] = truth.chats.filter((one) => one.protected);
    expect(chat?.rows).toBeGreaterThan(0);
    expect(truth.messages(chat?.id ?? '')).toEqual([]);
  });

  it('planted words and names that do occur', () => {
    const text = JSON.stringify([all, truth.chats, truth.contacts]);
    expect(truth.planted.length).toBeGreaterThan(30);
    for (const word of truth.planted) expect(text).toContain(JSON.stringify(word).slice(1, -1));
  });
});

describe('media', () => {
  it('are what their hashes say, and come to the wanted size', () => {
    let sum = 0;
    for (const [hash, medium] of truth.media) {
      const bytes = medium.bytes();
      expect(sha256hex(bytes)).toBe(hash);
      expect(bytes.length).toBe(medium.size);
      sum += bytes.length;
    }
    expect(sum).toBeGreaterThan(PARAMS.mediaMiB * 1024 * 1024 * 0.7);
    expect(sum).toBeLessThan(PARAMS.mediaMiB * 1024 * 1024 * 1.1);
    expect([...truth.media.values()].some(({ size }) => size === 0)).toBe(true);
  });

  it('are all accounted for', () => {
    const named = new Set(all.flatMap((record) => mediaOf(record)?.sha256 ?? []));
    const known = new Set([...truth.media.keys(), ...truth.missing.keys()]);
    // The rest are the profile pictures that the page has at hand.
    expect([...named].filter((hash) => !known.has(hash))).toEqual([]);
    expect(known.size - named.size).toBe(12);
    expect(truth.media.size + truth.missing.size).toBe(known.size);
    expect(new Set(truth.missing.values())).toEqual(
      new Set(['expired', 'refused', 'failed', 'hash-mismatch', 'no-key']),
    );
  });

  it('are sent twice now and then', () => {
    const hashes = all.flatMap((record) => mediaOf(record)?.sha256 ?? []);
    expect(hashes.length).toBeGreaterThan(new Set(hashes).size);
  });

  it('with the fault `hang` miss one more', () => {
    const hung = truthOf({ ...PARAMS, faults: ['hang'] });
    expect(hung.missing.size).toBe(truth.missing.size + 1);
  });
});
