/** @file Labels and lists of chats, and which chats have them. */
import type { ChatPlan } from './chats.ts';
import type { World } from './world.ts';

export interface StoredLabel {
  readonly id: string;
  readonly name: string;
  readonly colorIndex: number;
  readonly predefinedId: number | null;
  readonly isActive: boolean;
}

export const LABELS: readonly StoredLabel[] = [
  { id: '1', name: 'New customer', colorIndex: 0, predefinedId: 1, isActive: true },
  { id: '2', name: 'Famille élargie 🌱', colorIndex: 4, predefinedId: null, isActive: true },
  { id: '3', name: 'الأصدقاء', colorIndex: 7, predefinedId: null, isActive: true },
  { id: '4', name: 'given up', colorIndex: 9, predefinedId: null, isActive: false },
];

/** Ids of a chat's labels. */
export function labelsOf({ index, sort }: ChatPlan): string[] {
  if (sort === 'newsletter') return [];
  return LABELS.filter(({ id }) => (index + Number(id)) % (index % 5 === 2 ? 2 : 4) === 0).map(
    ({ id }) => id,
  );
}

export interface StoredLabelling {
  readonly labelId: string;
  /** A chat, some under the other address of its person. */
  readonly associationId: string;
}

export function labellings(world: World): StoredLabelling[] {
  return world.chats.flatMap((chat) => {
    const { peer, index, id } = chat;
    const other = peer ? (id === peer.pn ? peer.lid : peer.pn) : null;
    // Of several labels some may lie under the one address and some under the other.
    return labelsOf(chat).map((labelId, i) => ({
      labelId,
      associationId: (index + i) % 3 === 2 && other ? other : id,
    }));
  });
}
