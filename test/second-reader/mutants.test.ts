/** @file Changed archives before the second reader: none passes as whole, none crashes it, nothing comes out that was not sealed. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { archiveOf, PASSWORD, RunWriter, wholeRun } from '../archive/fixture.ts';
import { header, keys, one, PHOTO, rows } from '../archive/setting.ts';
import { inFolder, python, runPython } from './setting.ts';

const program = fileURLToPath(new URL('mutants.py', import.meta.url));
const SEED = 20_260_101;

it.skipIf(!python)('500 mutants, none accepted by the second reader', async () => {
  const film = Uint8Array.from({ length: 40_000 }, (_, i) => i % 253);
  const long = await wholeRun(await RunWriter.start(keys, 2), rows(0, 400), [film, PHOTO], 60);
  await inFolder({ 'a.keepsake': await archiveOf(header, [await one(1), long]) }, async (folder) => {
    const args = [program, join(folder, 'a.keepsake'), String(SEED), '500'];
    expect(await runPython(args, PASSWORD)).toEqual({
      code: 0,
      out: '500 mutants, 0 accepted, 0 with lines that were never sealed\n',
      notes: [],
    });
  });
});
