/** @file What the user chose for every backup from now on. Kept in the clear: it names no content. */
import { MEDIA_TYPES } from '../model/media.ts';
import { putValue, value } from '../store/rows.ts';
import type { Database } from '../store/schema.ts';
import { MEDIA_CHOICE, type MediaChoice, mediaChoice } from './plan.ts';
import type { Settings } from './status.ts';

const SETTINGS = 'settings';

/** What is not understood is as always. */
export function toSettings(found: unknown): Settings {
  const { limit, without } = (typeof found === 'object' && found !== null ? found : {}) as {
    limit?: unknown;
    without?: unknown;
  };
  const named = Array.isArray(without) ? without : [];
  return {
    limit: typeof limit === 'number' ? mediaChoice({ limit }).limit : MEDIA_CHOICE.limit,
    without: MEDIA_TYPES.filter((type) => named.includes(type)),
  };
}

/** Kinds that a later version of the program knows are taken: only what was named is left out. */
export const toMediaChoice = ({ limit, without }: Settings): MediaChoice => ({
  limit,
  kinds: without.length === 0 ? null : MEDIA_TYPES.filter((type) => !without.includes(type)),
});

export const storedSettings = async (db: Database): Promise<Settings> =>
  toSettings(await value(db, SETTINGS));

/** Runs that are under way go on as they began. @returns as they are kept. @throws {Fault} `disk-full`, `store-failed`. */
export async function keepSettings(db: Database, asked: Settings): Promise<Settings> {
  const settings = toSettings(asked);
  await putValue(db, SETTINGS, settings);
  return settings;
}
