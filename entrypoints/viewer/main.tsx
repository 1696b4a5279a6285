/** @file The viewer page, and with `?check` the page that checks the saved file. */
import { command } from '../shared/client.ts';
import { whenAlone } from '../shared/idle.ts';
import { show } from '../shared/page.ts';
import { passkeyDoor } from '../shared/passkey.ts';
import { slipIn } from '../shared/phrase.ts';
import { CheckApp, ViewerApp } from './App.tsx';
import { createAdoption } from './adoption.ts';
import { createCheck } from './check.ts';
import { connect } from './connect.ts';
import { createDoor } from './door.ts';
import { createViewer } from './model.ts';

if (new URLSearchParams(location.search).has('check')) {
  const check = createCheck({ command, connect });
  show(<CheckApp check={check} />);
  void check.look();
} else {
  const viewer = createViewer({
    connect,
    known: async () => (await command('status', {})).vault?.shortName ?? null,
    slipIn,
    passkeys: passkeyDoor({ location, credentials: navigator.credentials }),
  });
  const door = createDoor(viewer);
  const adoption = createAdoption({ command, viewer });
  show(<ViewerApp viewer={viewer} media={door} adoption={adoption} />);
  addEventListener('pagehide', viewer.lock);
  const playing = () =>
    [...document.querySelectorAll<HTMLMediaElement>('video, audio')].some((one) => !one.paused);
  const busy = () => door.saving() || adoption.offer.value?.at === 'taking' || playing();
  whenAlone({
    on: window,
    leave: () => {
      if (!busy()) viewer.leftAlone();
    },
  });
}
