/**
 * @file What a password costs, spent in a worker that is ended after it: no copy of the password stays in its memory, and
 * Argon2id's quarter of a GiB goes with it. In a worker that lives on that would be left for a collection, which an
 * idle one puts off (measured: half a minute).
 */
import type { Bytes } from '../../lib/base/bytes.ts';
import type { Way } from '../../lib/vault/slots.ts';
import type { ChosenWays, NewVault } from '../setup/model.ts';
import { askOnce } from './once.ts';
import type { PasswordQuestion } from './password-worker.ts';

const ask = <T>(question: PasswordQuestion): Promise<T> =>
  askOnce<T>(new Worker(new URL('./password-worker.ts', import.meta.url), { type: 'module' }), question);

export const makeVault = (vault: ChosenWays): Promise<NewVault> => ask<NewVault>({ vault });

/** The same way, to be tried by a worker that lives on. */
export const apart = (way: Way): Way =>
  way.kind === 'password' ? { ...way, argon2id: (...given) => ask<Bytes>({ argon2id: given }) } : way;
