/** @file Media as messages name them. The bytes are made where the servers are (../media); the page only knows what a row says. */
import type { Fields } from './value.ts';

export type MediumKind =
  | 'image'
  | 'video'
  | 'gif'
  | 'audio'
  | 'ptt'
  | 'ptv'
  | 'document'
  | 'sticker'
  | 'sticker-pack';

/** What becomes of it when it is asked for. */
export type Trouble =
  | 'expired' // 404
  | 'cached' // 404, and still in the page's memory
  | 'refused' // 403, for ever
  | 'failing' // 500, for ever
  | 'transient' // 503 once, then it comes
  | 'wrong-hash' // other bytes than the row promises
  | 'no-key'; // the row has neither key nor path

export interface MediumWish {
  readonly id: string;
  readonly kind: MediumKind;
  readonly size?: 'empty' | 'large';
  readonly trouble?: Trouble;
}

export interface MediumFact {
  readonly id: string;
  readonly kind: MediumKind;
  readonly trouble: Trouble | null;
  readonly size: number;
  readonly mime: string;
  readonly extension: string;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** Base64, as rows have it. Of other bytes where the hash is wrong. */
  readonly filehash: string;
  readonly encFilehash: string;
  readonly mediaKey: string;
  readonly directPath: string;
}

/** What a kind of message asks for its medium's members of the row. */
export type MediaSource = (wish: MediumWish) => Fields;

/** Collects what is wished for, in order, each id once. */
export function collector(): { source: MediaSource; wishes: Map<string, MediumWish> } {
  const wishes = new Map<string, MediumWish>();
  const source: MediaSource = (wish) => {
    if (!wishes.has(wish.id)) wishes.set(wish.id, wish);
    return {};
  };
  return { source, wishes };
}

/** Answers wishes from known facts. @throws {Error} on a medium nobody collected. */
export function known(facts: ReadonlyMap<string, MediumFact>): MediaSource {
  return ({ id }) => {
    const fact = facts.get(id);
    if (!fact) throw new Error(`no medium ${id}`);
    return rowFields(fact);
  };
}

function rowFields(fact: MediumFact): Fields {
  const { kind, size, mime, filehash, seconds } = fact;
  const fetchable: Fields =
    fact.trouble === 'no-key'
      ? {}
      : {
          encFilehash: fact.encFilehash,
          mediaKey: fact.mediaKey,
          mediaKeyTimestamp: 1_700_000_000,
          directPath: fact.directPath,
          deprecatedMms3Url: `https://mmg.whatsapp.net${fact.directPath}&mms3=true`,
          staticUrl: '',
        };
  const shape: Fields =
    kind === 'audio' || kind === 'ptt' || kind === 'document' || kind === 'sticker-pack'
      ? {}
      : { width: fact.width, height: fact.height };
  const length: Fields = seconds > 0 ? { duration: String(seconds) } : {};
  return { mimetype: mime, size, filehash, ...fetchable, ...shape, ...length, isViewOnce: false };
}
