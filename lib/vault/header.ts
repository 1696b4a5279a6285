/**
 * @file The header, `keepsake.json`: which vault, how to unlock it, and two proofs (FORMAT, "Header").
 *
 * In every version the last 105 bytes are `,"sum":"…","mac":"…"}`; the body is all before them.
 */
import { type Bytes, concat, equal, fromBase64url, fromUtf8, toBase64url, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { Argon2Costs } from '../seal/kdf.ts';
import { hkdf, hmacSha256, sha256 } from '../seal/kdf.ts';

/** Bytes, at most. */
export const HEADER_LIMIT = 65_536;
const TAIL = 105;
const MAX_SLOTS = 16;
const MAC_INFO = utf8('keepsake/v1 header');

/** A slot as it stands in the file. Unknown kinds and members are kept when a header is written again. */
export interface RawSlot {
  readonly kind: string;
  readonly [member: string]: unknown;
}

export interface PasswordSlot {
  readonly salt: Bytes;
  /** As found, not yet judged: {@link checkCosts}. */
  readonly costs: Argon2Costs;
  /** 136 bytes: the vault's secrets under the slot's key. */
  readonly sealed: Bytes;
}

export interface Header {
  /** 16 bytes. */
  readonly vault: Bytes;
  readonly slots: readonly RawSlot[];
  readonly body: Bytes;
  readonly mac: Bytes;
}

/** @param writerKey 32 bytes. @throws {Fault} `unexpected` — a header that {@link parseHeader} would refuse. */
export async function encodeHeader(
  vault: Bytes,
  slots: readonly RawSlot[],
  writerKey: Bytes,
): Promise<Bytes> {
  const json = JSON.stringify({ format: 'keepsake', version: 1, vault: toBase64url(vault), slots });
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
  return { vault, slots: slotsOf(json.slots), body, mac };
}

/** Whether nobody without the writer key has changed the header. */
export const macHolds = async (header: Header, writerKey: Bytes): Promise<boolean> =>
  equal(await macOf(header.body, writerKey), header.mac);

/** Null: no password slot. @throws {Fault} `header-damaged`, `newer-version` (another KDF). */
export function passwordSlot(header: Header): PasswordSlot | null {
  const slot = header.slots.find(({ kind }) => kind === 'password');
  if (!slot) return null;
  const kdf = slot.kdf;
  if (!isObject(kdf) || typeof kdf.name !== 'string') throw damaged('kdf');
  // Its name is not repeated: nobody has vouched for it yet.
  if (kdf.name !== 'argon2id') throw new Fault('newer-version', { what: 'kdf' });
  const { memoryKiB, passes, lanes } = kdf;
  const sealed = bytesOf(slot.sealed, 136);
  const salt = bytesOf(kdf.salt, null);
  if (!sealed || !salt || !isCount(memoryKiB) || !isCount(passes) || !isCount(lanes)) throw damaged('slot');
  return { salt, costs: { memoryKiB, passes, lanes }, sealed };
}

/** @throws {Fault} `kdf-refused` — costs outside 19 MiB … 1 GiB, 1 … 16 passes and lanes, or a salt that is not 16 bytes. */
export function checkCosts({ memoryKiB, passes, lanes }: Argon2Costs, salt: Bytes): void {
  const refused =
    memoryKiB < 19 * 1024 ||
    memoryKiB > 1024 * 1024 ||
    passes < 1 ||
    passes > 16 ||
    lanes < 1 ||
    lanes > 16 ||
    salt.length !== 16;
  if (refused) throw new Fault('kdf-refused', { memoryKiB, passes, lanes, salt: salt.length });
}

const macOf = async (body: Bytes, writerKey: Bytes): Promise<Bytes> =>
  hmacSha256(await hkdf(writerKey, MAC_INFO), body);

function slotsOf(found: readonly unknown[]): readonly RawSlot[] {
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

const damaged = (what: string, cause?: unknown): Fault => new Fault('header-damaged', { what }, cause);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function bytesOf(value: unknown, length: number | null): Bytes | null {
  const bytes = typeof value === 'string' ? fromBase64url(value) : null;
  return bytes && (length === null || bytes.length === length) ? bytes : null;
}

const latin1 = (bytes: Bytes): string => String.fromCharCode(...bytes);
