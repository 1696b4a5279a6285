/** @file Profile pictures that the page holds are kept as media, once, and nobody is asked for one. */
import { expect, it, vi } from 'vitest';
import { runsNow } from '../../lib/backup/saved.ts';
import { known } from '../whatsapp-web/data/medium.ts';
import { picturesOf } from '../whatsapp-web/data/pictures.ts';
import { World } from '../whatsapp-web/data/world.ts';
import { libraryOf } from '../whatsapp-web/media/library.ts';
import { paramsOf } from '../whatsapp-web/params.ts';
import { setUp } from './setting.ts';

const ACCOUNT = { seed: 12, chats: 6, messages: 200, mediaMiB: 1 };
vi.setConfig({ testTimeout: 60_000 });

it('keeps the pictures at hand, and a second run seals none again', async () => {
  const params = paramsOf(ACCOUNT);
  const { facts } = libraryOf(params);
  const pictures = picturesOf(new World(params, known(facts))).map(({ medium }) =>
    Buffer.from(facts.get(medium)?.filehash ?? '', 'base64').toString('hex'),
  );
  expect(pictures.length).toBeGreaterThan(2);
  const setting = await setUp(ACCOUNT);
  await setting.engine.start();
  await setting.ended();
  const history = await setting.file();
  for (const sha256 of pictures) expect((await history.medium(sha256))?.type).toBe('image/jpeg');
  await setting.engine.start();
  await setting.ended();
  expect((await runsNow(setting.db)).last?.report?.media).toMatchObject({ kept: 0 });
});
