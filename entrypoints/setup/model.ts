/** @file The story of set-up: whose account, which password, the warning, the lock being made, the first backup. */
import { computed, signal } from '@preact/signals';
import type { Step } from '../../components/setup/step.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Command } from '../shared/client.ts';
import type { Estimate } from './strength.ts';

export type SetupStep = Step;

export const STEPS: readonly SetupStep[] = ['account', 'password', 'warning', 'creating', 'done'];

export interface NewVault {
  readonly header: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly writerKey: Uint8Array;
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
  /** Takes seconds. It runs where it is ended afterwards, memory and all. */
  readonly makeVault: (password: string) => Promise<NewVault>;
}

export type Setup = ReturnType<typeof createSetup>;

export function createSetup({ command, checkPassword, estimate, makeVault }: SetupNeeds) {
  const step = signal<SetupStep>('account');
  const account = signal<SetupAccount | null>(null);
  /** The account of a vault that exists already: set-up changes nothing then. */
  const existing = signal<string | null>(null);
  const looking = signal(true);
  const fault = signal<Fault | null>(null);
  const seconds = signal<number | null>(null);
  const started = signal(false);
  let password = '';
  let measured = 0;

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

  return {
    step: computed(() => step.value),
    account,
    existing,
    looking,
    fault,
    /** How long guessing would take; null while nothing is typed or it is being measured. */
    seconds,
    started,
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
      const mine = ++measured;
      fault.value = null;
      if (typed === '') seconds.value = null;
      else
        await estimate(typed).then(
          (found) => {
            if (mine === measured) seconds.value = found;
          },
          () => {
            if (mine === measured) seconds.value = null;
          },
        );
    },
    async choose(first: string, second: string): Promise<void> {
      const good = await attempt(async () => {
        checkPassword(first);
        if (first !== second) throw new Fault('password-mismatch');
      });
      if (!good) return;
      password = first;
      go('warning');
    },
    back(): void {
      if (step.value === 'password') go('account');
      if (step.value === 'warning') {
        password = '';
        seconds.value = null;
        go('password');
      }
    },
    async create(): Promise<void> {
      if (password === '' || !account.value) return;
      const chosen = password;
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
      password = '';
      seconds.value = null;
      go('done');
    },
    async start(): Promise<void> {
      started.value = await attempt(async () => {
        await command('start', {});
      });
    },
  };
}
