/** @file Records as a reader sees them, whatever the rows hold. */
import { describe, expect, it } from 'vitest';
import type { ContactRecord } from '../../lib/model/chat.ts';
import type { Json, JsonObject } from '../../lib/model/json.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { systemNoteOf } from '../../lib/model/system.ts';
import { personName, viewOf } from '../../lib/model/view.ts';

const record = (type: string, row: JsonObject = {}, rest: Partial<MessageRecord> = {}): MessageRecord => ({
  id: 'false_1@c.us_A',
  chat: '1@c.us',
  t: 1,
  order: 1,
  type,
  fromMe: false,
  sender: '1@c.us',
  row,
  ...rest,
});

const contentOf = (type: string, row?: JsonObject, rest?: Partial<MessageRecord>) =>
  viewOf(record(type, row, rest)).content;

describe('a record', () => {
  it('of text', () => {
    expect(contentOf('chat', { body: 'Hi', title: 'A page' })).toEqual({
      kind: 'text',
      text: 'Hi',
      link: 'A page',
    });
    expect(contentOf('chat')).toEqual({ kind: 'text', text: '', link: null });
  });

  it("of a document keeps the user's caption and not its own name", () => {
    const named = { filename: 'a.pdf', caption: 'a.pdf' };
    expect(contentOf('document', named)).toMatchObject({ caption: null });
    expect(contentOf('document', { ...named, caption: 'b', isCaptionByUser: false })).toMatchObject({
      caption: null,
    });
    expect(contentOf('document', { ...named, caption: 'Read this' })).toMatchObject({ caption: 'Read this' });
  });

  it('of a medium without a hash names no fact', () => {
    expect(contentOf('image', { caption: 'x' })).toMatchObject({ kind: 'medium', medium: { fact: null } });
  });

  it('of view once is that, whatever else it holds', () => {
    expect(contentOf('image', { isViewOnce: true, caption: 'x' })).toEqual({ kind: 'view-once' });
  });

  it('of a place needs both figures', () => {
    expect(contentOf('location', { lat: -1.5, lng: 2, loc: 'A\nB' })).toMatchObject({ kind: 'place' });
    expect(contentOf('location', { lat: 'x' })).toEqual({ kind: 'unknown', type: 'location', text: null });
  });

  it('of contacts reads names and numbers', () => {
    const vcard = 'BEGIN:VCARD\r\nFN;CHARSET=UTF-8:Luca\r\nTEL;waid=39:+39 1\r\nitem1.TEL:+39 2\r\nEND:VCARD';
    expect(contentOf('vcard', { body: vcard })).toEqual({
      kind: 'cards',
      cards: [{ name: 'Luca', phones: ['+39 1', '+39 2'] }],
    });
    expect(contentOf('multi_vcard', { vcardList: [{ displayName: 'A', vcard }, null] })).toMatchObject({
      cards: [
        { name: 'A', phones: ['+39 1', '+39 2'] },
        { name: '', phones: [] },
      ],
    });
  });

  it('of a poll, an event, an invitation', () => {
    expect(
      contentOf('poll_creation', {
        pollName: 'Q',
        pollOptions: [{ name: 'a' }],
        pollSelectableOptionsCount: 1,
      }),
    ).toEqual({ kind: 'poll', question: 'Q', options: ['a'], many: false });
    expect(
      contentOf('event_creation', { eventName: 'E', eventStartTime: 5, isEventCanceled: true }),
    ).toMatchObject({
      name: 'E',
      start: 5,
      cancelled: true,
    });
    expect(contentOf('groups_v4_invite', { inviteGrpName: 'G', comment: 'Come' })).toEqual({
      kind: 'invite',
      group: 'G',
      text: 'Come',
    });
  });

  it('of a call', () => {
    expect(contentOf('call_log', { callOutcome: 'Completed', callDuration: 7 })).toMatchObject({
      call: { outcome: 'completed', duration: 7, video: false },
    });
    expect(contentOf('call_log', { callOutcome: 'Brand new', callDuration: 0 })).toMatchObject({
      call: { outcome: 'other', duration: null },
    });
  });

  it('that was deleted names who did it', () => {
    expect(contentOf('revoked', { revokeSender: '2@c.us' })).toEqual({ kind: 'revoked', by: '2@c.us' });
    expect(contentOf('revoked', {}, { subtype: 'sender' })).toEqual({ kind: 'revoked', by: '1@c.us' });
    expect(contentOf('revoked', {}, { subtype: 'admin' })).toEqual({ kind: 'revoked', by: null });
  });

  it('of a kind without a name keeps the name it had', () => {
    expect(contentOf('newsletter-card', { body: 'x' })).toEqual({
      kind: 'unknown',
      type: 'newsletter-card',
      text: 'x',
    });
    expect(contentOf('constructor')).toMatchObject({ kind: 'unknown' });
  });

  it('with a quote, marks and mentions', () => {
    const view = viewOf(
      record('chat', {
        body: 'x',
        quotedMsg: { type: 'image', caption: 'Old' },
        quotedParticipant: '3@c.us',
        mentionedJidList: ['4@lid', 7],
        star: true,
        isForwarded: true,
        forwardingScore: 2,
        latestEditSenderTimestampMs: 5,
      }),
    );
    expect(view.quote).toMatchObject({ sender: '3@c.us', content: { kind: 'medium', caption: 'Old' } });
    expect(view).toMatchObject({ mentions: ['4@lid'], starred: true, forwarded: 'once', edited: true });
  });

  it('of any type with any row is shown without a fault', () => {
    const types = [
      'chat',
      'image',
      'location',
      'vcard',
      'multi_vcard',
      'poll_creation',
      'event_creation',
      'album',
      'call_log',
      'revoked',
      'gp2',
      '__proto__',
    ];
    const odd: readonly Json[] = [null, true, -1, 'x', [], {}, [null, {}], { name: 7 }];
    const keys = [
      'body',
      'lat',
      'lng',
      'vcardList',
      'pollOptions',
      'eventLocation',
      'quotedMsg',
      'mentionedJidList',
      'callDuration',
      'recipients',
      'templateParams',
      'author',
      'filehash',
      'size',
    ];
    for (const type of types)
      for (const value of odd) {
        const row = Object.fromEntries(keys.map((key) => [key, value]));
        expect(typeof viewOf(record(type, row)).content.kind).toBe('string');
      }
  });
});

