/** @file The toolbar's popup. */
import { PopupFrame } from '../../components/popup/PopupFrame.tsx';
import { command } from '../shared/client.ts';
import { goToWhatsApp, openPage, reloadWhatsApp, show } from '../shared/page.ts';
import { createPopup } from './model.ts';

const popup = createPopup({ command, copy: (text) => navigator.clipboard.writeText(text) });

/** Opens something elsewhere and gets out of the way. */
const leave = (go: () => Promise<void>) => () => void go().then(() => window.close());

const App = () => (
  <PopupFrame
    screen={popup.screen.value}
    account={popup.account.value}
    fault={popup.fault.value}
    busy={popup.busy.value}
    asking={popup.asking.value}
    stopping={popup.stopping.value}
    older={popup.older.value}
    works={popup.works.value}
    mending={popup.mending.value}
    settings={popup.settings.value}
    now={Date.now()}
    on={{
      setUp: leave(() => openPage('setup.html')),
      open: leave(() => openPage('viewer.html')),
      ways: leave(() => openPage('keys.html')),
      check: leave(() => openPage('viewer.html?check')),
      backUp: () => void popup.backUp(),
      tryMissing: () => void popup.tryMissing(),
      save: () => void popup.save(),
      askToCancel: popup.askToCancel,
      keepGoing: popup.keepGoing,
      cancel: () => void popup.cancel(),
      openSettings: () => void popup.openSettings(),
      closeSettings: popup.closeSettings,
      choose: (settings) => void popup.choose(settings),
      lookAtWorks: () => void popup.lookAtWorks(),
      makeReport: () => void popup.makeReport(),
      copyReport: () => void popup.copyReport(),
      offerOlder: popup.offerOlder,
      leaveOlder: popup.leaveOlder,
      askOlder: () => void popup.askOlder(),
      goToWhatsApp: leave(goToWhatsApp),
      reload: leave(reloadWhatsApp),
    }}
  />
);

popup.open();
show(<App />);
