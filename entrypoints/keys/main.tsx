/** @file The page *Ways to open your backups*. */
import { KeysFrame } from '../../components/keys/KeysFrame.tsx';
import { checkPassword } from '../../lib/vault/password.ts';
import { command } from '../shared/client.ts';
import { ALONE_MINUTES, whenAlone } from '../shared/idle.ts';
import { show } from '../shared/page.ts';
import { passkeyDoor } from '../shared/passkey.ts';
import { newPhrase, slipIn } from '../shared/phrase.ts';
import { estimate } from '../shared/strength.ts';
import { createWriting } from '../shared/writing.ts';
import { connect } from './connect.ts';
import { createKeys } from './model.ts';

const setUp = () => location.assign('/setup.html');

const keys = createKeys({
  connect,
  command,
  checkPassword,
  estimate,
  slipIn,
  writing: createWriting({ newPhrase }),
  passkeys: passkeyDoor({ location, credentials: navigator.credentials }),
  leave: setUp,
});

const App = () => (
  <KeysFrame
    screen={keys.screen.value}
    lock={keys.lock.value}
    usable={keys.usable.value}
    canMakePasskey={keys.canMakePasskey}
    alone={keys.alone.value ? ALONE_MINUTES : null}
    unlocking={keys.unlocking.value}
    verifying={keys.verifying.value}
    words={keys.words.value}
    asked={keys.asked.value}
    wrong={keys.wrong.value}
    seconds={keys.seconds.value}
    change={keys.change.value}
    removing={keys.removing.value}
    saving={keys.saving.value}
    fault={keys.fault.value}
    slip={keys.slip.value}
    now={Date.now()}
    on={{
      unlock: {
        password: (password) => void keys.unlock({ kind: 'password', password }),
        phrase: (phrase) => void keys.unlock({ kind: 'phrase', phrase }),
        typing: keys.typing,
        passkey: () => void keys.unlockWithPasskey(),
      },
      setUp,
      forgotten: keys.forgotten,
      startOver: () => void keys.startOver(),
      back: keys.back,
      lock: keys.lockUp,
      choosePassword: keys.choosePassword,
      measure: keys.measure,
      changePassword: (first, second) => void keys.changePassword(first, second),
      writePhrase: () => void keys.writePhrase(),
      written: keys.written,
      answer: (typed) => void keys.answer(typed),
      addPasskey: () => void keys.addPasskey(),
      askToRemove: keys.askToRemove,
      keep: keys.keep,
      remove: () => void keys.remove(),
      chooseLock: keys.chooseLock,
      renew: (first, second) => void keys.renew(first, second),
      save: () => void keys.save(),
    }}
  />
);

show(<App />);
void keys.look();
addEventListener('pagehide', keys.lockUp);
whenAlone({ on: window, leave: keys.leftAlone });
