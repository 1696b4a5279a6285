/** @file Members that are suddenly never met. */
import { describe, expect, it } from 'vitest';
import { fieldsOfContacts, MessageFields, neverMet } from '../../lib/model/fields.ts';
import type { MessageRecord } from '../../lib/model/record.ts';

const record = (row: MessageRecord['row'], rest: Partial<MessageRecord> = {}): MessageRecord => ({
  id: 'false_1@c.us_A',
  chat: '1@c.us',
  t: 1,
  order: 1,
  type: 'chat',
  fromMe: false,
  sender: '1@c.us',
  row,
  ...rest,
});

describe('fields', () => {
  it('are counted where they hold something, false and zero among it', () => {
    const pin = { type: 1, at: 5, duration: null };
    const fields = new MessageFields();
    fields.add(record({ body: '', ack: 0, star: false, author: null }, { pin }));
    expect(fields.counts).toEqual({
      message: 1,
      'message.body': 1,
      'message.ack': 1,
      'message.star': 1,
      'message.order': 1,
      pin: 1,
      'pin.at': 1,
    });
  });

  it('that every account has and nothing had are named, of enough things', () => {
    const nameless = {
      id: 'a',
      name: null,
      pushname: 'A',
      verifiedName: null,
      shortName: null,
      phone: null,
      row: {},
    };
    const few = fieldsOfContacts(Array.from({ length: 3 }, () => nameless));
    const many = fieldsOfContacts(Array.from({ length: 30 }, () => nameless));
    expect([neverMet(few), neverMet(many)]).toEqual([[], ['contact.name']]);
  });
});
