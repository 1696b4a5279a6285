/** @file The words of `components/locales/en.yml` for tests, chosen the way the browser chooses them. */
import { parseMessagesText } from '@wxt-dev/i18n/build';
import en from '../../components/locales/en.yml?raw';

type Named = Readonly<Record<string, string | number>>;

/** Every message by its dotted key; the forms of a plural in their order. */
export const MESSAGES: ReadonlyMap<string, readonly string[]> = new Map(
  parseMessagesText(en, 'YAML').map((message) => [
    message.key.join('.'),
    message.type === 'plural' ? Object.values(message.plurals) : [message.message ?? ''],
  ]),
);

/** @throws {Error} on a key that has no words. */
function t(key: string, ...args: readonly unknown[]): string {
  const forms = MESSAGES.get(key);
  if (!forms) throw new Error(`no words for ${key}`);
  const number = args.find((arg) => typeof arg === 'number');
  const listed = args.find((arg) => Array.isArray(arg)) as readonly unknown[] | undefined;
  const named = args.find((arg) => typeof arg === 'object' && !Array.isArray(arg)) as Named | undefined;
  const given = listed ?? (number === undefined ? [] : [number]);
  const form = forms.length === 2 ? forms[number === 1 ? 0 : 1] : forms[0];
  return (form ?? '')
    .replace(/\$([1-9])/g, (_, place) => String(given[Number(place) - 1] ?? ''))
    .replace(/\{(\w+)\}/g, (whole, name) => String(named?.[name] ?? whole));
}

export const i18n = { t };
