/** @file The story of *Ways to open your backups*: looked at, unlocked by any one of them, changed, locked again. */
import { computed, signal } from '@preact/signals';
import type { KeysChange, KeysScreen, Removable } from '../../components/keys/screen.ts';
import { fromBase64url, must } from '../../lib/base/bytes.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { SlotChange, Way } from '../../lib/vault/slots.ts';
import type { Command } from '../shared/client.ts';
import type { WorkerConnection } from '../shared/connection.ts';
import { createOpening, type OpeningNeeds, wipe } from '../shared/opening.ts';
import { createMeter, type Estimate } from '../shared/strength.ts';
import type { Writing } from '../shared/writing.ts';
import type { KeysQuestions, KnownLock } from './protocol.ts';
import { shownOf } from './shown.ts';

/** A worker that holds the secrets, once it is unlocked. */
export type KeysConnection = WorkerConnection<KeysQuestions>;

export interface KeysNeeds extends OpeningNeeds {
  readonly connect: () => KeysConnection;
  readonly command: Command;
  readonly checkPassword: (password: string) => void;
  readonly estimate: Estimate;
  readonly writing: Writing;
  /** Goes to the set-up, once there is nothing here any more. */
  readonly leave: () => void;
}

/** Nothing is unlocked on these. */
const ALWAYS_SAFE: ReadonlySet<KeysScreen> = new Set(['looking', 'none', 'locked', 'forgotten']);

export type Keys = ReturnType<typeof createKeys>;

