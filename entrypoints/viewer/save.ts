/** @file A medium out of the archive, as a file of its own. Large ones are written piece by piece, where the browser lets pages do that. */
import { Fault } from '../../lib/base/fault.ts';
import { ONE } from './shelf.ts';

interface Picker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** A name that every file system takes and that hides nothing: no path, no control or direction signs. */
export function safeName(name: string): string {
  const safe = name
    .slice(-1000)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return safe.slice(-120) || 'file';
}

/** @throws {Fault} `too-large` — over 64 MiB in a browser without a file picker; `cancelled`. */
export async function save(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  size: number,
  name: string,
  lend: (blob: Blob) => string,
): Promise<void> {
  if (size <= ONE) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of pieces) parts.push(piece);
    offer(lend(new Blob(parts, { type: 'application/octet-stream' })), safeName(name));
    return;
  }
  if (!('showSaveFilePicker' in window)) throw new Fault('too-large');
  const handle = await (window as unknown as Picker)
    .showSaveFilePicker({ suggestedName: safeName(name) })
    .catch((thrown: unknown) => {
      throw new Fault('cancelled', {}, thrown);
    });
  const file = await handle.createWritable();
  try {
    for await (const piece of pieces) await file.write(piece);
    await file.close();
  } catch (thrown) {
    await file.abort();
    throw thrown;
  }
}

function offer(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
