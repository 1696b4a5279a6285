/** @file Before the lock: which ways can be tried here, the words of a phrase looked over as they are typed, a passkey asked for. */
import { computed, signal } from '@preact/signals';
import type { UsableWays } from '../../components/ways/way.ts';
import { Fault } from '../../lib/base/fault.ts';
import type { Passkey, Slots, Way } from '../../lib/vault/slots.ts';
import type { PasskeyDoor } from './passkey.ts';

export interface OpeningNeeds {
  /** The first slip of the pen; null where there is none yet. */
  readonly slipIn: (typed: string) => Promise<Fault | null>;
  /** Null where passkeys are not offered. */
  readonly passkeys: PasskeyDoor | null;
}

export type Opening = ReturnType<typeof createOpening>;

export function createOpening({ slipIn, passkeys }: OpeningNeeds) {
  const slots = signal<Slots | null>(null);
  const slip = signal<Fault | null>(null);
  let typed = 0;

  /** Another extension's passkeys open nothing here. */
  const ours = computed((): readonly Passkey[] =>
    (slots.value?.passkeys ?? []).filter(({ rpId }) => rpId === passkeys?.rpId),
  );

  return {
    /** What the header says, locked. */
    slots,
    slip: computed(() => slip.value),
    ours,
    usable: computed(
      (): UsableWays => ({
        password: slots.value?.password === true,
        phrase: slots.value?.phrase === true,
        passkey: ours.value.length > 0,
      }),
    ),
    async typing(text: string): Promise<void> {
      const mine = ++typed;
      const found = await slipIn(text);
      if (mine === typed) slip.value = found;
    },
    /** Nothing that was typed is remembered, nor what was wrong with it. */
    forget(): void {
      typed++;
      slip.value = null;
    },
    /** @throws {Fault} `passkey-refused`, `passkey-unsupported`. */
    async passkey(): Promise<Way> {
      if (!passkeys) throw new Fault('passkey-unsupported');
      return { kind: 'passkey', ...(await passkeys.ask(ours.value)) };
    },
  };
}

/** What a way came to is known: its bytes are not needed here any more. */
export function wipe(way: Way): void {
  if (way.kind === 'passkey') way.prf.fill(0);
}
