/** @file Reading a run back, all of it: every byte opened, every record parsed, every figure counted again. */
import { Fault } from '../base/fault.ts';
import type { RunKey } from './frame.ts';
import type { OpenArchive } from './open.ts';
import type { Source } from './source.ts';
import { Verification, type VerifiedRun, type VerifyOptions } from './verification.ts';

export type { Finding, VerifiedRun, VerifyOptions } from './verification.ts';

/**
 * Figures of chats and report are compared only where the call reads the run from its first segment.
 * @param source one run file's bytes.
 * @throws {Fault} `verify-failed` — `what` differs, with `expected` and `found`; `cancelled`.
 */
export const verifyRun = (source: Source, run: RunKey, options: VerifyOptions = {}): Promise<VerifiedRun> =>
  new Verification(source, run, options).run();

/** Notes that mean: something in this file is not as it was written. */
const DAMAGE: readonly string[] = [
  'header-damaged',
  'header-one-damaged',
  'header-altered',
  'archive-cut',
  'directory-damaged',
  'zip-refused',
  'run-start-damaged',
  'segment-damaged',
  'segment-mended',
  'run-missing',
  'run-cut',
];

/** Every run of an opened archive; a run without an end as far as it goes. @throws {Fault} `verify-failed`, `cancelled`. */
export async function verifyArchive(
  open: OpenArchive,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly VerifiedRun[]> {
  await open.media();
  const damage = open.notes.find(({ code }) => DAMAGE.includes(code));
  if (damage) throw new Fault('verify-failed', { ...damage.detail, what: damage.code }, damage);
  const verified: VerifiedRun[] = [];
  for (const { head, source, end } of open.runs)
    verified.push(await verifyRun(source, head.run, { ...options, unfinished: end === null }));
  return verified;
}
