/** @file Runs in a real browser's page: a file sealed as media are, and opened again. */
import { FRAME } from '../../lib/archive/frame.ts';
import { openMedium } from '../../lib/archive/medium.ts';
import { MediumSealer } from '../../lib/archive/segment.ts';
import { type Bytes, concat, randomBytes } from '../../lib/base/bytes.ts';

/** Bytes read at once. */
const SLICE = 4 * 1024 * 1024;

export interface FileFigures {
  /** Milliseconds. */
  readonly sealing: number;
  readonly opening: number;
}

/** From file to file, the second one in the browser's own file system; what is opened is let go. */
export async function fileFigures(file: Blob): Promise<FileFigures> {
  const run = { id: randomBytes(16), key: randomBytes(32) };
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('sealed', { create: true });
  const start = performance.now();
  const target = await handle.createWritable();
  const sealer = await MediumSealer.start(run, 0, file.size);
  let written = Promise.resolve();
  for (let at = 0; at < file.size; at += SLICE) {
    const pieces = await sealer.push(await read(file, at, SLICE));
    await written;
    written = target.write(concat(...pieces));
  }
  await written;
  await target.write(concat(...(await sealer.end())));
  await target.close();
  sealer.sha256();
  const middle = performance.now();
  const sealed = await handle.getFile();
  const readSealed = (at: number, length: number) => read(sealed, FRAME + at, length);
  const medium = await openMedium(run, 0, readSealed, sealed.size - FRAME, file.size);
  let opened = 0;
  for (let at = 0; at < file.size; at += SLICE) opened += (await medium.read(at, SLICE)).length;
  if (opened !== file.size) throw new Error('not all of it');
  const end = performance.now();
  await folder.removeEntry('sealed');
  return { sealing: middle - start, opening: end - middle };
}

const read = async (blob: Blob, at: number, length: number): Promise<Bytes> =>
  new Uint8Array(await blob.slice(at, at + length).arrayBuffer());

Object.assign(globalThis, { fileFigures });
