/** @file The page's script: one simulated site on `window`, and the hook by which tests look at it. */
import type { MediumFact } from '../data/medium.ts';
import { dataKey, paramsOf, type Turn } from '../params.ts';
import { SHELL_ELEMENTS } from '../shell.ts';
import { DATABASE, fillDatabase, keepUp } from './database.ts';
import { FILES, fileUrl } from './files.ts';
import type { SimulatorHook } from './hook.ts';
import { VERSIONS } from './modules.ts';
import { Recorders } from './recorders.ts';
import { show } from './screen.ts';
import { Site } from './site.ts';
import { Tripwire } from './tripwire.ts';

/** What happened in the account and to the page is remembered over a new document. */
const LIVED = 'simulator-lived';
const TURNED = 'simulator-turned';

const elements = [...document.querySelectorAll('*')].map(({ nodeName }) => nodeName).join(' ');
const params = paramsOf(location.search);
const tripwire = new Tripwire();
const recorders = new Recorders(tripwire);
if (elements !== SHELL_ELEMENTS) tripwire.trip(`nodes before the page: ${elements}`);

recorders.expect(LIVED, TURNED);

const place = (parent: Node, node: Node): void => recorders.place(parent, node);

let site: Site | null = null;

/** Each turn comes once, not again in the next document. */
function turns(turn: Turn, answer: number): boolean {
  const mark = `${answer}:${turn}`;
  const done = (sessionStorage.getItem(TURNED) ?? '').split(',');
  if (done.includes(mark)) return true;
  recorders.remember(TURNED, [...done, mark].join(','));
  if (turn === 'reload') location.reload();
  if (turn === 'switch') {
    const url = new URL(location.href);
    url.searchParams.set('seed', String(params.seed + 1));
    location.replace(url);
  }
  return turn === 'reload' || turn === 'switch';
}

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
    async put(filehash, bytes) {
      const store = await caches.open(FILES);
      await store.put(fileUrl(filehash), new Response(bytes));
    },
    async keep(world) {
      recorders.database(DATABASE);
      await fillDatabase(world);
    },
    turn: turns,
    lived(event, happened) {
      recorders.store(LIVED, String(happened));
      if (site) void keepUp(site.parts.world, event);
    },
    happened: Number(localStorage.getItem(LIVED) ?? 0),
    screen: (screen) => {
      if (screen === 'link-device') localStorage.clear();
      if (screen === 'chats') remember(made);
      if (screen === 'chats') recorders.define('Debug', { VERSION: VERSIONS[params.build] });
      show(screen, screen === 'chats' ? made.parts.store.Chat.getModelsArray() : [], place);
    },
  });
  site = made;
  if (params.state !== 'no-loader') defineGlobals(made.loader);
  await made.ready;
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
  live: (count) => site?.live(count) ?? 0,
  get olderRequests() {
    return site?.parts.older ?? [];
  },
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
