/** @file How the page names people, which is not how an archive should (facts L5). */
import type { Model } from './model.ts';

const ISOLATE = '\u2066';
const POP = '\u2069';

/** `WAWebFrontendContactGetters`. @param isMe tells the own contact, which is called "You". */
export function contactGetters(isMe: (id: unknown) => boolean): Record<string, unknown> {
  const text = (contact: Model, key: string): string | undefined => contact.get(key) as string | undefined;
  const number = (contact: Model): string | undefined => {
    const phone = contact.get('phoneNumber') ?? contact.get('id');
    const [user = '', server] = String(phone).split('@');
    return server === 'c.us' ? `${ISOLATE}+${user.slice(0, 2)} ${user.slice(2)}${POP}` : undefined;
  };
  const verified = (contact: Model): string | undefined =>
    contact.get('verifiedLevel') === 3 ? text(contact, 'verifiedName') : undefined;
  const named = (contact: Model): string | undefined => text(contact, 'name') ?? verified(contact);
  const unnamed = (contact: Model): string =>
    number(contact) ?? text(contact, 'displayNameLID') ?? 'WhatsApp user';
  return {
    getFormattedName: (contact: Model) =>
      isMe(contact.get('id')) ? 'You' : (named(contact) ?? unnamed(contact)),
    getFormattedUser: (contact: Model) =>
      text(contact, 'name') ?? text(contact, 'verifiedName') ?? unnamed(contact),
    getDisplayName: (contact: Model) =>
      text(contact, 'name') ?? text(contact, 'pushname') ?? unnamed(contact),
    getPhoneNumber: (contact: Model) => contact.get('phoneNumber'),
    getIsMyContact: (contact: Model) => text(contact, 'name') !== undefined,
    getUsername: (contact: Model) => contact.get('username'),
  };
}
