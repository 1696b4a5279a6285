/** @file The set-up page. */
import { SetupFrame } from '../../components/setup/SetupFrame.tsx';
import { checkPassword } from '../../lib/vault/password.ts';
import { command } from '../shared/client.ts';
import { goToWhatsApp, openPage, reloadWhatsApp, show } from '../shared/page.ts';
import { passkeyDoor } from '../shared/passkey.ts';
import { makeVault } from '../shared/password.ts';
import { newPhrase } from '../shared/phrase.ts';
import { estimate } from '../shared/strength.ts';
import { createWriting } from '../shared/writing.ts';
import { createSetup } from './model.ts';

const setup = createSetup({
  command,
  checkPassword,
  estimate,
  makeVault,
  writing: createWriting({ newPhrase }),
  passkeys: passkeyDoor({ location, credentials: navigator.credentials }),
});

const App = () => (
  <SetupFrame
    step={setup.step.value}
    account={setup.account.value}
    existing={setup.existing.value}
    looking={setup.looking.value}
    fault={setup.fault.value}
    seconds={setup.seconds.value}
    started={setup.started.value}
    words={setup.words.value}
    asked={setup.asked.value}
    wrong={setup.wrong.value}
    hasPhrase={setup.hasPhrase.value}
    hasPasskey={setup.hasPasskey.value}
    verifying={setup.verifying.value}
    on={{
      look: () => void setup.look(),
      confirmAccount: setup.confirmAccount,
      measure: (typed) => void setup.measure(typed),
      choose: (first, second) => void setup.choose(first, second),
      back: setup.back,
      showWords: () => void setup.showWords(),
      written: setup.written,
      answer: setup.answer,
      makePasskey: () => void setup.makePasskey(),
      goOn: setup.goOn,
      create: () => void setup.create(),
      start: () => void setup.start(),
      open: () => void openPage('viewer.html'),
      goToWhatsApp: () => void goToWhatsApp(),
      reload: () => void reloadWhatsApp(),
    }}
  />
);

show(<App />);
void setup.look();
