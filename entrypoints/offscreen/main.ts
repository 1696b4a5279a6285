/** @file Chromium only: turns the sealed parts into a URL that can be downloaded. */
import { toFault } from '../../lib/base/fault.ts';
import { type Far, isCompose, isHowFar } from '../background/words.ts';
import { compose } from '../shared/compose.ts';

let bytes = 0;

chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
  if (sender.id !== chrome.runtime.id || sender.tab) return;
  if (isHowFar(message)) reply({ bytes } satisfies Far);
  if (!isCompose(message)) return;
  const hashed = (now: number) => {
    bytes = now;
  };
  compose(message.compose, hashed).then(
    (value) => reply({ value }),
    (thrown: unknown) => reply({ fault: toFault(thrown).toNote() }),
  );
  return true;
});
