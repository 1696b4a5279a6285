/**
 * @file The header, `keepsake.json`: which vault, how to unlock it, and two proofs (FORMAT, "Header").
 *
 * In every version the last 105 bytes are `,"sum":"…","mac":"…"}`; the body is all before them.
 */
import { type Bytes, concat, equal, fromBase64url, fromUtf8, toBase64url, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { hkdf, hmacSha256, sha256 } from '../seal/kdf.ts';

/** Bytes, at most. */
export const HEADER_LIMIT = 65_536;
const TAIL = 105;
export const MAX_SLOTS = 16;
const MAC_INFO = utf8('keepsake/v1 header');

/** A slot as it stands in the file. Unknown kinds and members are kept when a header is written again. */
export interface RawSlot {
  readonly kind: string;
  readonly [member: string]: unknown;
}

export interface Header {
  /** 16 bytes. */
  readonly vault: Bytes;
  readonly slots: readonly RawSlot[];
  /** Members that this version does not know: kept when the header is written again. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly body: Bytes;
  readonly mac: Bytes;
}

/** @param writerKey 32 bytes. @throws {Fault} `unexpected` — a header that {@link parseHeader} would refuse. */
export async function encodeHeader(
  vault: Bytes,
  slots: readonly RawSlot[],
  writerKey: Bytes,
  more: Header['more'] = {},
): Promise<Bytes> {
  const json = JSON.stringify({ format: 'keepsake', version: 1, vault: toBase64url(vault), slots, ...more });
  const body = utf8(json.slice(0, -1));
  const sum = toBase64url(await sha256(body));
  const mac = toBase64url(await macOf(body, writerKey));
  const header = concat(body, utf8(`,"sum":"${sum}","mac":"${mac}"}`));
  try {
    await parseHeader(header);
  } catch (thrown) {
    throw new Fault('unexpected', { what: 'header' }, thrown);
  }
  return header;
}

/**
 * Reads a header and checks its `sum`. The `mac` can be checked only with the writer key: {@link macHolds}.
 * @throws {Fault} `header-damaged`, `newer-version`.
 */
export async function parseHeader(bytes: Bytes): Promise<Header> {
  const tail = /^,"sum":"([\w-]{43})","mac":"([\w-]{43})"\}$/.exec(latin1(bytes.subarray(-TAIL)));
  const sum = fromBase64url(tail?.[1] ?? '=');
  const mac = fromBase64url(tail?.[2] ?? '=');
  const body = bytes.slice(0, -TAIL);
  if (bytes.length > HEADER_LIMIT || !sum || !mac || !equal(await sha256(body), sum)) throw damaged('sum');
  const json = parseJson(body);
  if (json.format !== 'keepsake' || !Number.isSafeInteger(json.version)) throw damaged('format');
  if (Number(json.version) > 1) throw new Fault('newer-version', { version: Number(json.version) });
  const vault = bytesOf(json.vault, 16);
  if (json.version !== 1 || !vault || !Array.isArray(json.slots)) throw damaged('members');
  const { format: _format, version: _version, vault: _vault, slots, sum: _sum, mac: _mac, ...more } = json;
  return { vault, slots: checkSlots(slots), more, body, mac };
}

/** Whether nobody without the writer key has changed the header. */
export const macHolds = async (header: Header, writerKey: Bytes): Promise<boolean> =>
  equal(await macOf(header.body, writerKey), header.mac);

const macOf = async (body: Bytes, writerKey: Bytes): Promise<Bytes> =>
  hmacSha256(await hkdf(writerKey, MAC_INFO), body);

function checkSlots(found: readonly unknown[]): readonly RawSlot[] {
  const slots = found.filter((slot): slot is RawSlot => isObject(slot) && typeof slot.kind === 'string');
  const count = (kind: string): number => slots.filter((slot) => slot.kind === kind).length;
  const [passwords, phrases] = [count('password'), count('phrase')];
  if (slots.length !== found.length || slots.length > MAX_SLOTS) throw damaged('slots');
  if (passwords > 1 || phrases > 1 || passwords + phrases === 0) throw damaged('slots');
  return slots;
}

function parseJson(body: Bytes): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(`${fromUtf8(body)}}`);
    if (isObject(json)) return json;
  } catch (thrown) {
    throw damaged('json', thrown);
  }
  throw damaged('json');
}

export const damaged = (what: string, cause?: unknown): Fault => new Fault('header-damaged', { what }, cause);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member's bytes, of this length where one is asked for; null for anything else. */
export function bytesOf(value: unknown, length: number | null = null): Bytes | null {
  const bytes = typeof value === 'string' ? fromBase64url(value) : null;
  return bytes && (length === null || bytes.length === length) ? bytes : null;
}

const latin1 = (bytes: Bytes): string => String.fromCharCode(...bytes);
