/** @file A browser profile searched, file by file, for content that must not be there. */
import { open, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { layersOf } from './inside.ts';
import { type Match, Matcher } from './matcher.ts';
import { type Needle, type Spelling, spell } from './needle.ts';

export type { Needle } from './needle.ts';

export interface Hit {
  /** The needle's name. */
  readonly needle: string;
  readonly encoding: string;
  /** Below the searched folder. */
  readonly file: string;
  /** `` for the file's own bytes, `name` for its name, else how the place was reached (see `Layer`). */
  readonly layer: string;
  /** The first place within the layer. */
  readonly offset: number;
  readonly count: number;
}

export interface Limits {
  /** Bytes; larger files are searched as they lie only. Chromium cuts its databases and caches far below this. */
  readonly opened: number;
  /** Bytes read at once of the others. */
  readonly chunk: number;
}

const LIMITS: Limits = { opened: 512 * 1024 * 1024, chunk: 16 * 1024 * 1024 };

/**
 * Searches names and bytes of every file below `folder`, and what lies inside databases and compressed bodies.
 * The browser should be closed; a file that vanishes meanwhile is passed over.
 * @throws {RangeError} on a needle too short to mean anything.
 */
export async function searchProfile(
  folder: string,
  needles: readonly Needle[],
  limits: Limits = LIMITS,
): Promise<Hit[]> {
  const matcher = new Matcher(needles.flatMap(spell));
  const hits = new Hits();
  for (const path of await filesBelow(folder)) {
    const file = relative(folder, path);
    hits.add(file, 'name', 0, matcher.find(Buffer.from(file)));
    const whole = await searchRaw(path, matcher, limits, (start, matches) =>
      hits.add(file, '', start, matches),
    );
    if (!whole) continue;
    for await (const { path: layer, bytes } of layersOf(basename(path), whole))
      hits.add(file, layer, 0, matcher.find(bytes));
  }
  return hits.all();
}

/** A hit in one line, for a test's message. */
export const describeHit = ({ needle, encoding, file, layer, offset, count }: Hit): string =>
  `${needle} as ${encoding} in ${file}${layer && ` (${layer})`} at ${offset}${count > 1 ? `, ${count} times` : ''}`;

class Hits {
  private readonly found = new Map<string, Hit>();

  add(file: string, layer: string, start: number, matches: Iterable<Match<Spelling>>): void {
    for (const { what, at } of matches) {
      const key = JSON.stringify([what.needle, what.encoding, file, layer]);
      const before = this.found.get(key);
      const offset = before?.offset ?? start + at;
      const count = (before?.count ?? 0) + 1;
      this.found.set(key, { needle: what.needle, encoding: what.encoding, file, layer, offset, count });
    }
  }

  all(): Hit[] {
    return [...this.found.values()];
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @returns the file's bytes where it is small enough to be looked into. */
async function searchRaw(
  path: string,
  matcher: Matcher<Spelling>,
  { opened, chunk }: Limits,
  report: (start: number, matches: Iterable<Match<Spelling>>) => void,
): Promise<Buffer | null> {
  const file = await open(path).catch(unlessGone);
  if (!file) return null;
  try {
    const { size } = await file.stat();
    if (size <= opened) {
      const whole = await file.readFile();
      report(0, matcher.find(whole));
      return whole;
    }
    let carried = Buffer.alloc(0);
    const buffer = Buffer.alloc(chunk);
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, chunk, at);
      if (bytesRead === 0) return null;
      const seam = carried.length;
      const bytes = Buffer.concat([carried, buffer.subarray(0, bytesRead)]);
      const fresh = [...matcher.find(bytes)].filter((match) => match.at + match.what.bytes.length > seam);
      report(at - seam, fresh);
      at += bytesRead;
      carried = bytes.subarray(Math.max(0, bytes.length - matcher.longest + 1));
    }
  } finally {
    await file.close();
  }
}

function unlessGone(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
  throw thrown;
}
