import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Bytes,
  concat,
  equal,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  must,
  randomBytes,
  readU64,
  toBase64url,
  toHex,
  u64,
  utf8,
} from '../../lib/base/bytes.ts';
import { crc32, crc32WithStart, joinCrc32 } from '../../lib/base/crc32.ts';
import { FAULT_CODES, Fault, parseFault, toFault } from '../../lib/base/fault.ts';

const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes): Bytes => Uint8Array.from(bytes));

describe('reading undoes writing', () => {
  test('base64url, hex, UTF-8', () => {
    const property = fc.property(anyBytes, fc.string({ unit: 'grapheme' }), (bytes, text) => {
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      // Whichever the platform has: the same letters.
      const binary = String.fromCharCode(...bytes);
      expect(toBase64url(bytes)).toBe(
        btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
      );
      expect(toHex(bytes)).toBe(
        [...binary].map((one) => one.charCodeAt(0).toString(16).padStart(2, '0')).join(''),
      );
      expect(fromUtf8(utf8(text))).toBe(text);
      expect(utf8(text)).toEqual(new TextEncoder().encode(text));
    });
    fc.assert(property, { numRuns: 300 });
    const long = randomBytes(200_000);
    expect(fromBase64url(toBase64url(long))).toEqual(long);
  });

  test('UTF-8 of each unit alone, and of each two beside each other where it matters', () => {
    const edges = [0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff];
    const texts = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
    for (const a of edges) for (const b of edges) texts.push(String.fromCharCode(a, b, 0x61, a));
    const platform = new TextEncoder();
    const other = texts.filter((text) => toHex(utf8(text)) !== toHex(platform.encode(text)));
    expect(other).toEqual([]);
  });

  test('integers below 2^53, at any place', () => {
    const property = fc.property(fc.maxSafeNat(), fc.nat(20), (value, at) => {
      expect(readU64(concat(new Uint8Array(at), u64(value)), at)).toBe(value);
    });
    fc.assert(property, {
      examples: [
        [0, 0],
        [Number.MAX_SAFE_INTEGER, 3],
      ],
    });
    expect(toHex(u64(0x0102_0304_0506))).toBe('0000010203040506');
  });

  test('parts joined', () => {
    const property = fc.property(fc.array(anyBytes), (parts) => {
      expect(toHex(concat(...parts))).toBe(parts.map(toHex).join(''));
    });
    fc.assert(property);
  });
});

describe('refused', () => {
  test.each(['A', 'AA==', 'A+', 'A/', 'AB', 'AAB', 'AA\n', ' AAA', 'AAAAA', 'é'])('base64url: %j', (text) =>
    expect(fromBase64url(text)).toBe(null),
  );

  test.each(['a', 'AB', 'xy', ' 0', '0x'])('hex: %j', (text) => expect(fromHex(text)).toBe(null));

  test('base64 that is none', () => {
    expect(fromBase64('*')).toBe(null);
    expect(fromBase64('+/8=')).toEqual(Uint8Array.of(0xfb, 0xff));
  });

  test('integers of 2^53 and more, below 0, halves, and bytes that end before', () => {
    for (const value of [2 ** 53, -1, 0.5, Number.NaN]) expect(() => u64(value)).toThrow(RangeError);
    expect(readU64(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0))).toBe(null);
    expect(readU64(new Uint8Array(7))).toBe(null);
    expect(readU64(new Uint8Array(10), 3)).toBe(null);
  });

  test('bytes that are not UTF-8; a byte order mark is kept', () => {
    expect(() => fromUtf8(Uint8Array.of(0xc0, 0x80))).toThrow(TypeError);
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });
});

test('equal bytes are equal, others are not', () => {
  const property = fc.property(anyBytes, anyBytes, (a, b) => {
    expect(equal(a, a.slice())).toBe(true);
    expect(equal(a, b)).toBe(toHex(a) === toHex(b));
  });
  fc.assert(property);
});

test('random bytes: any length, none alike', () => {
  const bytes = randomBytes(200_000);
  expect(bytes.length).toBe(200_000);
  expect(
    new Set(Array.from({ length: 12_500 }, (_, i) => toHex(bytes.slice(i * 16, i * 16 + 16)))).size,
  ).toBe(12_500);
});

