/**
 * @file Plain values as found in the page, and the JSON they become in a record, both ways.
 *
 * JSON has no bytes, big integers, dates or NaN, so these become an object with one key that starts with `$`
 * (docs/records.md). A found object whose own keys start with `$` gets one more `$` on each of them.
 */
import { type Bytes, fromBase64url, isBase64url, toBase64url } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** A value that structured clone carries and that {@link toJson} knows. */
export type Plain =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | ArrayBuffer
  | readonly Plain[]
  | { readonly [key: string]: Plain };

const MAX_DEPTH = 40;

/**
 * Members that are `undefined` are left out, as JSON does.
 * @throws {Fault} `bad-answer` — deeper than 40 levels, or a value of no known kind (a Map, a function).
 */
export function toJson(value: Plain, depth = 0): Json {
  if (depth > MAX_DEPTH) throw new Fault('bad-answer', { what: 'nested too deep' });
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : { $number: String(value) }; // JSON has no -0
    case 'bigint':
      return { $integer: String(value) };
    case 'undefined':
      return null;
    case 'object':
      break;
    default:
      throw new Fault('bad-answer', { what: typeof value });
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) return { $bytes: toBase64url(value) };
  if (value instanceof ArrayBuffer) return { $bytes: toBase64url(new Uint8Array(value)) };
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.getTime() };
  if (Array.isArray(value)) return value.map((item: Plain) => toJson(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.prototype.toString.call(value) !== '[object Object]')
    throw new Fault('bad-answer', { what: 'unknown kind of value' });
  const json: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value as Record<string, Plain>))
    if (member !== undefined) define(json, key.startsWith('$') ? `$${key}` : key, toJson(member, depth + 1));
  return json;
}

/** Whether parsed JSON is what {@link toJson} writes. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (depth > MAX_DEPTH) return false;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  const members = value as Readonly<Record<string, unknown>>;
  // Parsed JSON has nothing but members of its own.
  for (const key in members) {
    if (key.startsWith('$') && !key.startsWith('$$')) return isMark(members);
    if (!isJson(members[key], depth + 1)) return false;
  }
  return true;
}

/** Likewise of an object with members of its own, which is no mark. */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !isJson(value)) return false;
  const [first = ''] = Object.keys(value);
  return !first.startsWith('$') || first.startsWith('$$');
}

function isMark(value: Readonly<Record<string, unknown>>): boolean {
  const [[mark, content] = [], ...others] = Object.entries(value);
  if (others.length > 0) return false;
  if (mark === '$date')
    return content === null || (Number.isInteger(content) && Math.abs(content as number) <= 8.64e15);
  if (typeof content !== 'string') return false;
  if (mark === '$bytes') return isBase64url(content);
  if (mark === '$integer') return /^(0|-?[1-9]\d*)$/.test(content);
  return mark === '$number' && /^(NaN|-?Infinity)$/.test(content);
}

/** The way back. @throws {Fault} `bad-answer` — an object with a `$` key that {@link toJson} does not write. */
export function fromJson(json: Json): Plain {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return (json as readonly Json[]).map(fromJson);
  const entries = Object.entries(json as JsonObject);
  const [first] = entries;
  if (entries.length === 1 && first && /^\$[a-z]/.test(first[0])) return fromTag(first[0], first[1]);
  const value: Record<string, Plain> = {};
  for (const [key, member] of entries)
    define(value, key.startsWith('$$') ? key.slice(1) : key, fromJson(member));
  return value;
}

function fromTag(tag: string, content: Json): Plain {
  if (tag === '$bytes' && typeof content === 'string') {
    const bytes: Bytes | null = fromBase64url(content);
    if (bytes) return bytes;
  }
  if (tag === '$integer' && typeof content === 'string' && /^-?\d+$/.test(content)) return BigInt(content);
  if (tag === '$number' && typeof content === 'string') return Number(content);
  if (tag === '$date') return new Date(typeof content === 'number' ? content : Number.NaN);
  throw new Fault('bad-answer', { what: 'unknown mark in a record' });
}

/** Sets an own property whatever its name: `__proto__` from the page must stay a plain key. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
