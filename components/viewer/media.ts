/** @file How a bubble gets the medium it shows, and gives it back when it leaves the screen. */
import type { MediaShape } from '../../lib/model/media.ts';
import type { MissingMedium } from '../../lib/model/report.ts';

export type ShownMedium =
  | { readonly state: 'shown'; readonly url: string }
  /** It is here, but of no kind that is shown, or too large for it. */
  | { readonly state: 'unshown'; readonly size: number; readonly why: 'kind' | 'size' }
  | { readonly state: 'missing'; readonly missing: MissingMedium | null };

export interface MediaDoor {
  /** To be given back, whatever came of it. @throws {Fault} */
  take(sha256: string, shape: MediaShape): Promise<ShownMedium>;
  giveBack(sha256: string, shape: MediaShape): void;
  save(sha256: string, name: string): void;
}
