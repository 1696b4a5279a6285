/** @file Who can write files and holds no key: a run's frames relabelled or made up must not hide what is in it. */
import { describe, expect, test } from 'vitest';
import { checkArchive } from '../../lib/archive/check.ts';
import { frame, MEDIA } from '../../lib/archive/frame.ts';
import { openArchives } from '../../lib/archive/open.ts';
import { HEAD, TRAILER } from '../../lib/archive/run.ts';
import { type Bytes, concat } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { ANNA, archiveOf, RunWriter, sourceOf, wholeRun } from '../archive/fixture.ts';
import { codes, header, keys, PHOTO, type Run, rows, secrets } from '../archive/setting.ts';

const openAll = async (...files: Bytes[]) => {
  const named = files.map((bytes, i) => ({ name: `file ${i}`, source: sourceOf(bytes) }));
  return (await openArchives(named)).open(secrets);
};

async function three(): Promise<[RunWriter, RunWriter, RunWriter]> {
  const first = await wholeRun(await RunWriter.start(keys, 1), rows(0, 30), [PHOTO], 10);
  const second = await RunWriter.start(keys, 2, 1_700_000_100_000, first.previous);
  await wholeRun(second, rows(30, 60), [], 10);
  const third = await RunWriter.start(keys, 3, 1_700_000_200_000, second.previous);
  return [first, second, await wholeRun(third, rows(60, 90), [], 10)];
}

/** Every segment called a medium, and nothing that leads to the end. */
function blinded(writer: RunWriter): Run {
  const bytes = writer.bytes.slice(0, -TRAILER);
  for (const { offset } of writer.places) bytes[offset + 8] = MEDIA;
  return { number: writer.number, run: writer.run, bytes };
}

const bodies = async (open: Awaited<ReturnType<typeof openAll>>) =>
  (await (await archiveHistory(open)).messages(ANNA, 0, 1000)).map(({ row }) => row.body);

describe('a run whose segments were all called media', () => {
  test('is damaged, loudly, before anything is checked', async () => {
    const [first, second, third] = await three();
    const open = await openAll(await archiveOf(header, [first, blinded(second), third]));
    const damaged = open.notes.filter(({ code }) => code === 'segment-damaged');
    expect(damaged.map(({ detail }) => [detail.run, detail.segment])).toEqual(
      second.places.map((_, segment) => [2, segment]),
    );
    expect((await checkArchive(open)).findings.length).toBeGreaterThan(0);
    expect(await bodies(open)).toHaveLength(60);
  });

  test('does not stand before the whole one in another file', async () => {
    const [first, second, third] = await three();
    const good = await archiveOf(header, [first, second, third]);
    const evil = await archiveOf(header, [blinded(first), blinded(second), blinded(third)]);
    for (const files of [
      [good, evil],
      [evil, good],
    ]) {
      const open = await openAll(...files);
      expect(await bodies(open)).toHaveLength(90);
      expect(codes(open.notes)).not.toContain('segment-damaged');
    }
  });
});

test('frames that anybody can make up do not outweigh a whole run', async () => {
  const [first] = await three();
  const junk = Array.from({ length: 50 }, (_, i) => concat(frame(100, MEDIA), new Uint8Array(100).fill(i)));
  const evil = { ...first, number: 1, run: first.run, bytes: concat(first.bytes.slice(0, HEAD), ...junk) };
  const open = await openAll(await archiveOf(header, [evil]), await archiveOf(header, [first]));
  expect(await bodies(open)).toHaveLength(30);
  expect(open.notes.filter(({ detail }) => detail.file === 'file 1')).toEqual([]);
  expect((await (await archiveHistory(open)).chats())[0]?.count).toBe(30);
});
