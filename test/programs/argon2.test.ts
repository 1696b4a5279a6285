/** @file Our Argon2id and Debian's `argon2` program, side by side on passwords and costs that nobody chose. */
import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../lib/base/bytes.ts';
import { argon2id } from '../../lib/seal/kdf.ts';
import { DEBIAN } from '../seal/argon2.ts';
import { isDoneWithout, runProgram } from '../tools/programs.ts';

const theirs = (password: string, salt: string, passes: number, memoryKiB: number, lanes: number): string => {
  const args = [salt, '-id', '-t', `${passes}`, '-k', `${memoryKiB}`, '-p', `${lanes}`, '-l', '32', '-r'];
  return runProgram('argon2', args, password).out.trim();
};

test.skipIf(isDoneWithout('argon2'))('the table of digests is what the program says', () => {
  for (const [passes, memoryKiB, lanes, password, salt, out] of DEBIAN)
    expect(theirs(password, salt, passes, memoryKiB, lanes)).toBe(out);
});

test.skipIf(isDoneWithout('argon2'))('fresh passwords, salts and costs', async () => {
  for (let turn = 0; turn < 8; turn++) {
    const [a = 0, b = 0, c = 0, ...rest] = crypto.getRandomValues(new Uint8Array(20));
    const password = `${toHex(Uint8Array.from(rest))} ü ${turn}`;
    const salt = toHex(Uint8Array.from(rest)).slice(0, 16);
    const costs = { passes: 1 + (a % 3), memoryKiB: 19_456 + b, lanes: 1 + (c % 4) };
    const ours = toHex(await argon2id(utf8(password), utf8(salt), costs));
    expect([costs, ours]).toEqual([
      costs,
      theirs(password, salt, costs.passes, costs.memoryKiB, costs.lanes),
    ]);
  }
});
