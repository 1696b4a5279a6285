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
const NAME = /^[$_A-Za-z][$\w-]{0,59}$/;
const ID = /^((true|false)_)?[\d:-]+@[a-z.]+(_.*)?$/;
/** Longer texts are cut: their length says enough. */
const LONG = 48;
const MANY = 12;

export type Scrambler = (value: Json) => Json;

/** Ids keep apart from each other, by the order in which they are first met. */
export function scrambler(): Scrambler {
  const ids = new Map<string, number>();
  const idOf = (id: string): string => {
    const [user = '', server = ''] = id.split('@');
    if (!ids.has(id)) ids.set(id, ids.size + 1);
    return `${String(ids.get(id)).padStart(Math.min(user.length, 20), '0')}@${server.replace(/[^a-z.]/g, 'x')}`;
  };
  const keyOf = (key: string): string =>
    key
      .split('_')
      .map((part) =>
        part === 'true' || part === 'false' ? part : part.includes('@') ? idOf(part) : text(part),
      )
      .join('_');
  const scramble = (value: Json, member = '', depth = 0): Json => {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') return number(value);
    if (typeof value === 'string') {
      if (WORDS.has(member) && WORD.test(value)) return value;
      if (ID.test(value)) return value.includes('_') ? keyOf(value) : idOf(value);
      return text(value);
    }
    if (depth > 20) return '…';
    if (isList(value)) {
      const some = value.slice(0, MANY).map((item) => scramble(item, member, depth + 1));
      return value.length > MANY ? [...some, `… ${value.length}`] : some;
    }
    const result: Record<string, Json> = {};
    for (const [name, inner] of Object.entries(value)) {
      const shown = name === '$bytes' ? name : NAME.test(name) ? name : text(name);
      Object.defineProperty(result, shown, {
        value: name === '$bytes' ? bytes(inner) : scramble(inner, name, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return result;
  };
  return (value) => scramble(value);
}

/** Every letter by one of its own kind, every digit by 0. */
function text(found: string): string {
  const start = found.slice(0, LONG);
  const masked = start
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{Ll}/gu, 'x')
    .replace(/\p{Script=Arabic}/gu, 'ا')
    .replace(/\p{Script=Hebrew}/gu, 'א')
    .replace(/(?![اא])\p{Lo}/gu, '字')
    .replace(/\p{Lm}/gu, 'x')
    .replace(/\p{Extended_Pictographic}/gu, '☺');
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
