/** @file A saved file as a user of another machine finds it: opened in Node, from its bytes and the password alone. */
import { openAsBlob } from 'node:fs';
import { blobSource } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { compareHistories, type Difference } from '../../lib/model/compare.ts';
import type { History } from '../../lib/model/history.ts';
import type { Truth } from '../whatsapp-web/truth.ts';
import { truthHistory } from './truth-history.ts';

export async function openFile(path: string, password: string): Promise<History> {
  const locked = await openArchive(blobSource(await openAsBlob(path)));
  return archiveHistory(await locked.unlock({ kind: 'password', password }));
}

/** Every chat, contact, message and medium of the account against what the file gives back. */
export const compareWithTruth = async (truth: Truth, history: History): Promise<Difference[]> =>
  compareHistories(truthHistory(truth), history, { media: truth.media.keys() });
