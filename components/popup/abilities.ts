/** @file What Keepsake uses of WhatsApp Web, in people's words: which of its names each thing needs. */

/** name → the one of WhatsApp's that serves it; null where none does. */
export type Served = Readonly<Record<string, string | null>>;

/** Of each row one name is enough; every row must have one. The most needed first. */
export const ABILITIES = {
  account: [
    ['socket', 'stream'],
    ['myPhone', 'myLid', 'connection'],
  ],
  chats: [['chats', 'storedChats']],
  messages: [['messageKey'], ['messagesBefore', 'messagesByDirection']],
  stored: [['storedChats']],
  channels: [['newsletters']],
  contacts: [['contacts']],
  groups: [['groups']],
  addresses: [['phoneOfLid'], ['lidOfPhone'], ['alternateKey']],
  reactions: [['reactions', 'reactionsTable']],
  votes: [['votesTable']],
  answers: [['answersTable']],
  pins: [['pinsTable', 'unifiedTable']],
  comments: [['commentsTable'], ['comment']],
  receipts: [['receiptsTable']],
  albums: [['associationsTable']],
  labels: [['labelsTable'], ['labelAssociationsTable']],
  others: [['unifiedTable']],
  media: [['download']],
  memory: [['mediaCache']],
  pictures: [['pictures']],
  synced: [['historySynced']],
  privacy: [['isProtected']],
  older: [['askPhone']],
  small: [['version'], ['myName'], ['storage'], ['mediaType'], ['mayAskPhone']],
} as const satisfies Readonly<Record<string, readonly (readonly string[])[]>>;

export type Ability = keyof typeof ABILITIES;

/** What is there in this build, and what is not. */
export function abilitiesIn(served: Served): {
  readonly works: readonly Ability[];
  readonly lacks: readonly Ability[];
} {
  const has = (ability: Ability) =>
    ABILITIES[ability].every((names) => names.some((name) => (served[name] ?? null) !== null));
  const all = Object.keys(ABILITIES) as Ability[];
  return { works: all.filter(has), lacks: all.filter((ability) => !has(ability)) };
}