describe('a note of WhatsApp', () => {
  const note = (type: string, subtype: string, row: JsonObject = {}) =>
    systemNoteOf({ type, subtype, row, sender: '9@c.us' });

  it.each([
    ['gp2', 'create', 'created'],
    ['gp2', 'add', 'added'],
    ['gp2', 'leave', 'left'],
    ['gp2', 'announce', 'announce_on'],
    ['e2e_notification', 'encrypt', 'encrypted'],
    ['e2e_notification', 'identity', 'code_changed'],
    ['gp2', 'something_new', 'other'],
  ])('%s %s is %s', (type, subtype, code) => expect(note(type, subtype)?.code).toBe(code));

  it('says by whom and to whom', () => {
    expect(
      note('gp2', 'add', { author: '1@c.us', recipients: ['2@lid', 'x'], templateParams: ['2@lid'] }),
    ).toEqual({
      code: 'added',
      by: '1@c.us',
      whom: ['2@lid'],
      text: null,
    });
    expect(note('gp2', 'restrict', { body: 'off' })?.code).toBe('restrict_off');
    expect(note('gp2', 'something_new')).toMatchObject({ text: 'gp2 something_new', by: '9@c.us' });
  });

  it('is no message', () => expect(systemNoteOf({ type: 'chat', row: {} })).toBeNull());
});

describe('a person', () => {
  const contact = (id: string, rest: Partial<ContactRecord>): ContactRecord => ({
    id,
    name: null,
    pushname: null,
    verifiedName: null,
    shortName: null,
    phone: null,
    row: {},
    ...rest,
  });

  it('known by another address has the name of that', () => {
    const people = new Map([
      ['5@lid', contact('5@lid', { phone: '31620000000@c.us' })],
      ['31620000000@c.us', contact('31620000000@c.us', { name: 'Anna' })],
    ]);
    expect(personName('5@lid', people)).toBe('Anna');
    expect(personName('31620000000@c.us', people)).toBe('Anna');
    expect(personName('31629999999@c.us', people)).toBe('+31629999999');
  });
});
