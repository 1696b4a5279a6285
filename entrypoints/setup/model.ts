/** @file The story of set-up: whose account, which password, other ways to open, the warning, the lock being made, the first backup. */
import { computed, signal } from '@preact/signals';
import type { Step } from '../../components/setup/step.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Command } from '../shared/client.ts';
import type { NewPasskey, PasskeyDoor } from '../shared/passkey.ts';
import { createMeter, type Estimate } from '../shared/strength.ts';
import type { Writing } from '../shared/writing.ts';

export type SetupStep = Step;

export interface NewVault {
  readonly header: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly writerKey: Uint8Array;
}

/** What a vault shall be opened with. */
export interface ChosenWays {
  readonly password: string;
  readonly phrase: string | null;
  readonly passkey: NewPasskey | null;
}

export interface SetupAccount {
  readonly id: string;
  readonly phone: string;
  readonly name: string | null;
}

export interface SetupNeeds {
  readonly command: Command;
  /** @throws {Fault} `password-short`, `password-characters`. */
  readonly checkPassword: (password: string) => void;
  readonly estimate: Estimate;
  readonly writing: Writing;
  /** Null where passkeys are not offered. */
  readonly passkeys: PasskeyDoor | null;
  /** Takes seconds. It runs where it is ended afterwards, memory and all. */
  readonly makeVault: (ways: ChosenWays) => Promise<NewVault>;
}

export type Setup = ReturnType<typeof createSetup>;

export function createSetup({ command, checkPassword, estimate, writing, passkeys, makeVault }: SetupNeeds) {
  const step = signal<SetupStep>('account');
  const account = signal<SetupAccount | null>(null);
  /** The account of a vault that exists already: set-up changes nothing then. */
  const existing = signal<string | null>(null);
  const looking = signal(true);
  const fault = signal<Fault | null>(null);
  const meter = createMeter(estimate);
  const started = signal(false);
  const hasPhrase = signal(false);
  const hasPasskey = signal(false);
  /** The browser is asking for a finger, a face or a PIN. */
  const verifying = signal(false);
  let password = '';
  let phrase: string | null = null;
  let passkey: NewPasskey | null = null;

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

  function go(to: SetupStep): void {
    fault.value = null;
    step.value = to;
  }

  function dropPhrase(): void {
    phrase = null;
    hasPhrase.value = false;
    writing.forget();
  }

  function dropAll(): void {
    password = '';
    meter.clear();
    dropPhrase();
    passkey?.prf.fill(0);
    passkey = null;
    hasPasskey.value = false;
  }

  const BACK: Partial<Record<SetupStep, () => void>> = {
    password: () => go('account'),
    phrase: () => {
      dropAll();
      go('password');
    },
    words: () => go('phrase'),
    asked: () => void writing.show().then(() => go('words')),
    passkey: () => go('phrase'),
    warning: () => go(passkeys ? 'passkey' : 'phrase'),
  };

  return {
    step: computed(() => step.value),
    account,
    existing,
    looking,
    fault,
    /** How long guessing would take; null while nothing is typed or it is being measured. */
    seconds: meter.seconds,
    started,
    hasPhrase,
    hasPasskey,
    verifying,
    /** The recovery phrase on the screen. */
    words: computed(() => (step.value === 'words' ? writing.words.value : [])),
    asked: writing.asked,
    wrong: writing.wrong,
    async look(): Promise<void> {
      looking.value = true;
      await attempt(async () => {
        const { vault } = await command('status', {});
        existing.value = vault?.account ?? null;
        if (!vault) account.value = await command('account', {});
      });
      looking.value = false;
    },
    confirmAccount(): void {
      if (account.value) go('password');
    },
    async measure(typed: string): Promise<void> {
      fault.value = null;
      await meter.measure(typed);
    },
    async choose(first: string, second: string): Promise<void> {
      const good = await attempt(async () => {
        checkPassword(first);
        if (first !== second) throw new Fault('password-mismatch');
      });
      if (!good) return;
      password = first;
      go('phrase');
    },
    async showWords(): Promise<void> {
      if (step.value !== 'phrase' && step.value !== 'asked') return;
      if (await attempt(writing.show)) go('words');
    },
    written(): void {
      writing.written();
      go('asked');
    },
    answer(typed: readonly string[]): void {
      const given = writing.answer(typed);
      if (given === null) return;
      phrase = given;
      hasPhrase.value = true;
      go(passkeys ? 'passkey' : 'warning');
    },
    async makePasskey(): Promise<void> {
      if (step.value !== 'passkey' || verifying.value || passkey || !passkeys) return;
      verifying.value = true;
      const good = await attempt(async () => {
        passkey = await passkeys.make([]);
      });
      verifying.value = false;
      if (!good || step.value !== 'passkey') return;
      hasPasskey.value = true;
      go('warning');
    },
    goOn(): void {
      if (step.value === 'phrase') {
        dropPhrase();
        go(passkeys ? 'passkey' : 'warning');
      } else if (step.value === 'passkey' && !verifying.value) go('warning');
    },
    back(): void {
      if (!verifying.value) BACK[step.value]?.();
    },
    async create(): Promise<void> {
      if (step.value !== 'warning' || password === '' || !account.value) return;
      const chosen = { password, phrase, passkey };
      const { id } = account.value;
      go('creating');
      const good = await attempt(async () => {
        const { header, publicKey, writerKey } = await makeVault(chosen);
        await command('adopt', { header, publicKey, writerKey, account: id });
      });
      if (!good) {
        step.value = 'warning';
        return;
      }
      dropAll();
      go('done');
    },
    async start(): Promise<void> {
      started.value = await attempt(async () => {
        await command('start', {});
      });
    },
  };
}
