/** @file The page's script: one simulated site on `window`, and the hook by which tests look at it. */
import type { MediumFact } from '../data/medium.ts';
import { dataKey, paramsOf } from '../params.ts';
import { SHELL_ELEMENTS } from '../shell.ts';
import { DATABASE, fillDatabase } from './database.ts';
import type { SimulatorHook } from './hook.ts';
import { Recorders } from './recorders.ts';
import { show } from './screen.ts';
import { Site } from './site.ts';
import { Tripwire } from './tripwire.ts';

const elements = [...document.querySelectorAll('*')].map(({ nodeName }) => nodeName).join(' ');
const params = paramsOf(location.search);
const tripwire = new Tripwire();
const recorders = new Recorders(tripwire);
if (elements !== SHELL_ELEMENTS) tripwire.trip(`nodes before the page: ${elements}`);

const place = (parent: Node, node: Node): void => recorders.place(parent, node);

let site: Site | null = null;

const ready = fetchFacts().then(async (facts) => {
  const made = new Site({
    params,
    facts,
    tripwire,
    line: {
      async fetch(url, signal) {
        const response = await recorders.fetch(url, signal);
        return { status: response.status, bytes: () => response.arrayBuffer() };
      },
    },
    plain: async ({ id }) =>
      (await recorders.fetch(`/simulator/plain/${dataKey(params)}/${id}`)).arrayBuffer(),
    screen: (screen) => {
      if (screen === 'link-device') localStorage.clear();
      if (screen === 'chats') remember(made);
      show(screen, screen === 'chats' ? made.parts.store.Chat.getModelsArray() : [], place);
    },
  });
  site = made;
  if (params.state !== 'no-loader') defineGlobals(made.loader);
  await made.ready;
  if (!['connected', 'syncing', 'unsupported'].includes(params.state)) return;
  recorders.database(DATABASE);
  await fillDatabase(made.parts.world);
});

const hook: SimulatorHook = {
  ready,
  get trips() {
    return tripwire.trips;
  },
  errors: recorders.errors,
  network: recorders.network,
  check: async () => [...tripwire.trips, ...(await recorders.foreignDatabases())],
  get stats() {
    return site?.parts.history.stats ?? { pages: 0, rowsReturned: 0, byChat: {} };
  },
  get reports() {
    return site?.loader.reports ?? [];
  },
  unreadCounts: () => site?.parts.store.unreadCounts() ?? {},
  lock: () => site?.lock(),
  logout: () => site?.logout(),
  finishSync: () => site?.finishSync(),
};
recorders.define('__simulator', hook);
recorders.watchGlobals();

async function fetchFacts(): Promise<Map<string, MediumFact>> {
  const response = await recorders.fetch(`/simulator/facts/${dataKey(params)}`);
  const facts = (await response.json()) as MediumFact[];
  return new Map(facts.map((fact) => [fact.id, fact]));
}

function defineGlobals(loader: Site['loader']): void {
  const { require, importNamespace, importDefault, requireLazy, ErrorGuard, __d } = loader;
  const globals = { require, importNamespace, importDefault, requireLazy, ErrorGuard, __d };
  for (const [name, value] of Object.entries(globals)) recorders.define(name, value);
}

/** What the real page leaves in `localStorage`. */
function remember({ parts: { world } }: Site): void {
  const { pn, lid, name } = world.me;
  recorders.store('last-wid-md', JSON.stringify(pn.replace('@', ':7@')));
  recorders.store('WALid', JSON.stringify(lid));
  recorders.store('me-display-name', JSON.stringify(name));
  recorders.store('WANoiseInfo', JSON.stringify({ privKey: 'AAAA' }));
  recorders.store('WebEncKeySalt', JSON.stringify('BBBB'));
  recorders.store('system-theme-mode', 'true');
}
