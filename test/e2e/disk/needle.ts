/** @file Every spelling under which a piece of content could lie on a disk. */

export interface Needle {
  readonly name: string;
  readonly bytes: string | Uint8Array;
}

export interface Spelling {
  readonly needle: string;
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** Shorter ones would be found by chance in a few hundred megabytes. */
export const SHORTEST = 6;

/**
 * Raw (UTF-8), Latin-1 (V8 writes such strings so), UTF-16 (big-endian in IndexedDB's keys), percent-encoded, hex and base64 at each alignment in
 * both alphabets; hex and base64 also as two-byte strings.
 * @throws {RangeError} below six bytes.
 */
export function spell(needle: Needle): Spelling[] {
  const bytes = Buffer.from(needle.bytes as string);
  if (bytes.length < SHORTEST)
    throw new RangeError(`needle "${needle.name}" is shorter than ${SHORTEST} bytes`);
  const spellings = new Map<string, Spelling>();
  const add = (encoding: string, spelled: Buffer) => {
    const key = spelled.toString('latin1');
    if (!spellings.has(key)) spellings.set(key, { needle: needle.name, encoding, bytes: spelled });
  };
  add('raw', bytes);
  if (typeof needle.bytes === 'string') {
    const text = needle.bytes;
    add('utf-16le', Buffer.from(text, 'utf16le'));
    add('utf-16be', Buffer.from(text, 'utf16le').swap16());
    if (/^[\0-\xff]*$/.test(text)) add('latin-1', Buffer.from(text, 'latin1'));
    add('percent', Buffer.from(encodeURIComponent(text)));
    add('json', Buffer.from(JSON.stringify(text).slice(1, -1)));
    add('json ascii', Buffer.from(escaped(text)));
  }
  for (const [encoding, text] of armoured(bytes)) {
    add(encoding, Buffer.from(text, 'latin1'));
    add(`${encoding} in utf-16le`, Buffer.from(text, 'utf16le'));
  }
  return [...spellings.values()];
}

function* armoured(bytes: Buffer): Generator<[string, string]> {
  const hex = bytes.toString('hex');
  yield ['hex', hex];
  yield ['HEX', hex.toUpperCase()];
  for (const before of [0, 1, 2]) {
    const core = base64Core(bytes, before);
    yield [`base64 +${before}`, core];
    yield [`base64url +${before}`, core.replaceAll('+', '-').replaceAll('/', '_')];
  }
}

/** The characters that depend on `bytes` alone when `before` bytes (mod 3) stand in front of them. */
function base64Core(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return text.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + bytes.length)) / 6));
}

const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
