/** @file *Check the saved file*: is this the file that was saved last? Answered by its SHA-256, without a password. */
import { signal } from '@preact/signals';
import type { SavedFile } from '../../lib/backup/status.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Command } from '../shared/client.ts';
import type { Connection } from './model.ts';

export type CheckStage = 'asking' | 'nothing' | 'drop' | 'reading' | 'same';

export interface CheckNeeds {
  readonly command: Command;
  readonly connect: () => Connection;
}

export type Check = ReturnType<typeof createCheck>;

export function createCheck({ command, connect }: CheckNeeds) {
  const stage = signal<CheckStage>('asking');
  const saved = signal<SavedFile | null>(null);
  const fault = signal<Fault | null>(null);
  const several = signal(false);

  async function compare(file: File, with_: SavedFile): Promise<void> {
    if (file.size !== with_.size) throw new Fault('file-differs');
    const connection = connect();
    try {
      const { sha256 } = await connection.ask('digest', { file });
      if (sha256 !== with_.sha256) throw new Fault('file-differs');
    } finally {
      connection.end();
    }
  }

  return {
    stage,
    saved,
    fault,
    several,
    async look(): Promise<void> {
      fault.value = null;
      stage.value = 'asking';
      try {
        saved.value = (await command('status', {})).saved;
        stage.value = saved.value ? 'drop' : 'nothing';
      } catch (thrown) {
        fault.value = toFault(thrown);
        stage.value = 'drop';
      }
    },
    async pick(files: readonly File[]): Promise<void> {
      const [first, second] = files;
      several.value = second !== undefined;
      if (second || !first || !saved.value || stage.value === 'reading') return;
      fault.value = null;
      stage.value = 'reading';
      try {
        await compare(first, saved.value);
        stage.value = 'same';
      } catch (thrown) {
        fault.value = toFault(thrown);
        stage.value = 'drop';
      }
    },
    again(): void {
      fault.value = null;
      stage.value = saved.value ? 'drop' : 'nothing';
    },
  };
}
