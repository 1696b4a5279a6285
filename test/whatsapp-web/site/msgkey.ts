/** @file Message keys as the page has them: the text form under `$1`, in older editions under `_serialized` (facts L3). */
import type { Build } from '../params.ts';
import { Wid, type WidFactory } from './wid.ts';

interface KeyLike {
  readonly fromMe?: unknown;
  readonly remote?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly id?: unknown;
  readonly participant?: unknown;
  readonly self?: unknown;
}

export interface MsgKey {
  readonly fromMe: boolean;
  readonly remote: Wid;
  readonly id: string;
  readonly self?: 'in' | 'out';
  readonly participant?: Wid;
  readonly $1: string;
  readonly _serialized?: string;
  toString(): string;
  clone(): MsgKey;
  equals(other: unknown): boolean;
}

export interface MsgKeyClass {
  new (like: KeyLike): MsgKey;
  fromString(text: unknown): MsgKey;
  from(like: unknown): MsgKey;
  newId(): Promise<string>;
  newId_DEPRECATED(): string;
}

export interface Own {
  /** The own number; memoised by the page, undefined included. */
  readonly pn: () => Wid | undefined;
  readonly lid: () => Wid | undefined;
}

/** Until July 2026 the text form had this name. */
export const isOldKey = (build: Build): boolean => build === '2025-05' || build === '2026-05';

export function msgKeyClass(
  { createWid, createWidFromWidLike }: WidFactory,
  own: Own,
  build: Build = 'today',
): MsgKeyClass {
  const form = isOldKey(build) ? '_serialized' : '$1';
  class t implements MsgKey {
    declare readonly fromMe: boolean;
    declare readonly remote: Wid;
    declare readonly id: string;
    declare readonly self?: 'in' | 'out';
    declare readonly participant?: Wid;
    declare readonly $1: string;
    declare readonly _serialized?: string;

    constructor(like: KeyLike) {
      if (like === null || like === undefined) throw new Error('MsgKey error: obj is null/undefined');
      const { from, to, remote, id, participant } = like;
      const me = own.pn();
      if (!me) throw new Error('me is undefined');
      if (from !== undefined && to !== undefined && remote !== undefined)
        throw new Error('MsgKey error: unclear which constructor');
      const given = [from, to, remote, participant].filter((one) => one !== undefined && one !== null);
      if (given.some((one) => !(one instanceof Wid))) throw new Error('MsgKey error: something is not a wid');
      const isMine = (wid: unknown): boolean => wid === me || wid === own.lid();
      const fromMe = from === undefined ? like.fromMe === true : isMine(from);
      const chat = remote ?? (fromMe ? to : from);
      if (!(chat instanceof Wid) || typeof id !== 'string' || id === '')
        throw new Error("MsgKey error: don't have a matching constructor");
      const self = isMine(chat) ? (like.self ?? (fromMe ? 'out' : 'in')) : undefined;
      const parts = [fromMe, chat, id, self, participant].filter(
        (part) => part !== undefined && part !== null,
      );
      Object.assign(this, {
        fromMe,
        remote: chat,
        id,
        ...(self === undefined ? {} : { self }),
        ...(participant instanceof Wid ? { participant } : {}),
        [form]: parts.join('_'),
      });
    }

    toString(): string {
      return this.$1;
    }

    clone(): MsgKey {
      const { fromMe, remote, id, participant } = this;
      return new t({ fromMe, remote, id, participant });
    }

    equals(other: unknown): boolean {
      return other instanceof t && String(other) === String(this);
    }

    /** Splits at every `_`, whatever it is part of. */
    static fromString(text: unknown): MsgKey {
      if (text === null || text === undefined || text === '') throw new Error('str is null or not a string');
      const parts = typeof text === 'string' ? text.split('_') : [];
      const [first, remote, id, fourth, fifth] = parts;
      if (remote === undefined)
        throw new TypeError("Cannot read properties of undefined (reading '_serialized')");
      if (!id) throw new Error("MsgKey error: don't have a matching constructor");
      const self = fourth === 'in' || fourth === 'out' ? fourth : undefined;
      const who = parts.length === 4 && !self ? fourth : parts.length === 5 ? fifth : undefined;
      return new t({
        fromMe: first === 'true',
        remote: createWid(remote),
        id,
        self,
        participant: who === undefined ? undefined : createWid(who),
      });
    }

    /** A key itself, or one made anew from a copy that lost its class. */
    static from(like: unknown): MsgKey {
      if (like instanceof t) return like;
      const { fromMe, remote, id, participant, self } = like as KeyLike;
      return new t({
        fromMe,
        remote: createWidFromWidLike(remote),
        id,
        self,
        participant: participant === undefined ? undefined : createWidFromWidLike(participant),
      });
    }

    static async newId(): Promise<string> {
      return `3EB0${hex(9)}`;
    }

    static newId_DEPRECATED(): string {
      return `3EB0${hex(8)}`;
    }
  }
  // Written out for each name: others find it by reading the method's text.
  if (isOldKey(build)) t.prototype.toString = oldText;
  return t;
}

function oldText(this: MsgKey): string {
  return String(this._serialized);
}

const hex = (bytes: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
