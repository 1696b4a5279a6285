/** @file Chromium only: turns the sealed parts into a URL that can be downloaded. */
import { toFault } from '../../lib/base/fault.ts';
import { isCompose } from '../background/words.ts';
import { compose } from '../shared/compose.ts';

chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
  if (!isCompose(message) || sender.id !== chrome.runtime.id || sender.tab) return;
  compose(message.compose).then(
    (value) => reply({ value }),
    (thrown: unknown) => reply({ fault: toFault(thrown).toNote() }),
  );
  return true;
});
