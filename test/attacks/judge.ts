/** @file What the reader makes of any bytes whatever: accepted as whole or not, and nothing but what was written is seen. */
import { checkArchive } from '../../lib/archive/check.ts';
import { type OpenArchive, openArchive, type Source } from '../../lib/archive/open.ts';
import { verifyArchive } from '../../lib/archive/verify.ts';
import { type Bytes, toHex } from '../../lib/base/bytes.ts';
import { FAULT_CODES, Fault, toFault } from '../../lib/base/fault.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import type { Way } from '../../lib/vault/slots.ts';
import type { Rich } from './rich.ts';

export interface Verdict {
  /**
   * It opened, everything was read, and there was nothing to tell that is not told of the true archive; and reading it
   * back, or the user's own check, found nothing either.
   */
  readonly accepted: boolean;
  /** All messages and media were there. */
  readonly whole: boolean;
  /** The code it was refused with, or those of its notes. */
  readonly said: string;
}

/** What the reader tells of the true archive: its third run was stopped. */
export const HONEST = 'run-unfinished';

/** Reads of the source, and bytes read, at most: many times what the true archive needs. */
const READS = 5000;

export interface Trial {
  /** How it is unlocked; left out, the vault's secrets are held already. */
  readonly way?: Way | undefined;
  /** Every run is read back to its end though the archive failed already. */
  readonly thorough?: boolean;
}

/**
 * @throws {Error} where something was shown that was never written, or anything but a Fault was thrown.
 */
export async function judge(bytes: Bytes, rich: Rich, { way, thorough }: Trial = {}): Promise<Verdict> {
  const source = bounded(bytes);
  let opened: OpenArchive;
  try {
    const locked = await openArchive(source);
    opened = await (way ? locked.unlock(way) : locked.open(rich.mine.secrets));
  } catch (thrown) {
    return { accepted: false, whole: false, said: known(thrown).code };
  }
  const whole = await readAll(opened, rich);
  for (const note of opened.notes) known(note);
  const said = [...opened.notes.map(({ code }) => code), ...(opened.continues ? ['continues'] : [])].join(
    ' ',
  );
  const verified = await verifyArchive(opened).then(
    () => true,
    (thrown: unknown) => !known(thrown),
  );
  const isQuiet = said === HONEST;
  // What the user's own check says: all runs read to their ends, whatever was met before.
  const { findings } = isQuiet || thorough ? await checkArchive(opened) : { findings: [] };
  for (const finding of findings) known(finding);
  const accepted = isQuiet && (verified || findings.length === 0);
  return { accepted, whole, said: verified ? said : `${said} (verify)` };
}

/** Chats, messages and media, all of them. @returns whether everything that was written is there. */
async function readAll(opened: OpenArchive, { written, names, hashes }: Rich): Promise<boolean> {
  const history = await archiveHistory(opened);
  const seen = new Set<string>();
  for (const { id, name } of await history.chats()) {
    if (name !== null && !names.has(name)) throw new Error('a name was shown that nobody wrote');
    for (const message of await history.messages(id, 0, 10_000)) {
      const json = JSON.stringify(message);
      if (!written.has(json) || message.chat !== id) throw new Error('a message was shown that nobody wrote');
      seen.add(message.id);
    }
  }
  const ids = new Set([...written].map((json) => (JSON.parse(json) as { id: string }).id));
  let media = 0;
  for (const hash of hashes) {
    const medium = await history.medium(hash);
    const found = await medium?.read(0, medium.size).catch(known);
    if (!found || found instanceof Fault) continue;
    if (toHex(await sha256(found)) !== hash) throw new Error('another medium was shown');
    media++;
  }
  return seen.size === ids.size && media === hashes.length;
}

/** @throws what is no Fault, has no name, or is a fault of ours. */
function known(thrown: unknown): Fault {
  const { code, detail } = toFault(thrown);
  if (!(thrown instanceof Fault) || code === 'unexpected' || detail.what === 'unexpected') throw thrown;
  if (!FAULT_CODES.includes(code)) throw new Error('a fault without a name');
  return thrown;
}

function bounded(bytes: Bytes): Source {
  let reads = 0;
  let taken = 0;
  return {
    size: bytes.length,
    async read(offset, length) {
      if (!(offset >= 0 && length >= 0)) throw new Error(`read(${offset}, ${length})`);
      const found = bytes.slice(offset, offset + length);
      taken += found.length;
      if (++reads > READS || taken > 60 * bytes.length + 1_000_000) throw new Error('it reads and reads');
      return found;
    },
  };
}
