/** @file What belongs to a message, as a reader sees it: votes, answers, pins, comments, receipts, parts. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/model/json.ts';
import { bestOf, isShownElsewhere, partsOf } from '../../lib/model/parts.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { viewOf } from '../../lib/model/view.ts';

const record = (
  id: string,
  type: string,
  row: JsonObject,
  rest: Partial<MessageRecord> = {},
): MessageRecord => ({
  id,
  chat: '1@g.us',
  t: 1,
  order: 1,
  type,
  fromMe: true,
  sender: '0@c.us',
  row,
  ...rest,
});

describe('a view', () => {
  it('names who chose each option of a poll, by the id of the option and not by its place', () => {
    const pollOptions = [{ name: 'a', localId: 4 }, { name: 'b', localId: 0 }, { name: 'c' }];
    const votes = [
      { sender: '1@c.us', options: [0, 2], at: 1 },
      { sender: '2@c.us', options: [4], at: 2 },
    ];
    const { content } = viewOf(record('p', 'poll_creation', { pollName: 'Q', pollOptions }, { votes }));
    expect(content).toMatchObject({ by: [['2@c.us'], ['1@c.us'], ['1@c.us']] });
    expect(viewOf(record('p', 'poll_creation', { pollName: 'Q', pollOptions })).content).not.toHaveProperty(
      'by',
    );
  });

  it('names who comes to an event, who does not, who may', () => {
    const answers = [1, 2, 3, 1, 9].map((answer, i) => ({ sender: `${i}@c.us`, answer, at: i }));
    const { content } = viewOf(record('e', 'event_creation', { eventName: 'E' }, { answers }));
    expect(content).toMatchObject({
      answers: { yes: ['0@c.us', '3@c.us'], no: ['1@c.us'], perhaps: ['2@c.us'] },
    });
  });

  it('is pinned until the pin is taken off', () => {
    const pin = (type: number) =>
      viewOf(record('m', 'chat', {}, { pin: { type, at: 1, duration: null } })).pinned;
    expect([pin(1), pin(2), viewOf(record('m', 'chat', {})).pinned]).toEqual([true, false, false]);
  });

  it('says how far an own message got', () => {
    const receipt = (
      receiver: string,
      delivered: number | null,
      read: number | null,
      played: number | null,
    ) => ({
      receiver,
      delivered,
      read,
      played,
    });
    const seen = (...receipts: ReturnType<typeof receipt>[]) =>
      viewOf(record('m', 'chat', {}, { receipts })).seen;
    expect(seen(receipt('a', 1, 2, null), receipt('b', 1, null, null))).toEqual({
      how: 'read',
      by: 1,
      of: 2,
    });
    expect(seen(receipt('a', 1, 2, 3))).toEqual({ how: 'played', by: 1, of: 1 });
    expect(seen(receipt('a', null, null, null))).toBeNull();
    expect(viewOf(record('m', 'chat', {})).seen).toBeNull();
  });

  it('holds comments as what they say, and those taken back as that', () => {
    const comments = [
      { id: 'c', sender: '1@c.us', t: 1, row: { type: 'comment', body: 'Well said' } },
      { id: 'd', sender: '2@c.us', t: 2, row: { type: 'revoked', subtype: 'sender' } },
    ];
    const view = viewOf(record('m', 'chat', { body: 'x' }, { comments }));
    expect(view.comments.map(({ content }) => content)).toMatchObject([
      { kind: 'text', text: 'Well said' },
      { kind: 'revoked' },
    ]);
  });
});

describe('parts', () => {
  const hash = (letter: string) => `${letter.repeat(43)}=`;
  const picture = (id: string, width: number, parent?: MessageRecord['parent'], type = 'image') =>
    record(id, type, { filehash: hash('A'), width, height: width }, parent ? { parent } : {});
  const album = record('album', 'album', {});
  const inAlbum = { id: 'album', as: 'MEDIA_ALBUM' };
  const list = [album, picture('a', 1, inAlbum), record('other', 'chat', {}), picture('b', 1, inAlbum)];
  const at = (index: number) => list[index];

  it('of an album are found behind it, whatever stands between', () => {
    expect(partsOf(0, at).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(list.map((one, i) => isShownElsewhere(one, i, at))).toEqual([false, true, false, true]);
  });

  it('whose album is not there are shown by themselves', () => {
    expect(isShownElsewhere(picture('a', 1, inAlbum), 1, () => undefined)).toBe(false);
  });

  it('of a picture in two editions: the sharper one is shown', () => {
    const twin = { id: 'sd', as: 'HD_IMAGE_DUAL_UPLOAD' };
    const own = picture('sd', 100);
    expect(bestOf(own, [picture('hd', 900, twin)]).id).toBe('hd');
    expect(bestOf(own, [picture('small', 9, twin)]).id).toBe('sd');
    expect(bestOf(own, [picture('moving', 900, { ...twin, as: 'HD_VIDEO_DUAL_UPLOAD' }, 'video')]).id).toBe(
      'sd',
    );
  });

  const shownOf = (all: readonly MessageRecord[]) => {
    const each = (index: number) => all[index];
    return all.flatMap((one, i) =>
      isShownElsewhere(one, i, each) ? [] : [[one.id, ...partsOf(i, each).map(({ id }) => id)].join(' ')],
    );
  };
  const twinOf = (id: string) => ({ id, as: 'HD_IMAGE_DUAL_UPLOAD' });

  it.each<[string, MessageRecord[], string[]]>([
    [
      'claim another’s message',
      [
        album,
        { ...picture('a', 1, inAlbum), sender: '5@c.us' },
        { ...picture('b', 1, inAlbum), fromMe: false },
      ],
      ['album', 'a', 'b'],
    ],
    ['are no media', [album, record('a', 'chat', { body: 'x' }, { parent: inAlbum })], ['album', 'a']],
    [
      'are seen once',
      [album, record('a', 'image', { isViewOnce: true }, { parent: inAlbum })],
      ['album', 'a'],
    ],
    [
      'claim what shows no media',
      [
        record('t', 'chat', { body: 'x' }),
        picture('a', 1, { ...inAlbum, id: 't' }),
        picture('b', 1, twinOf('t')),
      ],
      ['t', 'a', 'b'],
    ],
    [
      'claim to be a second edition of another kind',
      [picture('a', 1), picture('b', 9, twinOf('a'), 'video'), picture('c', 9, twinOf('a'))],
      ['a c', 'b'],
    ],
    [
      'are parts of parts',
      [
        album,
        picture('a', 1, inAlbum),
        picture('b', 1, { ...inAlbum, id: 'a' }),
        picture('c', 1, twinOf('b')),
      ],
      ['album a', 'b', 'c'],
    ],
  ])('that %s stand by themselves', (_, all, shown) => expect(shownOf(all)).toEqual(shown));

  it('of an album in two editions: both are there, and each takes the sharper of its own', () => {
    const all = [album, picture('a', 1, inAlbum), picture('hd', 9, twinOf('a')), picture('b', 1, inAlbum)];
    expect(shownOf(all)).toEqual(['album a hd b']);
    expect(all.map((one) => bestOf(one, all).id)).toEqual(['album', 'hd', 'hd', 'b']);
  });

  it('that nobody else could replace: a twin of another’s picture is not the best of it', () => {
    expect(bestOf(picture('sd', 1), [{ ...picture('hd', 9, twinOf('sd')), sender: '5@c.us' }]).id).toBe('sd');
  });
});
