/** @file Addresses as the page has them: interned objects with `_serialized`, and a method of the unrelated name `$1` (facts L3). */
import type { Tripwire } from './tripwire.ts';

const KEY = Symbol('only the factory makes these');

/** Which users a server has. */
const USERS: Readonly<Record<string, RegExp>> = {
  'c.us': /^\d{1,20}(:\d+)?$/,
  lid: /^[1-9]\d{0,19}(:\d+)?$/,
  'g.us': /^\d{1,20}(-\d{1,20})?$/,
  newsletter: /^\d{1,20}$/,
  broadcast: /^(\d{1,20}|status|location)$/,
  bot: /^\d{1,20}$/,
  hosted: /^\d{1,20}(:\d+)?$/,
  'hosted.lid': /^\d{1,20}(:\d+)?$/,
  call: /^[0-9A-F]+$/,
};
const ALIASES: Readonly<Record<string, string>> = { 's.whatsapp.net': 'c.us', msgr: 'lid' };

export class InvalidWidError extends Error {
  override readonly name = 'InvalidWidError';
  constructor() {
    super('wid error: invalid wid');
  }
}

export class Wid {
  declare readonly server: string;
  declare readonly user: string;
  declare readonly device?: number | null;
  declare readonly _serialized: string;

  constructor(key: symbol, server: string, user: string, device: number | undefined, serialized: string) {
    if (key !== KEY) throw new Error('wid error: use WAWebWidFactory');
    if (server === 'call') Object.assign(this, { user, device: null, _serialized: serialized });
    else
      Object.assign(this, {
        server,
        user,
        ...(device === undefined ? {} : { device }),
        _serialized: serialized,
      });
  }

  toString(options?: { formatFull?: boolean }): string {
    if (options?.formatFull) return `${this.user}.0:${this.device ?? 0}@${this.server}`;
    return this._serialized;
  }

  toJSON(): string {
    return this._serialized;
  }

  toJid(): string {
    return this._serialized.replace(/@c\.us$/, '@s.whatsapp.net');
  }

  /** For logs: the last four digits. Nothing to do with a message key's member of this name. */
  $1(): string {
    return this.user.slice(-4);
  }

  equals(other: unknown): boolean {
    return other instanceof Wid && other._serialized === this._serialized;
  }

  isUser(): boolean {
    return this.server === 'c.us' || this.server === 'lid' || this.isBot();
  }
  isRegularUser(): boolean {
    return this.server === 'c.us';
  }
  isLid(): boolean {
    return this.server === 'lid';
  }
  isGroup(): boolean {
    return this.server === 'g.us';
  }
  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }
  isStatus(): boolean {
    return this._serialized === 'status@broadcast';
  }
  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }
  isBot(): boolean {
    return this.server === 'bot';
  }
  isPSA(): boolean {
    return this._serialized === '0@c.us';
  }
  isXWid(server: string): boolean {
    return this.server === server;
  }

  static isXWid(server: string, wid: unknown): boolean {
    return String(wid).endsWith(`@${server}`);
  }
}
// Minified: a class name tells nothing.
Object.defineProperty(Wid, 'name', { value: 't' });

export interface WidFactory {
  createWid(text: unknown): Wid;
  createWidFromWidLike(like: unknown): Wid;
  createUserWidOrThrow(user: string, server?: string): Wid;
  isWidlike(like: unknown): boolean;
}

/** One page's addresses. @param tripwire anything but a string logs an error, and that log is uploaded. */
export function widFactory(tripwire: Tripwire): WidFactory {
  const interned = new Map<string, Wid>();

  const make = (text: string): Wid => {
    const at = text.indexOf('@');
    if (at < 0 && USERS[text]) throw new Error('wid error: a server is no wid');
    const given = text.slice(at + 1);
    const server = ALIASES[given] ?? given;
    const name = text.slice(0, at);
    if (at < 1 || !USERS[server]?.test(name)) throw new InvalidWidError();
    const [user = '', part] = name.split(':');
    const device = part === undefined || Number(part) === 0 ? undefined : Number(part);
    const serialized = `${user}${device === undefined ? '' : `:${device}`}@${server}`;
    let wid = interned.get(serialized);
    if (!wid) {
      wid = new Wid(KEY, server, user, device, serialized);
      interned.set(serialized, wid);
    }
    return wid;
  };

  const createWid = (text: unknown): Wid => {
    if (typeof text === 'string') return make(text);
    tripwire.trip('createWid of something that is no string');
    if (text instanceof Wid) return text;
    throw new InvalidWidError();
  };

  const createWidFromWidLike = (like: unknown): Wid => {
    if (like instanceof Wid) return like;
    if (typeof like === 'string') return make(like);
    return make((like as { _serialized: string })._serialized);
  };
  const createUserWidOrThrow = (user: string, server = 'c.us'): Wid =>
    make(user.includes('@') ? user : `${user}@${server}`);

  const isWidlike = (like: unknown): boolean =>
    like instanceof Wid || typeof (like as { _serialized?: unknown } | null)?._serialized === 'string';

  return { createWid, createWidFromWidLike, createUserWidOrThrow, isWidlike };
}
