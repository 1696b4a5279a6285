/** @file Runs in a real browser's page: a file sealed as media are, into a file and into the store, and opened again. */
import { FRAME } from '../../lib/archive/frame.ts';
import { digestMedium, MediumSealer, openMedium } from '../../lib/archive/medium.ts';
import type { RunKey } from '../../lib/archive/segment.ts';
import { blobSource, partOf, type Source } from '../../lib/archive/source.ts';
import { WriteBehind } from '../../lib/backup/behind.ts';
import { ahead } from '../../lib/base/ahead.ts';
import { type Bytes, concat, randomBytes } from '../../lib/base/bytes.ts';
import { createLog, logBlobs, writeLog } from '../../lib/store/log.ts';
import { openDatabase } from '../../lib/store/schema.ts';

/** Bytes read at once. */
const SLICE = 4 * 1024 * 1024;

/** Milliseconds. */
export interface FileFigures {
  /** Only read, and let go. */
  readonly reading: number;
  /** Read, hashed, sealed, and written into a file of the browser's own file system. */
  readonly sealing: number;
  /** The same into the store, as a backup does it, and with its CRC-32. */
  readonly storing: number;
  /** The sealed file, in pieces as the viewer saves a medium; what is opened is let go. */
  readonly opening: number;
  /** What lies in the store, as a check reads it: opened, and hashed again. */
  readonly checking: number;
}

export async function fileFigures(file: Blob): Promise<FileFigures> {
  const run = { id: randomBytes(16), key: randomBytes(32) };
  const reading = await timed(async () => {
    for await (const _ of slicesOf(blobSource(file)));
  });
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('sealed', { create: true });
  let hash = '';
  const sealing = await timed(async () => {
    hash = await toFile(run, file, handle);
  });
  const opening = await timed(async () => open(run, blobSource(await handle.getFile()), file.size));
  await folder.removeEntry('sealed');
  const db = await openDatabase('bench');
  try {
    await createLog(db, 'bench', new Uint8Array(1), {});
    const storing = await timed(async () => {
      if ((await toStore(db, run, file)) !== hash) throw new Error('another hash');
    });
    const log = blobSource(new Blob(await logBlobs(db, 'bench')));
    const checking = await timed(() => check(run, partOf(log, 1, log.size), file.size));
    return { reading, sealing, opening, storing, checking };
  } finally {
    db.close();
    indexedDB.deleteDatabase('bench');
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const slicesOf = (source: Source): AsyncGenerator<Bytes> =>
  ahead(Math.ceil(source.size / SLICE), (i) => source.read(i * SLICE, SLICE));

/** @returns the hash. @param put takes what is sealed, in order. */
async function seal(
  run: RunKey,
  file: Blob,
  put: (pieces: readonly Bytes[]) => Promise<void>,
): Promise<string> {
  const sealer = await MediumSealer.start(run, 0, file.size);
  for await (const slice of slicesOf(blobSource(file))) await put(await sealer.push(slice));
  await put(await sealer.end());
  return sealer.sha256();
}

async function toFile(run: RunKey, file: Blob, handle: FileSystemFileHandle): Promise<string> {
  const target = await handle.createWritable();
  let written = Promise.resolve();
  const hash = await seal(run, file, async (pieces) => {
    const bytes = concat(...pieces);
    await written;
    written = target.write(bytes);
  });
  await written;
  await target.close();
  return hash;
}

async function toStore(
  db: Awaited<ReturnType<typeof openDatabase>>,
  run: RunKey,
  file: Blob,
): Promise<string> {
  const writer = await writeLog(db, 'bench');
  const behind = new WriteBehind(writer);
  const hash = await seal(run, file, (pieces) => behind.write(pieces));
  await behind.end();
  await writer.commit({});
  return hash;
}

async function open(run: RunKey, sealed: Source, size: number): Promise<void> {
  const read = (at: number, length: number) => sealed.read(FRAME + at, length);
  const medium = await openMedium(run, 0, read, sealed.size - FRAME, size);
  let opened = 0;
  for await (const slice of ahead(Math.ceil(size / SLICE), (i) => medium.read(i * SLICE, SLICE), 2))
    opened += slice.length;
  if (opened !== size) throw new Error('not all of it');
}

async function check(run: RunKey, sealed: Source, size: number): Promise<void> {
  const read = (at: number, length: number) => sealed.read(FRAME + at, length);
  const found = await digestMedium(run, 0, read, sealed.size - FRAME);
  if (found.size !== size) throw new Error('not all of it');
}

Object.assign(globalThis, { fileFigures });
