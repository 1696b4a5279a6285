/** @file The modules that give out the page's tables, and those that make of their rows what the page works with. */
import { LABELS, labellings } from '../data/labels.ts';
import { pictureRows } from '../data/pictures.ts';
import { keyText } from '../data/value.ts';
import type { Changes } from './changes.ts';
import type { Exports } from './loader.ts';
import type { MsgKey } from './msgkey.ts';
import { bodyOf } from './opaque.ts';
import type { Parts } from './site.ts';
import { checkKeys, type Table, type TableRow, tableOf } from './table.ts';

const small = (primary: readonly string[], rows: () => readonly TableRow[]): Table =>
  tableOf({ primary, all: rows, lookup: () => null });

/** Name of the store → its table. */
export function tablesOf({ addOns, world, facts }: Parts): Record<string, Table> {
  return {
    reactions: addOns.reactions(),
    'poll-votes': addOns.votes(),
    'event-responses': addOns.responses(),
    'pinned-messages': addOns.pins(),
    comments: addOns.comments(),
    'message-info': addOns.receipts(),
    'message-association': addOns.associations(),
    'addons-unified': addOns.unified(),
    label: small(['id'], () =>
      LABELS.map((label, orderIndex) => ({ ...label, orderIndex, type: 2, isImmutable: false })),
    ),
    'label-association': small(['labelId', 'associationId', 'type'], () =>
      labellings(world).map((one) => ({ ...one, type: 'jid' })),
    ),
    'profile-pic-thumb': small(['id'], () => pictureRows(world, facts)),
  };
}

export function storageModules(parts: Parts): Record<string, Exports> {
  const { changes } = parts;
  const tables = Object.fromEntries(
    Object.entries(tablesOf(parts)).map(([name, table]) => [name, changedTable(name, table, changes)]),
  );
  const giving = (name: string, getter = 'getTable'): Exports => ({ [getter]: () => tables[name] });
  return {
    WAWebModelStorageUtils: {
      getStorage: () => ({
        table(name: string) {
          const table = tables[name];
          if (!table) throw new Error(`Table ${name} does not exist`);
          return table;
        },
      }),
    },
    WAWebSchemaReactions: giving('reactions', 'getReactionsTable'),
    WAWebPollsVotesSchema: giving('poll-votes'),
    WAWebEventResponsesSchema: giving('event-responses'),
    WAWebPinInChatSchema: giving('pinned-messages'),
    WAWebCommentSchema: giving('comments'),
    WAWebSchemaUnifiedAddons: giving('addons-unified'),
    WAWebSchemaMessageInfo: giving('message-info', 'getMessageInfoTable'),
    WAWebSchemaMessageAssociation: giving('message-association', 'getMessageAssociationTable'),
    WAWebSchemaLabel: giving('label', 'getLabelTable'),
    WAWebSchemaLabelAssociation: giving('label-association', 'getLabelAssociationTable'),
    WAWebSchemaProfilePicThumb: giving('profile-pic-thumb', 'getProfilePicThumbTable'),
    WAWebDBGetAssociatedMsgsByParentMsgKey: {
      bulkGetMessagesByParentMsgKey: (keys: readonly unknown[]) =>
        tables['message-association']?.anyOf(['parentMsgKey'], keys.map(String)),
    },
    WAWebDBMsgUtils: { getMsgsByMsgKey: rowsByKey(parts) },
    ...decoders(parts),
  };
}

/** Its rows have the columns of today. */
function changedTable(name: string, table: Table, changes: Changes): Table {
  const owner = `table-${name}`;
  if (!changes.touches(owner)) return table;
  const now = (rows: TableRow[]) => rows.map((row) => changes.fields(owner, row));
  return {
    ...table,
    all: async () => now(await table.all()),
    equals: async (...asked) => now(await table.equals(...asked)),
    anyOf: async (...asked) => now(await table.anyOf(...asked)),
    between: async (...asked) => now(await table.between(...asked)),
  };
}

/** Rows by the texts of their keys. */
const rowsByKey =
  ({ world, maker }: Parts) =>
  async (keys: readonly unknown[]) => {
    checkKeys(keys);
    return keys.flatMap((key) => {
      const found = world.locate(String(key));
      return found && !found.row.withheld && keyText(found.row.key) === key ? maker.row(found.row) : [];
    });
  };

function decoders({ MsgKey, wids, world }: Parts): Record<string, Exports> {
  const key = (text: unknown): MsgKey => MsgKey.fromString(text);
  const voteFromDbRow = ({ msgKey, parentMsgKey, sender, ...row }: TableRow) => ({
    ...row,
    msgKey,
    parentMsgKey: key(parentMsgKey),
    sender: wids.createWid(sender),
    selectedOptionLocalIds: [...new Uint8Array(row.selectedOptionLocalIds as ArrayBuffer)],
  });
  const commentMessageFromDbRow = (row: TableRow) => {
    const { msgKey, parentMsgKey, ack, t } = row;
    const id = key(msgKey);
    const { remote: from, participant: author } = id;
    const base = {
      id,
      parentMsgKey: key(parentMsgKey),
      ack,
      t,
      from,
      to: wids.createWid(world.chat(String(from))?.me),
      author,
      viewMode: 'VISIBLE',
    };
    if (row.isOverwrittenByRevoke === true)
      return {
        ...base,
        type: 'revoked',
        kind: 'revokedAddon',
        subtype: row.subtype,
        revokeAddonType: 'comment',
        revokeTimestamp: row.revokeTimestamp,
        protocolMessageKey: key(row.protocolMessageKey),
      };
    if (row.isPlaceholder === true)
      return { ...base, type: 'ciphertext', kind: 'placeholderAddon', realType: 'comment' };
    const sender = wids.createWid(row.sender);
    const body = bodyOf(row.msgRowOpaqueData as ArrayBuffer);
    return {
      ...base,
      type: 'comment',
      kind: 'commentDecrypted',
      from: sender,
      author: sender,
      body,
      read: row.read ?? false,
    };
  };
  return {
    WAWebPollsDbSerialization: { voteFromDbRow },
    WAWebEventResponseDBSerialization: {
      decodeEventResponseFromDBRow: (bytes: ArrayBuffer) => new Uint8Array(bytes)[0],
    },
    WAWebDBCommentMessageSerialization: { commentMessageFromDbRow },
  };
}
