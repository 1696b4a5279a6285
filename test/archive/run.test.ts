import { describe, expect, test } from 'vitest';
import { openHead, parseTrailer, readName, startRun, trailer } from '../../lib/archive/run.ts';
import { type Bytes, concat, randomBytes, utf8 } from '../../lib/base/bytes.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { FLOOR, fault, PASSWORD } from './fixture.ts';
import { keys, secrets } from './setting.ts';

describe('a run’s first 192 bytes', () => {
  test('opening undoes starting, with and without a run before', async () => {
    const previous = { id: randomBytes(16), segments: 12, commitment: randomBytes(32) };
    for (const before of [null, previous]) {
      const { run, head } = await startRun(keys, 3, 1_700_000_000_123, before);
      expect(head.length).toBe(192);
      const opened = await openHead(head, secrets);
      expect(opened).toEqual({
        vault: keys.id,
        id: run.id,
        number: 3,
        run,
        start: 1_700_000_000_123,
        previous: before,
      });
      expect(readName(head)).toEqual({ vault: keys.id, id: run.id, number: 3 });
    }
  });

  test('each changed byte is found, and told from another vault and a newer version', async () => {
    const { head } = await startRun(keys, 1, 0, null);
    for (let at = 0; at < head.length; at++) {
      const changed = head.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const code = at >= 8 && at < 24 ? 'other-vault' : 'run-start-damaged';
      await expect(openHead(changed, secrets)).rejects.toEqual(fault(code));
      await expect(openHead(head.slice(0, at), secrets)).rejects.toEqual(fault('run-start-damaged'));
    }
    const newer = concat(utf8('keepsrn2'), head.slice(8));
    await expect(openHead(newer, secrets)).rejects.toEqual(fault('newer-version', { version: 2 }));
  });

  test('nobody without the writer key makes a run that opens', async () => {
    const { head } = await startRun({ ...keys, writerKey: randomBytes(32) }, 1, 0, null);
    await expect(openHead(head, secrets)).rejects.toEqual(fault('run-start-damaged', { run: 1 }));
  });

  test('another vault’s run is told apart', async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
    const { head } = await startRun(other.keys, 4, 0, null);
    await expect(openHead(head, secrets)).rejects.toEqual(fault('other-vault', { run: 4 }));
  });

  test('a previous run of another shape is not written', async () => {
    const previous = { id: randomBytes(15), segments: 1, commitment: randomBytes(32) };
    await expect(startRun(keys, 1, 0, previous)).rejects.toEqual(fault('unexpected'));
  });
});

describe('the last 24 bytes', () => {
  test('reading undoes writing', () => {
    for (const [number, offset] of [
      [0, 192],
      [4_294_967_296, Number.MAX_SAFE_INTEGER],
    ] as const)
      expect(parseTrailer(trailer(number, offset))).toEqual({ number, offset });
  });

  test.each<[string, (bytes: Bytes) => Bytes]>([
    ['too short', (bytes) => bytes.slice(1)],
    ['too long', (bytes) => concat(bytes, Uint8Array.of(0))],
    ['another mark', (bytes) => bytes.map((byte, i) => (i === 23 ? byte ^ 1 : byte))],
    ['2^53 and more', (bytes) => bytes.map((byte, i) => (i === 0 ? 0x20 : byte))],
  ])('none: %s', (_, change) => expect(parseTrailer(change(trailer(1, 2)))).toBe(null));
});
