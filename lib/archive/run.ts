/** @file A run's first 192 bytes and last 24: which run it is, its key in a capsule, and where its end lies (FORMAT, "Run file"). */
import { type Bytes, concat, equal, randomBytes, readU64, u64, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { type CapsuleTerms, openCapsule, sealCapsule } from '../seal/capsule.ts';
import type { VaultKeys, VaultSecrets } from '../vault/keys.ts';
import type { RunKey } from './frame.ts';

const MAGIC = utf8('keepsrn1');
const CLOSE = utf8('keepsend');
const INFO = utf8('keepsake/v1 run');
/** Bytes before the capsule: magic, vault, run, number. They are its `aad`. */
const NAMED = 48;
/** Bytes before the first segment. */
export const HEAD = 192;
export const TRAILER = 24;

/** What a run says of the one made before it in the same vault. */
export interface PreviousRun {
  /** 16 bytes. */
  readonly id: Bytes;
  readonly segments: number;
  /** Of its last segment, 32 bytes; zeros where it had none. */
  readonly commitment: Bytes;
}

/** What a run's beginning claims before it is opened. */
export interface RunName {
  readonly vault: Bytes;
  readonly id: Bytes;
  readonly number: number;
}

/** What it proves once opened. */
export interface RunHead extends RunName {
  readonly run: RunKey;
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  /** Null: the first of its vault. */
  readonly previous: PreviousRun | null;
}

/** A run that opened, as a fault names it: its number, and its start in ms since 1970 UTC. */
export const called = ({
  number,
  start,
}: Pick<RunHead, 'number' | 'start'>): { run: number; at: number } => ({
  run: number,
  at: start,
});

/** @param number 1 + the highest this writer has used in the vault. @param start ms since 1970 UTC. */
export async function startRun(
  keys: VaultKeys,
  number: number,
  start: number,
  previous: PreviousRun | null,
): Promise<{ run: RunKey; head: Bytes }> {
  const run: RunKey = { id: randomBytes(16), key: randomBytes(32) };
  return { run, head: await sealHead(keys, run, number, start, previous) };
}

/**
 * The same run's beginning for a new vault: number, start, previous run and run key stay, and so does all that follows it.
 * @throws {Fault} those of {@link openHead} — it is not to be opened with the old secrets.
 */
export async function resealHead(head: Bytes, old: VaultSecrets, fresh: VaultKeys): Promise<Bytes> {
  const { run, number, start, previous } = await openHead(head, old);
  return sealHead(fresh, run, number, start, previous);
}

async function sealHead(
  keys: VaultKeys,
  run: RunKey,
  number: number,
  start: number,
  previous: PreviousRun | null,
): Promise<Bytes> {
  const named = concat(MAGIC, keys.id, run.id, u64(number));
  const before = previous
    ? concat(previous.id, u64(previous.segments), previous.commitment)
    : new Uint8Array(56);
  const plaintext = concat(run.key, u64(start), before);
  if (plaintext.length !== 96) throw new Fault('unexpected', { what: 'length of a previous run' });
  const { enc, sealed } = await sealCapsule(keys.publicKey, terms(keys, named), plaintext);
  return concat(named, enc, sealed);
}

/** Proof of nothing. @throws {Fault} `newer-version`; `run-start-damaged` — not a run's beginning. */
export function readName(head: Bytes): RunName {
  const magic = head.subarray(0, 8);
  const number = readU64(head, 40);
  if (equal(magic, MAGIC) && number !== null && head.length >= HEAD)
    return { vault: head.slice(8, 24), id: head.slice(24, 40), number };
  const digit = (magic[7] ?? 0) - 0x30;
  if (equal(magic.subarray(0, 7), MAGIC.subarray(0, 7)) && digit > 1 && digit <= 9)
    throw new Fault('newer-version', { what: 'run', version: digit });
  throw new Fault('run-start-damaged', { bytes: head.length });
}

/** @throws {Fault} `newer-version`; `other-vault` — made for another vault; `run-start-damaged` — changed, cut or forged. */
export async function openHead(head: Bytes, secrets: VaultSecrets): Promise<RunHead> {
  const name = readName(head);
  if (!equal(name.vault, secrets.id)) throw new Fault('other-vault', { run: name.number });
  const capsule = { enc: head.slice(NAMED, NAMED + 32), sealed: head.slice(NAMED + 32, HEAD) };
  const plaintext = await openCapsule(secrets, terms(secrets, head.slice(0, NAMED)), capsule).catch(
    (thrown: unknown) => {
      throw new Fault('run-start-damaged', { run: name.number }, thrown);
    },
  );
  const start = readU64(plaintext, 32);
  const segments = readU64(plaintext, 56);
  if (start === null || segments === null) throw new Fault('run-start-damaged', { run: name.number });
  const before = plaintext.slice(40, 56);
  const previous = before.every((byte) => byte === 0)
    ? null
    : { id: before, segments, commitment: plaintext.slice(64) };
  return { ...name, run: { id: name.id, key: plaintext.slice(0, 32) }, start, previous };
}

/** @param number and @param offset of the `end` segment in the run file. */
export const trailer = (number: number, offset: number): Bytes => concat(u64(number), u64(offset), CLOSE);

/** Null: these are not a trailer's bytes. */
export function parseTrailer(bytes: Bytes): { readonly number: number; readonly offset: number } | null {
  const number = readU64(bytes);
  const offset = readU64(bytes, 8);
  const known = bytes.length === TRAILER && equal(bytes.subarray(16), CLOSE);
  return known && number !== null && offset !== null ? { number, offset } : null;
}

const terms = (keys: VaultKeys, aad: Bytes): CapsuleTerms => ({
  psk: keys.writerKey,
  pskId: keys.id,
  info: INFO,
  aad,
});
