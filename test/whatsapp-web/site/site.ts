/** @file One simulated page, without a browser: its modules, its start, what tests may do to it. */

import type { Happening } from '../data/live.ts';
import { known, type MediumFact } from '../data/medium.ts';
import { World } from '../data/world.ts';
import { hungMedium } from '../faults.ts';
import type { Params, Turn } from '../params.ts';
import { AddOns } from './addons.ts';
import { Changes } from './changes.ts';
import { type Clock, realClock } from './clock.ts';
import { Download, type MediaLine } from './download.ts';
import { PageHistory } from './history.ts';
import { Identity } from './identity.ts';
import { type Maker, maker } from './live.ts';
import { Loader } from './loader.ts';
import { Loading } from './loading.ts';
import { Waves } from './modules.ts';
import { type MsgKeyClass, msgKeyClass } from './msgkey.ts';
import { OnDemand } from './older.ts';
import { Session } from './session.ts';
import { Store } from './store.ts';
import { Tripwire } from './tripwire.ts';
import { Wid, type WidFactory, widFactory } from './wid.ts';

export interface Environment {
  readonly params: Params;
  readonly facts: ReadonlyMap<string, MediumFact>;
  readonly line: MediaLine;
  /** The plain bytes of a medium that is in the page's memory from the start. */
  plain(fact: MediumFact): Promise<ArrayBuffer>;
  /** Called when what is on the screen changes. */
  screen(screen: Screen): void;
  readonly clock?: Clock;
  readonly tripwire?: Tripwire;
  /** Puts a medium into the page's store of files. */
  put?(filehash: string, bytes: ArrayBuffer): Promise<void>;
  /** Keeps the rows as they are now in the page's own database. */
  keep?(world: World): Promise<void>;
  /** Something happens to the page in the middle of being read. False: not here. */
  turn?(turn: Turn, answer: number): boolean;
  /** Something happened in the account while it was read. @param happened so many things by now. */
  lived?(event: Happening, happened: number): void;
  /** So many things had happened when the page was left. */
  readonly happened?: number;
}

export type Screen = 'splash' | 'link-device' | 'locked' | 'chats';

/** What the modules are made of. */
export interface Parts {
  readonly world: World;
  readonly facts: Environment['facts'];
  readonly tripwire: Tripwire;
  readonly wids: WidFactory;
  readonly MsgKey: MsgKeyClass;
  readonly identity: Identity;
  readonly session: Session;
  readonly store: Store;
  readonly history: PageHistory;
  readonly loading: Loading;
  readonly addOns: AddOns;
  readonly maker: Maker;
  readonly download: Download;
  readonly cache: Map<string, Blob>;
  readonly changes: Changes;
  /** Chats whose older messages the phone was asked for. */
  readonly older: string[];
  readonly onDemand: OnDemand;
  readonly wait: Clock['wait'];
}

/** With each so many answers something happens in the account. */
const LIVE_EVERY = 2;

export class Site {
  readonly loader = new Loader();
  readonly parts: Parts;
  /** Resolves once the page is where its parameters hold it. */
  readonly ready: Promise<void>;
  readonly #environment: Environment;
  readonly #clock: Clock;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#clock = environment.clock ?? realClock;
    const { params, facts } = environment;
    const world = new World(params, known(facts));
    const tripwire = environment.tripwire ?? new Tripwire();
    const wids = widFactory(tripwire);
    const identity = new Identity(world.me, wids, tripwire);
    const MsgKey = msgKeyClass(wids, identity, params.build);
    const changes = new Changes(params);
    const making = maker(wids, MsgKey, changes);
    for (let i = 0; i < (environment.happened ?? 0); i++) world.happen();
    const hung = hungMedium(params, facts);
    const store = new Store(world, wids, making, tripwire, facts, changes);
    const history = new PageHistory(world, making, MsgKey, tripwire, this.#clock, this.#before);
    this.parts = {
      world,
      facts,
      tripwire,
      wids,
      MsgKey,
      identity,
      session: new Session(tripwire),
      store,
      history,
      loading: new Loading(params.build, store, history, making, tripwire),
      changes,
      older: [],
      onDemand: new OnDemand(),
      wait: this.#clock.wait,
      addOns: new AddOns(world),
      maker: making,
      download: new Download(environment.line, hung === null ? null : (facts.get(hung) ?? null)),
      cache: new Map(),
    };
    tripwire.guard('MsgKey.prototype', MsgKey.prototype);
    tripwire.guard('MsgKey', MsgKey);
    tripwire.guard('Wid.prototype', Wid.prototype);
    this.ready = this.#start();
  }

  /** The screen lock closes while the page goes on. */
  readonly lock = (): void => {
    this.parts.session.lock();
    this.#environment.screen('locked');
  };

  /** The phone unlinks this browser. */
  readonly logout = (): void => {
    const { session, store, identity, history } = this.parts;
    identity.logOut();
    store.clear();
    history.close();
    session.unpaired();
    this.#environment.screen('link-device');
  };

  /** The next so many things happen in the account. @returns how many are still to come. */
  readonly live = (count: number): number => {
    const { world, store } = this.parts;
    for (let i = 0; i < count; i++) {
      const event = world.happen();
      if (!event) break;
      store.lived(event);
      this.#environment.lived?.(event, world.params.live - world.coming);
    }
    return world.coming;
  };

  /** What goes with an answer of msgFindBefore. */
  readonly #before = (answer: number): void => {
    const { params } = this.#environment;
    if (params.live > 0 && answer % LIVE_EVERY === 0) this.live(1);
    for (const one of params.at) {
      const [number, turn] = one.split(':') as [string, Turn];
      if (Number(number) !== answer || this.#environment.turn?.(turn, answer)) continue;
      if (turn === 'lock') this.lock();
      else this.logout();
    }
  };

  /** What was held back by `state=syncing` comes in. */
  readonly finishSync = (): void => {
    this.parts.store.finishLoading();
    this.parts.loading.restore(this.parts.world.chats);
    this.parts.session.synced();
  };

  async #start(): Promise<void> {
    const { params, screen } = this.#environment;
    const { session, store, identity, world, wids } = this.parts;
    const waves = new Waves(this.loader, this.parts);
    const step = (): Promise<void> => this.#clock.wait(params.step);
    screen('splash');
    if (params.state === 'no-loader') return;
    waves.bootstrap();
    await step();
    session.opening();
    await step();
    if (params.state === 'not-logged-in') {
      session.unpaired();
      screen('link-device');
      return;
    }
    if (params.state === 'locked') {
      this.lock();
      return;
    }
    session.pairing();
    await step();
    identity.logIn();
    session.syncing(wids.createWid(world.me.pn), world.me.name);
    await this.#remember();
    await step();
    waves.main();
    store.fill();
    await step();
    await this.#environment.keep?.(world);
    session.main();
    screen('chats');
    if (params.state === 'syncing') return;
    await step();
    this.finishSync();
  }

  /** Media that the page has although the servers have lost them: in memory, or in its store of files. */
  async #remember(): Promise<void> {
    const { facts, plain, put, params } = this.#environment;
    const stored = params.faults.includes('only-stored');
    for (const fact of facts.values()) {
      if (fact.trouble !== 'cached') continue;
      const bytes = await plain(fact);
      if (stored) await put?.(fact.filehash, bytes);
      else this.parts.cache.set(fact.filehash, new Blob([bytes], { type: fact.mime }));
    }
  }
}
