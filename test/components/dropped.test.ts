/** @file What is taken of a drop: files as they are, and of folders what can belong to a backup. */
import { describe, expect, it } from 'vitest';
import { chosenFiles, droppedFiles } from '../../components/viewer/dropped.ts';

const named = (name: string) => new File([name], name);

/** Gives its files one by one, its entries a hundred at a time, as browsers do. */
const entryOf = (name: string, children?: readonly object[]) => ({
  name,
  isFile: !children,
  isDirectory: children !== undefined,
  file: (done: (file: File) => void) => setTimeout(() => done(named(name))),
  createReader() {
    let at = 0;
    return {
      readEntries(done: (entries: readonly object[]) => void) {
        const some = children?.slice(at, at + 100) ?? [];
        at += some.length;
        setTimeout(() => done(some));
      },
    };
  },
});

type Entry = ReturnType<typeof entryOf>;

/** Empty once the event is over. */
function drop(...entries: readonly Entry[]) {
  let over = false;
  const data = {
    get items() {
      return over ? [] : entries.map((entry) => ({ webkitGetAsEntry: () => (over ? null : entry) }));
    },
    get files() {
      return over ? [] : entries.map(({ name }) => named(name));
    },
  } as unknown as DataTransfer;
  const found = droppedFiles(data);
  over = true;
  return found;
}

const RUN = `000001-${'ab'.repeat(16)}.run`;

describe('a drop', () => {
  it('of files is there at once, whatever they are called', () => {
    const found = drop(entryOf('a.keepsake'), entryOf('b.txt'));
    expect(found).toMatchObject([{ name: 'a.keepsake' }, { name: 'b.txt' }]);
  });

  it('of a folder gives what can belong to a backup, with its folders', async () => {
    const folder = entryOf('Backup', [
      entryOf('keepsake.json'),
      entryOf('keepsake (1).json'),
      entryOf('keepsake-copy.json'),
      entryOf('README.txt'),
      entryOf('holiday.jpg'),
      entryOf('runs', [entryOf(RUN), entryOf('notes.txt')]),
      entryOf('older', [entryOf('x.keepsake')]),
    ]);
    const found = await drop(folder, entryOf('y.zip'));
    expect(found.map(({ name }) => name)).toEqual([
      'y.zip',
      'Backup/keepsake.json',
      'Backup/keepsake-copy.json',
      'Backup/README.txt',
      `Backup/runs/${RUN}`,
      'Backup/older/x.keepsake',
    ]);
    expect(await found.at(-1)?.file.text()).toBe('x.keepsake');
  });

  it('of a folder with more than a hundred files gives all of them', async () => {
    const runs = Array.from({ length: 250 }, (_, i) => entryOf(`${i}.run`));
    expect((await drop(entryOf('runs', runs))).length).toBe(250);
  });

  it('of nothing is nothing', () => {
    expect(droppedFiles(null)).toEqual([]);
  });
});

describe('what is chosen', () => {
  const list = (...files: readonly File[]) => files as unknown as FileList;
  const inFolder = (path: string) => Object.assign(named('x'), { webkitRelativePath: path });

  it('as files is taken as it is; of a folder, what can belong to a backup', () => {
    const name = ({ name: found }: { name: string }) => found;
    expect(chosenFiles(list(named('a.txt'))).map(name)).toEqual(['a.txt']);
    const folder = list(inFolder('B/letter.txt'), inFolder('B/README.txt'), inFolder(`B/runs/${RUN}`));
    expect(chosenFiles(folder).map(name)).toEqual(['B/README.txt', `B/runs/${RUN}`]);
    expect(chosenFiles(null)).toEqual([]);
  });
});
