/**
 * @file Data with every private word replaced, for a bug report: the same members, the same kinds of values, about the
 * same lengths, and nothing that was said, by whom, where or when. The same input gives the same output.
 */
import type { Json, JsonObject } from './json.ts';

/** Members whose values are WhatsApp's own words, and needed to understand a report. */
const WORDS = new Set([
  'type',
  'subtype',
  'viewMode',
  'associationType',
  'as',
  'kind',
  'role',
  'callOutcome',
  'finalCallOutcome',
  'pollType',
  'pollContentType',
  'quotedType',
  'editMsgType',
  'groupType',
  'bizBotType',
  'botEditType',
  'interactiveType',
]);
const WORD = /^[A-Za-z][A-Za-z_-]{0,59}$/;
/** A member's name as programs write it; any other may be content (a number, a name, an address). */
const NAME = /^[$_a-z][$\w-]{0,59}$/;
/** Behind the @ of WhatsApp's own ids. Anything else there may be content: a domain, a place. */
const SERVERS = [
  'c.us',
  'g.us',
  'lid',
  'newsletter',
  'broadcast',
  's.whatsapp.net',
  'call',
  'bot',
  'hosted',
  'hosted.lid',
  'msgr',
  'interop',
] as const;
const WID = new RegExp(`^[\\d:-]+@(?:${SERVERS.map((server) => server.replaceAll('.', '\\.')).join('|')})$`);
/** Longer texts are cut: their length says enough. */
const LONG = 48;
const MANY = 12;

export type Scrambler = (value: Json) => Json;

/** Ids and members that are no program's words keep apart from each other, by the order in which they are first met. */
export function scrambler(): Scrambler {
  const ids = new Map<string, number>();
  const names = new Map<string, string>();
  const taken = new Map<string, number>();
  const idOf = (id: string): string => {
    const at = id.indexOf('@');
    if (!ids.has(id)) ids.set(id, ids.size + 1);
    return `${String(ids.get(id)).padStart(Math.min(at, 20), '0')}${id.slice(at)}`;
  };
  /** An id, or a message's key: several of them, joined. */
  const textOf = (found: string): string => {
    const [first = '', ...rest] = found.split('_');
    const [fromMe, parts] =
      rest.length > 0 && (first === 'true' || first === 'false') ? [[first], rest] : [[], [first, ...rest]];
    if (!WID.test(parts[0] ?? '')) return text(found);
    return [...fromMe, ...parts.map((part) => (WID.test(part) ? idOf(part) : text(part)))].join('_');
  };
  const nameOf = (name: string): string => {
    if (isName(name)) return name;
    let shown = names.get(name);
    if (shown === undefined) {
      const masked = textOf(name);
      const before = taken.get(masked) ?? 0;
      taken.set(masked, before + 1);
      shown = before === 0 ? masked : `${masked} (${before + 1})`;
      names.set(name, shown);
    }
    return shown;
  };
  const scramble = (value: Json, member = '', depth = 0): Json => {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') return number(value);
    // Deeper than a row's own members anything may be named so.
    if (typeof value === 'string')
      return depth === 1 && WORDS.has(member) && WORD.test(value) ? value : textOf(value);
    if (depth > 20) return '…';
    if (isList(value)) {
      const some = value.slice(0, MANY).map((item) => scramble(item, '', depth + 1));
      return value.length > MANY ? [...some, `… ${value.length}`] : some;
    }
    const result: Record<string, Json> = {};
    for (const [name, inner] of Object.entries(value))
      Object.defineProperty(result, nameOf(name), {
        value: name === '$bytes' ? bytes(inner) : scramble(inner, name, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return result;
  };
  return (value) => scramble(value);
}

/** The server of an id, where it is one of WhatsApp's own. */
export const serverOf = (id: string): string | null =>
  SERVERS.find((server) => id.slice(id.lastIndexOf('@')) === `@${server}`) ?? null;

/** Digits that WhatsApp's own names have. */
const FIGURES = /(?<=Amount)1000$|(?<=[Ss]ha)256/g;

/** No phone number either, however it is divided. */
const isName = (name: string): boolean =>
  NAME.test(name) && !/\d{3}/.test(name.replace(FIGURES, '').replace(/[$_-]/g, ''));

/** What stands for a character, the first that it is. */
const STANDS: readonly (readonly [RegExp, string])[] = [
  [/\p{N}/u, '0'],
  [/[\p{Lu}\p{Lt}]/u, 'X'],
  [/[\p{Ll}\p{Lm}]/u, 'x'],
  [/\p{Script=Arabic}/u, 'ا'],
  [/\p{Script=Hebrew}/u, 'א'],
  [/\p{Lo}/u, '字'],
  [/\p{Extended_Pictographic}/u, '☺'],
];

/** Spaces and punctuation of ASCII stay. Everything else by what stands for its kind, so that no kind can be forgotten. */
function text(found: string): string {
  const masked = found
    .slice(0, LONG)
    .replace(/[^\0-\x7f]|[A-Za-z0-9]/gu, (one) => STANDS.find(([kind]) => kind.test(one))?.[1] ?? '·');
  return found.length > LONG ? `${masked}… ${found.length}` : masked;
}

/** Small whole numbers stay: they are WhatsApp's own; of others the size. */
function number(found: number): number {
  if (!Number.isFinite(found)) return 0;
  if (!Number.isInteger(found)) return found < 0 ? -0.5 : 0.5;
  if (Math.abs(found) < 100) return found;
  return Math.sign(found) * 10 ** Math.floor(Math.log10(Math.abs(found)));
}

const bytes = (inner: Json): string =>
  `${typeof inner === 'string' ? Math.floor((inner.length * 3) / 4) : 0} bytes`;

const isList = (value: readonly Json[] | JsonObject): value is readonly Json[] => Array.isArray(value);
