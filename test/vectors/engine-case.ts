/** @file A frozen archive as the extension really writes it: two runs of its own engine over a simulated account. */
import { blobSource } from '../../lib/archive/container.ts';
import { composeFile } from '../../lib/backup/saved.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import { moment } from '../backup/moments.ts';
import { PASSWORD, setUp } from '../backup/setting.ts';
import { compareWithTruth } from '../e2e/archive.ts';
import { truthOf } from '../whatsapp-web/truth.ts';
import type { Made } from './material.ts';

const ACCOUNT = { seed: 5, chats: 9, messages: 60, mediaMiB: 0.05, expired: 0.2 };

/** The first run finds the chats without their newest messages, the second what came since. */
async function extension(): Promise<Made> {
  const setting = await setUp(ACCOUNT, undefined, moment({ newer: (_, places) => Math.min(places, 2) }));
  const run = async (): Promise<void> => {
    await setting.engine.start();
    await setting.ended();
    await setting.save();
  };
  await run();
  await setting.reload(undefined, () => {});
  await run();
  const truth = truthOf(ACCOUNT);
  const history = await setting.file();
  const differences = await compareWithTruth(truth, history);
  if (differences.length > 0) throw new Error(JSON.stringify(differences));
  const records: MessageRecord[] = [];
  const media = [];
  for (const { id, count } of await history.chats()) records.push(...(await history.messages(id, 0, count)));
  for (const hash of truth.media.keys()) {
    const medium = await history.medium(hash);
    if (medium) media.push(await medium.read(0, medium.size));
  }
  const { blob } = await composeFile(setting.db);
  const source = blobSource(blob);
  return {
    what: 'Two runs of the extension’s own engine: all chats and contacts first, a group, labels, votes, receipts, media gone.',
    bytes: await source.read(0, source.size),
    unlock: [{ kind: 'password', password: PASSWORD }],
    records,
    media,
  };
}

export const ENGINE_CASES: Readonly<Record<string, () => Promise<Made>>> = { extension };
