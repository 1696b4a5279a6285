/** @file Messages in the page's memory: the newest of each chat, and those loaded by scrolling back, which a reader must not do (facts B3). */
import type { ChatPlan } from '../data/chats.ts';
import type { Params } from '../params.ts';
import type { PageHistory } from './history.ts';
import type { LiveRow, Maker } from './live.ts';
import { MSG } from './message-shape.ts';
import { Collection, Model, modelClass } from './model.ts';
import type { Store } from './store.ts';
import type { Tripwire } from './tripwire.ts';

const PAGE = 50;
/** Since April 2026 the function wants one object. */
const POSITIONAL: readonly Params['build'][] = ['2025-05'];

export class Loading {
  readonly Msg: ReturnType<typeof modelClass>;
  readonly #build: Params['build'];
  readonly #store: Store;
  readonly #history: PageHistory;
  readonly #maker: Maker;
  readonly #tripwire: Tripwire;

  constructor(build: Params['build'], store: Store, history: PageHistory, maker: Maker, tripwire: Tripwire) {
    this.#build = build;
    this.#store = store;
    this.#history = history;
    this.#maker = maker;
    this.#tripwire = tripwire;
    this.Msg = modelClass(MSG, tripwire);
    Object.defineProperty(this.Msg.prototype, 'proxyName', { value: 'msg' });
  }

  /** The last received message of each chat is in memory. */
  restore(chats: readonly ChatPlan[]): void {
    const received = chats.flatMap((chat) => this.#store.lastReceived(chat) ?? []);
    Collection.fill(
      this.#store.Msg,
      received.map((row) => this.#model(this.#maker.row(row))),
    );
  }

  /** `WAWebChatLoadMessages.loadEarlierMsgs`. */
  readonly loadEarlierMsgs = async (asked: unknown): Promise<Model[] | undefined> => {
    this.#tripwire.trip('WAWebChatLoadMessages.loadEarlierMsgs()');
    const chat = POSITIONAL.includes(this.#build) ? asked : (asked as { chat?: unknown } | undefined)?.chat;
    if (!(chat instanceof Model))
      throw new TypeError("Cannot read properties of undefined (reading 'waitForChatLoading')");
    const loaded = chat.get('msgs') as Collection;
    const anchor = loaded.head()?.get('id') ?? { remote: chat.get('id') };
    const { messages } = await this.#history.msgFindBefore({ anchor, count: PAGE });
    if (messages.length === 0) return undefined;
    const models = messages.map((row) => this.#model(row));
    Collection.fill(loaded, [...models, ...loaded.toArray()]);
    return models;
  };

  #model(row: LiveRow): Model {
    return new this.Msg(row);
  }
}
