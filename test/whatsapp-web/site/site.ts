/** @file One simulated page, without a browser: its modules, its start, what tests may do to it. */
import { known, type MediumFact } from '../data/medium.ts';
import { World } from '../data/world.ts';
import { hungMedium } from '../faults.ts';
import type { Params } from '../params.ts';
import { AddOns } from './addons.ts';
import { type Clock, realClock } from './clock.ts';
import { Download, type MediaLine } from './download.ts';
import { PageHistory } from './history.ts';
import { Identity } from './identity.ts';
import { type Maker, maker } from './live.ts';
import { Loader } from './loader.ts';
import { Waves } from './modules.ts';
import { type MsgKeyClass, msgKeyClass } from './msgkey.ts';
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
}

export type Screen = 'splash' | 'link-device' | 'locked' | 'chats';

/** What the modules are made of. */
export interface Parts {
  readonly world: World;
  readonly tripwire: Tripwire;
  readonly wids: WidFactory;
  readonly MsgKey: MsgKeyClass;
  readonly identity: Identity;
  readonly session: Session;
  readonly store: Store;
  readonly history: PageHistory;
  readonly addOns: AddOns;
  readonly maker: Maker;
  readonly download: Download;
  readonly cache: Map<string, Blob>;
}

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
    const MsgKey = msgKeyClass(wids, identity);
    const making = maker(wids, MsgKey);
    const hung = hungMedium(params, facts);
    this.parts = {
      world,
      tripwire,
      wids,
      MsgKey,
      identity,
      session: new Session(tripwire),
      store: new Store(world, wids, making, tripwire, facts),
      history: new PageHistory(world, making, MsgKey, tripwire, this.#clock),
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

  /** What was held back by `state=syncing` comes in. */
  readonly finishSync = (): void => {
    this.parts.store.finishLoading();
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
    session.main();
    screen('chats');
    if (params.state === 'syncing') return;
    await step();
    this.finishSync();
  }

  /** Media that are in memory although the servers have lost them. */
  async #remember(): Promise<void> {
    for (const fact of this.#environment.facts.values())
      if (fact.trouble === 'cached')
        this.parts.cache.set(
          fact.filehash,
          new Blob([await this.#environment.plain(fact)], { type: fact.mime }),
        );
  }
}
