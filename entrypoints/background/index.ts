/** @file The background: wires the engine to the browser. Every listener is set before the first await, so that its event can wake the worker. */
import { defineBackground } from 'wxt/utils/define-background';
import { createEngine, type Engine } from '../../lib/backup/engine.ts';
import { openDatabase } from '../../lib/store/schema.ts';
import { exclusively } from '../shared/exclusively.ts';
import { browser } from './api.ts';
import { answerPages, commandsOf } from './commands.ts';
import { sessionKeyring } from './keyring.ts';
import { createSaver } from './saver.ts';
import { watchTabs } from './tabs.ts';

const ALARM = 'run';
/** A pending promise does not keep a service worker alive; a call does, for 30 s. */
const ALIVE_MS = 20_000;
const stayAlive = () => void browser.runtime.getPlatformInfo();

export default defineBackground(() => {
  const database = openDatabase();
  const saver = createSaver(database);
  const tabs = watchTabs(() => void resume());
  const keyring = sessionKeyring();
  let beat: ReturnType<typeof setInterval> | undefined;

  const program = { name: 'Keepsake', version: browser.runtime.getManifest().version };
  const engine: Promise<Engine> = database.then((db) =>
    createEngine({
      db,
      keyring,
      link: tabs,
      program,
      exclusively,
      async working(on) {
        clearInterval(beat);
        if (on) {
          beat = setInterval(stayAlive, ALIVE_MS);
          await browser.alarms.create(ALARM, { periodInMinutes: 0.5 });
        } else await browser.alarms.clear(ALARM);
        await tabs.hold(on);
      },
      save: () => saver.save(),
    }),
  );
  const resume = async () => (await engine).resume();

  answerPages(commandsOf({ database, engine, tabs, saver, keyring, exclusively, program }));
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void resume();
  });
  browser.runtime.onStartup.addListener(() => void resume());
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/setup.html') });
  });
  // An update empties the memory that holds the run key. With a listener that does nothing it waits until the browser
  // is started again, and closes neither an unlocked backup nor a set-up.
  browser.runtime.onUpdateAvailable.addListener(() => {});
  void resume();
});
