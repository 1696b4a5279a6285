/** @file What the records of a page add to the run's figures, before their chat is concluded. */
import { MessageFields } from '../model/fields.ts';
import { isMediaType, isViewOnce, mediaOf } from '../model/media.ts';
import type { MessageRecord } from '../model/record.ts';
import { isKnownType } from '../model/types.ts';
import { plus, type Totals } from './cursor.ts';

export class Met {
  readonly #fields = new MessageFields();
  #nameless: Record<string, number> = {};
  readonly #unknown = new Map<string, number>();

  add(record: MessageRecord): void {
    this.#fields.add(record);
    const reason = namelessReason(record);
    if (reason) this.#nameless = plus(this.#nameless, { [reason]: 1 }) as Record<string, number>;
    const { type } = record;
    if (!isKnownType(type)) this.#unknown.set(type, (this.#unknown.get(type) ?? 0) + 1);
  }

  addTo(totals: Totals): Totals {
    let { unknownTypes } = totals;
    for (const [type, count] of this.#unknown) unknownTypes = withUnknown(unknownTypes, type, count);
    return {
      ...totals,
      nameless: plus(totals.nameless, this.#nameless),
      unknownTypes,
      fields: plus(totals.fields, this.#fields.counts) as Totals['fields'],
    };
  }
}

/** Names come from the page: short ones, and not without end. */
function withUnknown(counts: Readonly<Record<string, number>>, type: string, count: number) {
  const isNamed = Object.hasOwn(counts, type) || (type.length <= 60 && Object.keys(counts).length < 100);
  return plus(counts, { [isNamed && type !== '__proto__' ? type : 'other']: count }) as Record<
    string,
    number
  >;
}

function namelessReason(record: MessageRecord): 'view-once' | 'no-key' | null {
  if (!isMediaType(record.type) || mediaOf(record)) return null;
  return isViewOnce(record.row) ? 'view-once' : 'no-key';
}
