/** @file What belongs to a message, in its bubble: votes, answers, comments, receipts, albums. */
import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { MessageRow } from '../../components/viewer/MessageRow.tsx';
import type { MediaDoor } from '../../components/viewer/media.ts';
import { createNameOf } from '../../components/viewer/words.ts';
import type { JsonObject } from '../../lib/model/json.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { fakeHistory, jid, OWN } from '../viewer/fake-history.ts';

const people = await fakeHistory().contacts();
const nameOf = createNameOf(people, [OWN]);
const never: MediaDoor = { take: () => new Promise(() => {}), giveBack: () => {}, save: () => {} };

const record = (type: string, row: JsonObject, rest: Partial<MessageRecord> = {}): MessageRecord => ({
  id: 'm',
  chat: jid(1),
  t: 1_777_000_000,
  order: 1,
  type,
  fromMe: true,
  sender: OWN,
  row,
  ...rest,
});

const words = (one: MessageRecord, parts: readonly MessageRecord[] | null = [], named = true): string =>
  render(
    <MessageRow
      record={one}
      before={one}
      parts={parts}
      first={false}
      place={2}
      of={2}
      named={named}
      nameOf={nameOf}
      media={never}
    />,
  )
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

describe('a bubble', () => {
  it('says who voted for what, and who comes', () => {
    const pollOptions = [
      { name: 'Saturday', localId: 0 },
      { name: 'Sunday', localId: 1 },
    ];
    const votes = [jid(0), OWN].map((sender, at) => ({ sender, options: [1], at }));
    expect(words(record('poll_creation', { pollName: 'When?', pollOptions }, { votes }))).toContain(
      'Saturday Sunday 2 votes from Anna Rossi, You',
    );
    const answers = [{ sender: jid(0), answer: 2, at: 1 }];
    expect(words(record('event_creation', { eventName: 'Supper' }, { answers }))).toContain(
      'Not coming: Anna Rossi',
    );
  });

  it('says that it is pinned, and how far it got', () => {
    const receipts = [
      { receiver: jid(0), delivered: 1, read: 2, played: null },
      { receiver: jid(3), delivered: 1, read: null, played: null },
    ];
    const one = record('chat', { body: 'Hi' }, { receipts, pin: { type: 1, at: 1, duration: 86_400 } });
    expect(words(one)).toMatch(/Pinned .+ Read by 1 of 2$/);
    expect(words(one, [], false)).toMatch(/ Read$/);
  });

  it('has its comments below', () => {
    const comments = [{ id: 'c', sender: jid(0), t: 1, row: { type: 'comment', body: 'Well said' } }];
    expect(words(record('chat', { body: 'News' }, { comments }))).toContain('News Anna Rossi Well said');
  });

  it('holds the pictures of its album, and these no bubble of their own', () => {
    const parent = { id: 'm', as: 'MEDIA_ALBUM' };
    const part = (id: string, caption: string) => record('image', { caption }, { id, parent });
    const album = record('album', { expectedImageCount: 2 });
    const shown = words(album, [part('a', ''), part('b', 'The second')]);
    expect(shown.match(/Photo/g)).toHaveLength(2);
    expect(shown).toContain('The second');
    expect(words(part('a', 'x'), null)).toBe('');
  });
});
