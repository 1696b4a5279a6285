/** @file The values of a stored row: plain ones, and addresses and message keys in a form that neither page nor archive uses. */

/** An address. The page makes a Wid of it, the archive a string. */
export class JidRef {
  readonly jid: string;
  constructor(jid: string) {
    this.jid = jid;
  }
}

export interface KeyParts {
  readonly fromMe: boolean;
  readonly remote: string;
  readonly id: string;
  readonly self?: 'in' | 'out';
  readonly participant?: string;
}

/** A message key. The page makes a MsgKey of it, the archive a string. */
export class KeyRef {
  readonly parts: KeyParts;
  constructor(parts: KeyParts) {
    this.parts = parts;
  }
}

export type Value =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array<ArrayBuffer>
  | ArrayBuffer
  | JidRef
  | KeyRef
  | readonly Value[]
  | Fields;

export type Fields = { readonly [key: string]: Value };

export const jid = (text: string): JidRef => new JidRef(text);

/** `fromMe_chat_id[_self][_participant]`. */
export const keyText = ({ fromMe, remote, id, self, participant }: KeyParts): string =>
  [String(fromMe), remote, id, self, participant].filter((part) => part !== undefined).join('_');

/** An object whose members have just these names, `__proto__` among them. */
export function exactly(members: readonly (readonly [string, Value])[]): Fields {
  const fields: Record<string, Value> = {};
  for (const [key, value] of members)
    Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
  return fields;
}