describe('CRC-32', () => {
  test('of "123456789" is the check value of ISO-HDLC', () =>
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926));

  test('is that of a loop over bits, at any length and place in memory', () => {
    const memory = randomBytes(300);
    for (let length = 0; length <= 100; length++)
      for (const from of [0, 1, 7]) {
        const bytes = memory.subarray(from, from + length);
        expect(crc32(bytes)).toBe(bitwise(bytes));
      }
    expect(crc32(memory.fill(0xff))).toBe(bitwise(memory));
  });

  test('running and joined it is that of the whole', () => {
    const property = fc.property(anyBytes, anyBytes, anyBytes, (a, b, c) => {
      const whole = crc32(concat(a, b, c));
      expect(crc32(c, crc32(b, crc32(a)))).toBe(whole);
      expect(joinCrc32(joinCrc32(crc32(a), crc32(b), b.length), crc32(c), c.length)).toBe(whole);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('follows from the old one where the first bytes are others', () => {
    for (const [start, rest] of [
      [192, 0],
      [192, 1],
      [1, 70_000],
      [0, 5],
    ] as const) {
      const [a, other, b] = [randomBytes(start), randomBytes(start), randomBytes(rest)];
      expect(crc32WithStart(crc32(concat(a, b)), a, other, rest)).toBe(crc32(concat(other, b)));
    }
  });

  test('joined over a long part', () => {
    const [a, b] = [randomBytes(100_003), randomBytes(1_000_001)];
    expect(joinCrc32(crc32(a), crc32(b), b.length)).toBe(crc32(concat(a, b)));
    // 5 GiB of zeros, counted twice as halves.
    const half = joinCrc32(0, zerosCrc(5 * 2 ** 29), 5 * 2 ** 29);
    expect(joinCrc32(half, half, 5 * 2 ** 29)).toBe(zerosCrc(5 * 2 ** 30));
  });

  function bitwise(bytes: Bytes): number {
    let crc = 0xffff_ffff;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
    }
    return ~crc >>> 0;
  }

  /** The CRC-32 of zeros, by doubling. */
  function zerosCrc(length: number): number {
    if (length <= 1024) return crc32(new Uint8Array(length));
    const half = zerosCrc(Math.floor(length / 2));
    const even = joinCrc32(half, half, Math.floor(length / 2));
    return length % 2 === 0 ? even : joinCrc32(even, crc32(new Uint8Array(1)), 1);
  }
});

describe('a fault', () => {
  test('survives structured clone as its note, with figures only', () => {
    for (const code of FAULT_CODES) {
      const fault = new Fault(code, { run: 3, name: 'x' }, new Error('cause'));
      const back = parseFault(structuredClone(fault.toNote()));
      expect([back.code, back.detail]).toEqual([code, { run: 3, name: 'x' }]);
    }
  });

  test.each([null, 'x', {}, { code: 'nonsense' }, [], 7])('anything else is unexpected: %j', (value) =>
    expect(parseFault(value).code).toBe('unexpected'),
  );

  test('details that are no figures are dropped', () => {
    const note = { code: 'deadline', detail: { a: 1, b: {}, c: 'x'.repeat(201), d: 'x' } };
    expect(parseFault(note).detail).toEqual({ a: 1, d: 'x' });
    expect(parseFault({ code: 'deadline', detail: 'x' }).detail).toEqual({});
  });

  test('any thrown thing becomes one; the text of a stranger stays inside', () => {
    const fault = new Fault('deadline');
    expect(toFault(fault)).toBe(fault);
    const strange = toFault(new Error('secret'));
    expect([strange.code, strange.message, strange.detail]).toEqual(['unexpected', 'unexpected', {}]);
    expect(toFault(new DOMException('full', 'QuotaExceededError')).code).toBe('disk-full');
  });

  test('what must be is, or it is unexpected', () => {
    expect(must(0, 'zero')).toBe(0);
    for (const nothing of [null, undefined])
      expect(() => must(nothing, 'it')).toThrow(
        expect.objectContaining({ code: 'unexpected', detail: { what: 'it' } }),
      );
  });
});
