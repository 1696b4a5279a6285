import { beforeAll, expect, test } from 'vitest';
import { crc32 } from '../../lib/base/crc32.ts';
import { archiveOf } from '../archive/fixture.ts';
import { peak, resetPeak } from '../bench/memory.ts';
import { Random } from '../whatsapp-web/data/random.ts';
import { HONEST, judge } from './judge.ts';
import { KINDS, type Mutant } from './mutants.ts';
import { filesOf, type Rich, richArchive } from './rich.ts';
import { zip } from './zip.ts';

const SEED = 20_250_101;
const MiB = 1024 * 1024;

let rich: Rich;
const seen = new Set<string>();
const counts = new Map<string, number>();
const answers = new Map<string, number>();
let accepted = 0;
/** Bytes this process held before: the test's own tools. */
let before = 0;

beforeAll(async () => {
  rich = await richArchive();
  await resetPeak(process.pid);
  before = process.memoryUsage().rss;
});

test('the archive itself is accepted, by each way, and is byte for byte the one that the program composes', async () => {
  const bytes = zip(filesOf(rich.mine.header, rich.mine.runs));
  expect(bytes).toEqual(await archiveOf(rich.mine.header, rich.mine.runs));
  for (const way of [undefined, ...rich.ways])
    expect(await judge(bytes, rich, { way })).toEqual({ accepted: true, whole: true, said: HONEST });
  seen.add(markOf(bytes));
});

/** Judged at once: opening waits for the cipher more often than not. */
const AT_ONCE = 4;

test.each(Object.entries(KINDS))(
  '%s',
  async (name, kind) => {
    let made = 0;
    for (let i = 0; made < kind.count; ) {
      if (i > 4 * kind.count) throw new Error(`no more than ${made} different mutants of this kind`);
      const work: Promise<void>[] = [];
      for (; work.length < (kind.atOnce ?? AT_ONCE) && made < kind.count; i++) {
        const where = `seed ${SEED}, ${name}, ${i}`;
        const mutant = await kind.make(new Random(SEED, name, i), rich);
        const mark = markOf(mutant.bytes);
        if (seen.has(mark)) continue;
        seen.add(mark);
        made++;
        work.push(look(where, mutant, made % 3 === 0));
      }
      await Promise.all(work);
    }
    counts.set(name, made);
  },
  240_000,
);

async function look(where: string, mutant: Mutant, thorough: boolean): Promise<void> {
  const { what, bytes, way, seen: shown = rich } = mutant;
  const verdict = await judge(bytes, shown, { way, thorough }).catch((thrown: unknown) => {
    throw new Error(`${where}: ${what}`, { cause: thrown });
  });
  if (verdict.accepted) accepted++;
  expect([where, what, verdict.accepted]).toEqual([where, what, false]);
  for (const code of new Set(verdict.said.split(' '))) answers.set(code, (answers.get(code) ?? 0) + 1);
}

test('2,000 in all, none accepted, in little memory', async () => {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const highest = await peak(process.pid);
  console.log(`${total} mutants, ${accepted} accepted`);
  console.log([...counts].map(([name, count]) => `${count} ${name}`).join(', '));
  console.log(
    `answers: ${[...answers]
      .sort((a, b) => b[1] - a[1])
      .map(([code, count]) => `${count} ${code}`)
      .join(', ')}`,
  );
  console.log(
    `peak memory: ${Math.round(highest / MiB)} MiB, of which the test’s own tools ${Math.round(before / MiB)} MiB`,
  );
  expect([total, accepted]).toEqual([2000, 0]);
  expect(highest - before).toBeLessThan(300 * MiB);
});

/** Enough to tell mutants apart. */
const markOf = (bytes: Uint8Array<ArrayBuffer>): string => `${bytes.length} ${crc32(bytes)}`;
