/** @file Stands in for the pages' workers in a browser under test: the viewer's holds the fake history, set-up's makes a vault of nothing, the keys page's changes nothing. */
import type { KeysQuestions, KnownLock } from '../../entrypoints/keys/protocol.ts';
import type { InspectOptions } from '../../entrypoints/viewer/inspector.ts';
import { createLibrarian } from '../../entrypoints/viewer/librarian.ts';
import type { Depth, Inspection, ViewerQuestions } from '../../entrypoints/viewer/protocol.ts';
import { Fault } from '../../lib/base/fault.ts';
import { type Answers, portChannel, serve } from '../../lib/bridge/call.ts';
import { type Slots, WRONG } from '../../lib/vault/slots.ts';
import { fakeHistory, PASSWORD_ONLY, PLAIN } from './fake-history.ts';

export const PASSWORD = 'correct horse';

/** A passkey of the page's own extension, or of another. */
const passkey = (rpId: string) => ({ rpId, credential: Uint8Array.of(1), prfSalt: new Uint8Array(32) });

const ALL_WAYS: Slots = { password: true, phrase: true, passkeys: [passkey(location.host)], unknown: 0 };

/** 3 May 2026. */
const DAY = Date.UTC(2026, 4, 3);

/** Reads 1 GB in four steps; with `endless`, until it is stopped. A file with notes has a name for something nobody knows. */
async function inspected(
  depth: Depth,
  notes: readonly Fault[],
  { signal, onProgress }: InspectOptions,
  endless: boolean,
): Promise<Inspection> {
  for (let step = 0; depth !== 'frames' && (step < 4 || endless); step++) {
    onProgress((step % 4) * 250_000_000, 1_000_000_000);
    await new Promise((resolve) => setTimeout(resolve, 250));
    if (signal.aborted) throw new Fault('cancelled');
  }
  const findings = notes.map((note) => note.toNote());
  const figures = depth === 'everything' ? { messages: 5021, media: 212 } : { messages: 0, media: 0 };
  return { runs: 1, ...figures, findings, unknown: notes.length > 0 ? [['message.mood', 3]] : [] };
}

/** By its first bytes: `not …` is no backup, `noted` has something to say, `ways` opens in every way, `slow` is read without end the first time; the header of `altered` was changed. */
const librarian = () =>
  createLibrarian({
    digest: async (file) => (file.size === 741 ? 'ab' : 'cd').repeat(32),
    async open(files) {
      const begin = (await files[0]?.file.slice(0, 20).text()) ?? '';
      let slow = begin.startsWith('slow');
      if (begin.startsWith('not ')) throw new Fault('not-an-archive');
      const notes = begin.startsWith('noted')
        ? [
            new Fault('segment-damaged', { run: 2, at: DAY, segment: 214, byte: 71_204_511 }),
            new Fault('run-missing', {
              run: 3,
              at: DAY + 86_400_000,
              before: 4,
              beforeAt: DAY + 172_800_000,
            }),
          ]
        : [];
      return {
        ...PLAIN,
        shortName: 'a1b2c3d4e5f6',
        slots: begin.startsWith('ways') ? ALL_WAYS : PASSWORD_ONLY,
        notes,
        continues: () => begin.startsWith('noted'),
        genuine: () => !begin.startsWith('altered'),
        inspect: (depth, options) => {
          const endless = depth !== 'frames' && slow;
          slow &&= !endless;
          return inspected(depth, notes, options, endless);
        },
        async unlock(way) {
          if (way.kind !== 'password') throw new Fault(WRONG[way.kind]);
          if (way.password !== PASSWORD) throw new Fault('wrong-password');
          return fakeHistory({ notes });
        },
      };
    },
  });

/** Any of them opens; a change is done at once. */
function keeper(): Answers<KeysQuestions> {
  let lock: KnownLock = {
    shortName: 'a1b2c3d4e5f6',
    account: '+31 6 … 89',
    slots: ALL_WAYS,
    older: [1, 9].map((days) => ({
      name: `Keepsake 2026-05-0${days} a1b2c3d4e5f6.keepsake`,
      password: true,
      phrase: days > 5,
      at: Date.now() - (10 - days) * 86_400_000,
    })),
  };
  return {
    look: async () => lock,
    async unlock({ way }) {
      if (way.kind !== 'password' || way.password !== PASSWORD) throw new Fault(WRONG[way.kind]);
      return {};
    },
    async change({ change }) {
      if ('remove' in change && change.remove === 'phrase')
        lock = { ...lock, slots: { ...lock.slots, phrase: false } };
      return lock;
    },
    async renew() {
      lock = { ...lock, shortName: 'ffeeddccbbaa', slots: PASSWORD_ONLY };
      return lock;
    },
  };
}

function fakeWorker(): object {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  if (location.pathname.includes('setup'))
    port2.onmessage = () => {
      const empty = new Uint8Array(1);
      setTimeout(
        () => port2.postMessage({ value: { header: empty, publicKey: empty, writerKey: empty } }),
        300,
      );
    };
  else if (location.pathname.includes('keys')) serve<KeysQuestions>(portChannel(port2), keeper());
  else serve<ViewerQuestions>(portChannel(port2), librarian());
  return Object.assign(port1, { terminate: () => port1.close() });
}

Object.assign(globalThis, {
  Worker: class {
    constructor() {
      // biome-ignore lint/correctness/noConstructorReturn: a port takes the worker's place
      return fakeWorker();
    }
  },
});
