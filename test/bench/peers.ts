/** @file The same file through other people's programs: `age`, `gpg --symmetric`, `7z -p`. */
import { spawn, spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePrograms, type Program } from '../tools/programs.ts';

export interface PeerFigures {
  readonly name: string;
  /** Milliseconds; null where the program is not there. */
  readonly sealing: number | null;
  readonly opening: number | null;
}

interface Peer {
  readonly name: string;
  readonly program: Program;
  /** What must be there first. */
  readonly prepare?: (folder: string) => Promise<void>;
  readonly seal: (folder: string, from: string, to: string) => string[];
  /** To standard output, which is let go. */
  readonly open: (folder: string, from: string) => string[];
}

const GPG = (folder: string) => [
  '--batch',
  '--yes',
  '--homedir',
  folder,
  '--passphrase',
  'bench',
  '--pinentry-mode',
  'loopback',
];

/** None compresses: the file is random, as media are to a cipher. */
const PEERS: readonly Peer[] = [
  {
    name: 'age',
    program: 'age',
    prepare: async (folder) => writeFile(join(folder, 'key'), spawnSync('age-keygen').stdout),
    seal: (folder, from, to) => ['-e', '-i', join(folder, 'key'), '-o', to, from],
    open: (folder, from) => ['-d', '-i', join(folder, 'key'), from],
  },
  {
    name: 'gpg --symmetric',
    program: 'gpg',
    seal: (folder, from, to) => [...GPG(folder), '--compress-algo', 'none', '-o', to, '--symmetric', from],
    open: (folder, from) => [...GPG(folder), '-d', from],
  },
  {
    name: '7z -p',
    program: '7z',
    seal: (_, from, to) => ['a', '-mx=0', '-pbench', to, from],
    open: (_, from) => ['x', '-so', '-pbench', from],
  },
];

/** @param file what is sealed. @param folder for what comes out, and for keys. */
export async function peerFigures(file: string, folder: string): Promise<PeerFigures[]> {
  const missing = await ensurePrograms(PEERS.map(({ program }) => program));
  const figures: PeerFigures[] = [];
  for (const { name, program, prepare, seal, open } of PEERS) {
    if (missing.includes(program)) {
      figures.push({ name, sealing: null, opening: null });
      continue;
    }
    await prepare?.(folder);
    // 7z adds the ending where it is missing.
    const to = join(folder, `sealed-${program}.7z`);
    const sealing = await timed(program, seal(folder, file, to));
    const opening = await timed(program, open(folder, to));
    await rm(to);
    figures.push({ name, sealing, opening });
  }
  return figures;
}

/** Milliseconds, the start of the program included. @throws {Error} where it does not end well. */
function timed(program: Program, args: readonly string[]): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(performance.now() - start) : reject(new Error(`${program} ended with ${code}`)),
    );
  });
}
