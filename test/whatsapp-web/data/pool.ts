/** @file The files of a very large account: few, and sent again and again, so that nobody must make a hundred thousand. */
import type { Params } from '../params.ts';
import type { MediumKind, MediumWish } from './medium.ts';
import { Random } from './random.ts';

/** Accounts of more messages than this share their files. */
export const POOLED_FROM = 50_000;
/** In the first two chats so many places have their own all the same: every trouble is among them. */
export const OWN = 700;
const EACH = 30;
const KINDS: readonly MediumKind[] = [
  'image',
  'video',
  'gif',
  'audio',
  'ptt',
  'ptv',
  'document',
  'sticker',
  'sticker-pack',
];

export const isPooled = ({ messages }: Params): boolean => messages > POOLED_FROM;

/** What a place asks for in place of its own. */
export function pooled(params: Params, chat: number, place: number, wish: MediumWish): MediumWish {
  if (!isPooled(params) || (chat < 2 && place < OWN)) return wish;
  return { id: nameOf(wish.kind, new Random(params.seed, 'pool', wish.id).int(EACH)), kind: wish.kind };
}

export const poolWishes = (): MediumWish[] =>
  KINDS.flatMap((kind) => Array.from({ length: EACH }, (_, i) => ({ id: nameOf(kind, i), kind })));

const nameOf = (kind: MediumKind, number: number): string => `pool-${kind}-${number}`;
