/** @file A row of the page's message table as the simulator stores it. */
import type {
  StoredAddOn,
  StoredComment,
  StoredPin,
  StoredReaction,
  StoredResponse,
  StoredVote,
} from './addons.ts';
import type { Fields, KeyParts } from './value.ts';

export interface StoredRow {
  readonly key: KeyParts;
  /** Insertion id within the chat: the order of pages. */
  readonly place: number;
  readonly rowId: number;
  /** Seconds since 1970 UTC. */
  readonly t: number;
  readonly type: string;
  readonly subtype?: string;
  readonly fields: Fields;
  /** Does not count towards a page (children of an album). */
  readonly hidden: boolean;
  /** In the table, and no page ever shows it. */
  readonly withheld: boolean;
  readonly reactions: readonly StoredReaction[];
  readonly votes: readonly StoredVote[];
  readonly responses: readonly StoredResponse[];
  readonly pin: StoredPin | null;
  readonly comments: readonly StoredComment[];
  readonly others: readonly StoredAddOn[];
}
