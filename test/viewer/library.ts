/** @file A viewer without a browser: its workers live in the same thread and open what they are told to. */
import type { PasskeyDoor } from '../../entrypoints/shared/passkey.ts';
import { slipIn } from '../../entrypoints/shared/phrase.ts';
import { createLibrarian, type Locked } from '../../entrypoints/viewer/librarian.ts';
import { type Connection, createViewer } from '../../entrypoints/viewer/model.ts';
import type { ViewerFile, ViewerQuestions } from '../../entrypoints/viewer/protocol.ts';
import { Fault } from '../../lib/base/fault.ts';
import { asker, type Channel, portChannel, serve } from '../../lib/bridge/call.ts';
import { fakeHistory, PLAIN } from './fake-history.ts';

export const PASSWORD = 'correct horse';
export const SHORT = 'a1b2c3d4e5f6';

/** With something to say of it from the start, and more once it is unlocked. */
const noted = async (): Promise<Locked> => ({
  shortName: SHORT,
  notes: [new Fault('run-missing', { run: 3 })],
  ...PLAIN,
  async unlock(way) {
    if (way.kind !== 'password' || way.password !== PASSWORD) throw new Fault('wrong-password');
    return fakeHistory({ notes: [new Fault('run-missing', { run: 3 }), new Fault('run-cut')] });
  },
});

/** Workers in the same thread; `ended` counts those put away, `given` names the files they were given. */
export function library(open: (files: readonly ViewerFile[]) => Promise<Locked> = noted) {
  const told = { ended: 0, begun: 0 };
  const given: string[][] = [];
  const librarian = () =>
    createLibrarian({
      digest: async () => '',
      open(files) {
        given.push(files.map(({ name }) => name));
        return open(files);
      },
    });
  const connect = () => {
    told.begun++;
    const { port1, port2 } = new MessageChannel();
    const closed = new Set<() => void>();
    serve<ViewerQuestions>(portChannel(port2), librarian());
    const channel: Channel = {
      ...portChannel(port1),
      onClosed(hear) {
        closed.add(hear);
        return () => closed.delete(hear);
      },
    };
    return {
      ask: asker<ViewerQuestions>(channel),
      end() {
        told.ended++;
        port1.close();
        for (const hear of [...closed]) hear();
      },
    };
  };
  return { told, connect, given };
}

/** @param own the short name of this browser's own vault. */
export const viewerOf = (
  connect: () => Connection,
  passkeys: PasskeyDoor | null = null,
  own: string | null = SHORT,
) => createViewer({ connect, slipIn, passkeys, known: async () => own });

export const file = (name = 'a.keepsake') => ({ name, file: new File(['x'], name) });