export function createKeys(needs: KeysNeeds) {
  const { connect, command, checkPassword, writing, passkeys, leave } = needs;
  const opening = createOpening(needs);
  const screen = signal<KeysScreen>('looking');
  const known = signal<KnownLock | null>(null);
  const fault = signal<Fault | null>(null);
  const unlocking = signal(false);
  /** The browser is asking for a finger, a face or a PIN. */
  const verifying = signal(false);
  const change = signal<KeysChange | null>(null);
  const removing = signal<Removable | null>(null);
  const saving = signal<'no' | 'now' | 'done'>('no');
  /** It was locked because nobody was there. */
  const alone = signal(false);
  const meter = createMeter(needs.estimate);
  let connection: KeysConnection | null = null;

  const worker = (): KeysConnection => {
    connection ??= connect();
    return connection;
  };

  function show(found: KnownLock | null): void {
    known.value = found;
    opening.slots.value = found?.slots ?? null;
  }

  function go(to: KeysScreen): void {
    fault.value = null;
    opening.forget();
    removing.value = null;
    meter.clear();
    screen.value = to;
  }

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    fault.value = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      fault.value = toFault(thrown);
      return false;
    }
  }

  /** Ends the worker, and everything it knew with it. */
  function lock(): void {
    connection?.end();
    connection = null;
    writing.forget();
    unlocking.value = false;
    change.value = null;
    saving.value = 'no';
    alone.value = false;
    go(known.value ? 'locked' : 'none');
  }

  async function unlock(way: Way): Promise<void> {
    if (screen.value !== 'locked' || unlocking.value) return;
    unlocking.value = true;
    opening.forget();
    const mine = worker();
    const good = await attempt(async () => {
      await mine.ask('unlock', { way });
    });
    wipe(way);
    unlocking.value = false;
    if (!good) return;
    alone.value = false;
    go('open');
  }

  /** @param back the screen to come back to when it fails. */
  async function apply(done: KeysChange, back: KeysScreen, work: () => Promise<KnownLock>): Promise<void> {
    go('working');
    const mine = connection;
    let failed: Fault | null = null;
    let found: KnownLock | null = null;
    try {
      found = await work();
    } catch (thrown) {
      failed = toFault(thrown);
    }
    if (connection !== mine) {
      // Locked meanwhile, and it stays so. Whether anything was changed, the store knows.
      await attempt(async () => show(await worker().ask('look', {})));
      return;
    }
    if (found) {
      show(found);
      change.value = done;
      saving.value = 'no';
    }
    go(failed ? back : 'open');
    fault.value = failed;
  }

  const set = (done: KeysChange, back: KeysScreen, slot: SlotChange): Promise<void> =>
    apply(done, back, () => worker().ask('change', { change: slot }));

  async function chosen(first: string, second: string): Promise<boolean> {
    return attempt(async () => {
      checkPassword(first);
      if (first !== second) throw new Fault('password-mismatch');
    });
  }

  return {
    screen: computed(() => screen.value),
    lock: computed(() => known.value && shownOf(known.value, passkeys)),
    usable: opening.usable,
    canMakePasskey: passkeys !== null,
    fault,
    slip: opening.slip,
    unlocking,
    verifying,
    change,
    removing,
    saving,
    seconds: meter.seconds,
    words: computed(() => (screen.value === 'words' ? writing.words.value : [])),
    asked: writing.asked,
    wrong: writing.wrong,

    async look(): Promise<void> {
      await attempt(async () => {
        show(await worker().ask('look', {}));
        lock();
      });
    },
    unlock,
    async unlockWithPasskey(): Promise<void> {
      if (!passkeys || screen.value !== 'locked' || unlocking.value) return;
      unlocking.value = true;
      let way: Way | null = null;
      await attempt(async () => {
        way = await opening.passkey();
      });
      unlocking.value = false;
      if (way) await unlock(way);
    },
    typing(text: string): void {
      fault.value = null;
      void opening.typing(text);
    },
    lockUp: lock,
    alone: computed(() => alone.value),
    /** Nobody has been here for a while. What is under way is not broken off: it is asked again. */
    leftAlone(): void {
      if (connection === null || ALWAYS_SAFE.has(screen.value)) return;
      if (screen.value === 'working' || verifying.value || saving.value === 'now') return;
      lock();
      alone.value = true;
    },
    back(): void {
      if (screen.value === 'asked') void writing.show().then(() => go('words'));
      else if (screen.value === 'forgotten') go('locked');
      else if (connection) {
        writing.forget();
        go('open');
      }
    },

    choosePassword: () => go('password'),
    measure(text: string): void {
      fault.value = null;
      void meter.measure(text);
    },
    async changePassword(first: string, second: string): Promise<void> {
      if (await chosen(first, second))
        await set('password', 'password', { set: 'password', password: first });
    },

    async writePhrase(): Promise<void> {
      if (await attempt(writing.show)) go('words');
    },
    written(): void {
      writing.written();
      go('asked');
    },
    async answer(words: readonly string[]): Promise<void> {
      const phrase = writing.answer(words);
      if (phrase === null) return;
      const done = known.value?.slots.phrase ? 'phrase_replaced' : 'phrase_added';
      await set(done, 'open', { set: 'phrase', phrase });
      writing.forget();
    },

    async addPasskey(): Promise<void> {
      if (!passkeys || verifying.value) return;
      verifying.value = true;
      let made: SlotChange | null = null;
      await attempt(async () => {
        made = { set: 'passkey', ...(await passkeys.make(opening.ours.value)) };
      });
      verifying.value = false;
      if (made && screen.value === 'open') await set('passkey_added', 'open', made);
      wipeSlot(made);
    },
    askToRemove: (what: Removable) => {
      removing.value = what;
    },
    keep: () => {
      removing.value = null;
    },
    async remove(): Promise<void> {
      const what = removing.value;
      if (what === null) return;
      if (what === 'phrase') await set('phrase_removed', 'open', { remove: 'phrase' });
      else
        await set('passkey_removed', 'open', {
          remove: 'passkey',
          credential: must(fromBase64url(what), 'credential'),
        });
    },

    chooseLock: () => go('renew'),
    async renew(first: string, second: string): Promise<void> {
      if (await chosen(first, second))
        await apply('renewed', 'renew', async () => {
          const page = await command('account', {}).catch(() => null);
          return worker().ask('renew', { password: first, account: page?.id ?? null });
        });
    },
    async save(): Promise<void> {
      if (saving.value === 'now') return;
      saving.value = 'now';
      const saved = await attempt(async () => {
        await command('save', {});
      });
      saving.value = saved ? 'done' : 'no';
    },

    forgotten: () => go('forgotten'),
    async startOver(): Promise<void> {
      if (screen.value !== 'forgotten') return;
      const gone = await attempt(async () => {
        await command('startOver', {});
      });
      if (gone) leave();
    },
  };
}

function wipeSlot(made: SlotChange | null): void {
  if (made && 'prf' in made) made.prf.fill(0);
}
