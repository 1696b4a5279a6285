/** @file Live values of the page as plain ones that a structured clone carries: ids as strings, bytes copied, the rest dropped. */
import type { Plain } from '../model/json.ts';
import { get } from './modules.ts';

const MAX_DEPTH = 30;

/** Wid or message key (facts L3): both are told by their own members, since class names are minified. */
export function isId(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const wid = typeof get(value, '_serialized') === 'string' && typeof get(value, 'server') === 'string';
  const key =
    typeof get(value, 'fromMe') === 'boolean' &&
    typeof get(value, 'id') === 'string' &&
    get(value, 'remote') !== undefined;
  return wid || (key && Object.getPrototypeOf(value) !== Object.prototype);
}

/** The string form of a Wid or message key, of a string the string itself; null for anything else. */
export function idText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value !== 'object' || value === null) return null;
  const text = String(value);
  const id = text.startsWith('[object') ? get(value, '_serialized') : text;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Functions, symbols, cycles, and what is deeper than 30 levels become undefined: the member is left out. */
export function plain(found: unknown, depth = 0, above: readonly object[] = []): Plain {
  if (typeof found !== 'object' || found === null)
    return typeof found === 'function' || typeof found === 'symbol' ? undefined : (found as Plain);
  const value: object = found;
  if (depth > MAX_DEPTH || above.includes(value)) return undefined;
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (ArrayBuffer.isView(value))
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  if (value instanceof Date) return new Date(value.getTime());
  if (isId(value)) return idText(value) ?? undefined;
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1, path) ?? null);
  if (value instanceof Set) return [...value].map((item) => plain(item, depth + 1, path) ?? null);
  if (value instanceof Map)
    return [...value].map(([key, item]) => [plain(key, depth + 1, path), plain(item, depth + 1, path)]);
  if (value instanceof Blob || value instanceof Promise) return undefined;
  const result: Record<string, Plain> = {};
  for (const key of Object.keys(value)) {
    if (key.startsWith('$$')) continue;
    const member = plain(get(value, key), depth + 1, path);
    if (member === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(result, key, {
        value: member,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else result[key] = member;
  }
  return result;
}
