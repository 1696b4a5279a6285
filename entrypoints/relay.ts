/**
 * @file Between page and background: joins the page's port to the extension's, adds nothing, keeps nothing.
 *
 * [Note: why no WXT content script] WXT's context for isolated scripts announces itself with a window message that
 * the site can see. An unlisted script, named in the manifest by wxt.config.ts, says nothing.
 */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { toFault } from '../lib/base/fault.ts';
import { extensionChannel, join } from '../lib/bridge/port.ts';
import { offerPort } from '../lib/bridge/window.ts';
import { CONNECT, isHold, RELAY } from './background/words.ts';

const AGAIN_MS = [200, 500, 1000, 2000, 5000];

export default defineUnlistedScript(() => {
  const { runtime } = chrome;
  /** A run is under way: should the background go away, it is woken by connecting again. */
  let held = false;
  let end: (() => void) | null = null;

  const connect = async (): Promise<void> => {
    const page = await offerPort(window);
    end?.();
    const port = runtime.connect({ name: RELAY });
    const release = join(extensionChannel(port), page);
    port.onMessage.addListener((message: unknown) => {
      if (isHold(message)) held = message.hold;
    });
    end = () => {
      end = null;
      release();
      page.close();
      port.disconnect();
    };
    port.onDisconnect.addListener(() => {
      void runtime.lastError; // the background died, or the extension was updated: expected
      end?.();
      if (held) void again(0);
    });
  };

  const again = async (attempt: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]));
    if (end || !runtime?.id) return; // joined meanwhile, or orphaned by an update: quiet for good
    await connect().catch(() => again(attempt + 1));
  };

  runtime.onMessage.addListener((message: unknown, _sender, reply: (answer: unknown) => void) => {
    if (message !== CONNECT) return;
    connect().then(
      () => reply({ value: true }),
      (thrown: unknown) => reply({ fault: toFault(thrown).toNote() }),
    );
    return true;
  });
});
