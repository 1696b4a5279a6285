/** @file The set-up page. */
import { SetupFrame } from '../../components/setup/SetupFrame.tsx';
import { checkPassword } from '../../lib/vault/vault.ts';
import { command } from '../shared/client.ts';
import { goToWhatsApp, openPage, reloadWhatsApp, show } from '../shared/page.ts';
import { makeVault } from './make-vault.ts';
import { createSetup, STEPS } from './model.ts';
import { estimate } from './strength.ts';

const setup = createSetup({ command, checkPassword, estimate, makeVault });

const App = () => (
  <SetupFrame
    step={setup.step.value}
    steps={STEPS}
    account={setup.account.value}
    existing={setup.existing.value}
    looking={setup.looking.value}
    fault={setup.fault.value}
    seconds={setup.seconds.value}
    started={setup.started.value}
    on={{
      look: () => void setup.look(),
      confirmAccount: setup.confirmAccount,
      measure: (typed) => void setup.measure(typed),
      choose: (first, second) => void setup.choose(first, second),
      back: setup.back,
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
