/** @file What opening a run comes to: its chats and messages at once, its media when they are asked for. */
import type { Bytes } from '../base/bytes.ts';
import type { Fault } from '../base/fault.ts';
import type { Contents, SegmentEntry } from './contents.ts';
import type { Place, Readable } from './place.ts';

/** An index, or the end, that opened. */
export interface OpenIndex extends Place {
  readonly contents: Contents;
}

export interface OpenRun extends Readable {
  /** Null: the run is not finished. */
  readonly end: OpenIndex | null;
  /** Those the chats need, all of them opened, in the order of their numbers, the end last; {@link media} has the others. */
  readonly indexes: readonly OpenIndex[];
  /** Messages that an index lists, or that were found without one; in the order of their numbers. */
  readonly entries: readonly SegmentEntry[];
  /** Segments from number 0 on, damaged ones too. */
  readonly segments: number;
  /** The walk met a frame that leads nowhere: there may be more segments than were counted. */
  readonly broken: boolean;
  /** The last one's bytes 24–55; null where there is none. */
  readonly commitment: Bytes | null;
  /** `segment-damaged`, `segment-mended`, `newer-version`. */
  readonly notes: readonly Fault[];
  /** The end and all that it names for the chats opened without damage, and they are whole: the indexes of media were not read yet. */
  readonly waits: boolean;
  /** Reads the indexes of media when it is first asked. What the bytes are is told, never thrown. */
  readonly media: () => Promise<RunMedia>;
}

export interface RunMedia {
  /** All of the run's that opened, in the order of their numbers, the end last. */
  readonly indexes: readonly OpenIndex[];
  /** Media that an index lists, in the order of their numbers. */
  readonly entries: readonly SegmentEntry[];
  /** Media that no index lists: what they are is known only once they are read. */
  readonly unlisted: readonly Place[];
  /** What was met only now: those of {@link OpenRun.notes}, and `contents-differ` where an index of media had more than media. */
  readonly notes: readonly Fault[];
}
