/** @file What was dropped or chosen: files, and those of folders that can belong to a backup. */

/** A file with the folders it came in: `My backup/runs/000001-….run`. */
export interface PickedFile {
  readonly name: string;
  readonly file: File;
}

/** Of a folder only these are looked at: everything else in it is none of our business. */
const WANTED = /(\.keepsake|\.run|(^|\/)(keepsake(-copy)?\.json|README\.txt))$/;

/** Reads what the event holds at once: it is empty after the first await. Only folders are waited for. */
export function droppedFiles(
  data: DataTransfer | null,
): readonly PickedFile[] | Promise<readonly PickedFile[]> {
  const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null);
  const files = [...(data?.files ?? [])];
  if (!entries.some((entry) => entry?.isDirectory)) return files.map((file) => ({ name: file.name, file }));
  return inFolders(entries.filter((entry) => entry !== null));
}

/** From a file input; of a folder only what can belong to a backup. */
export const chosenFiles = (files: FileList | null): readonly PickedFile[] =>
  [...(files ?? [])]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(({ name }) => !name.includes('/') || WANTED.test(name));

async function inFolders(entries: readonly FileSystemEntry[]): Promise<readonly PickedFile[]> {
  const found: PickedFile[] = [];
  const waiting = entries.map((entry) => ({ entry, name: entry.name }));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { entry, name } = next;
    if (isDirectory(entry))
      for (const child of await childrenOf(entry))
        waiting.push({ entry: child, name: `${name}/${child.name}` });
    else if (isFile(entry) && (!name.includes('/') || WANTED.test(name)))
      found.push({ name, file: await fileOf(entry) });
  }
  return found;
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives a hundred at a time. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
