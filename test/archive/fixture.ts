/** @file Archives for tests: written as the backup does it, small, and easy to break. */
import { expect } from 'vitest';

import { composeArchive } from '../../lib/archive/container.ts';
import {
  type ChatSummary,
  type Contents,
  encodeContents,
  type IndexPlace,
  type SegmentEntry,
} from '../../lib/archive/contents.ts';
import type { OpenArchive } from '../../lib/archive/open.ts';
import { encodeRecords } from '../../lib/archive/records.ts';
import { type PreviousRun, startRun, trailer } from '../../lib/archive/run.ts';
import {
  END,
  INDEX,
  MEDIA,
  MESSAGES,
  MediumSealer,
  type RunKey,
  sealSegment,
} from '../../lib/archive/segment.ts';
import type { Source } from '../../lib/archive/source.ts';
import { type Bytes, concat, toHex } from '../../lib/base/bytes.ts';
import { crc32 } from '../../lib/base/crc32.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import type { MessageRecord } from '../../lib/model/record.ts';
import type { Report } from '../../lib/model/report.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import type { VaultKeys } from '../../lib/vault/vault.ts';

export const FLOOR = { memoryKiB: 19_456, passes: 1, lanes: 1 };
export const PASSWORD = 'correct horse';
export const ANNA = '31600000001@c.us';
export const BEN = '31600000002@c.us';

export const sourceOf = (bytes: Bytes): Source => ({
  size: bytes.length,
  read: async (offset, length) => bytes.slice(offset, offset + length),
});

export const fault = (code: string, detail: object = {}) =>
  expect.objectContaining({ code, detail: expect.objectContaining(detail) });

export const record = (chat: string, t: number, body: string, id = `true_${chat}_${t}`): MessageRecord => ({
  id,
  chat,
  t,
  order: t % 1000,
  type: 'chat',
  fromMe: true,
  sender: chat,
  row: { body },
});

export const summary = (id: string, records: readonly MessageRecord[], name = `Chat ${id}`): ChatSummary => ({
  id,
  kind: 'person',
  name,
  alternate: null,
  t: records.at(-1)?.t ?? 0,
  archived: false,
  pinned: false,
  group: null,
  row: {},
  count: records.length,
  first: records[0]?.t ?? null,
  last: records.at(-1)?.t ?? null,
  report: null,
  heads: records.slice(-64).map(({ id }) => id),
});

/** Writes one run, segment by segment. What it has not been told to write it does not write. */
export class RunWriter {
  readonly parts: Bytes[] = [];
  readonly run: RunKey;
  readonly number: number;
  readonly kept = new Map<string, MessageRecord[]>();
  offset = 0;
  next = 0;
  commitment: Bytes = new Uint8Array(32);
  /** Where each segment lies. */
  readonly places: { offset: number; length: number }[] = [];
  #pending: SegmentEntry[] = [];
  #indexes: IndexPlace[] = [];
  #media = { count: 0, bytes: 0 };

  private constructor(run: RunKey, number: number, head: Bytes) {
    this.run = run;
    this.number = number;
    this.#put(head);
  }

  static async start(
    keys: VaultKeys,
    number: number,
    start = 1_700_000_000_000 + number,
    previous: PreviousRun | null = null,
  ): Promise<RunWriter> {
    const { run, head } = await startRun(keys, number, start, previous);
    return new RunWriter(run, number, head);
  }

  #put(bytes: Bytes): void {
    this.parts.push(bytes);
    this.offset += bytes.length;
  }

  segment(bytes: Bytes): { number: number; offset: number; length: number } {
    const place = { number: this.next++, offset: this.offset, length: bytes.length };
    this.places.push({ offset: place.offset, length: place.length });
    this.commitment = bytes.slice(33, 65);
    this.#put(bytes);
    return place;
  }

  async messages(records: readonly MessageRecord[]): Promise<void> {
    const { bytes } = await sealSegment(this.run, this.next, MESSAGES, encodeRecords(records));
    const chat = records[0]?.chat ?? '';
    const times = { first: (records[0]?.t ?? 0) * 1000, last: (records.at(-1)?.t ?? 0) * 1000 };
    this.#pending.push({ ...this.segment(bytes), kind: MESSAGES, chat, count: records.length, ...times });
    this.kept.set(chat, [...(this.kept.get(chat) ?? []), ...records]);
  }

  /** @returns the medium's id. */
  async medium(bytes: Bytes, type = 'image/jpeg'): Promise<string> {
    const sealer = await MediumSealer.start(this.run, this.next, bytes.length);
    const parts: Bytes[] = [];
    for (let at = 0; at < bytes.length; at += 10_000)
      parts.push(...(await sealer.push(bytes.slice(at, at + 10_000))));
    const sealed = concat(...parts, ...(await sealer.end()));
    const hash = toHex(await sha256(bytes));
    this.#pending.push({ ...this.segment(sealed), kind: MEDIA, sha256: hash, size: bytes.length, type });
    this.#media = { count: this.#media.count + 1, bytes: this.#media.bytes + bytes.length };
    return hash;
  }

  #take(kind: 1 | 2): SegmentEntry[] {
    const taken = this.#pending.filter((entry) => entry.kind === kind);
    this.#pending = this.#pending.filter((entry) => entry.kind !== kind);
    return taken;
  }

  chats(): ChatSummary[] {
    return [...this.kept].map(([id, records]) => summary(id, records, `Chat ${id} of run ${this.number}`));
  }

  async index(lists: IndexPlace['lists'], more: Partial<Contents> = {}): Promise<void> {
    const segments = lists === 'none' ? [] : this.#take(lists === 'messages' ? 1 : 2);
    const chats = lists === 'messages' ? { chats: this.chats() } : {};
    const content = encodeContents({ segments, ...chats, ...more });
    const { number, offset } = this.segment((await sealSegment(this.run, this.next, INDEX, content)).bytes);
    this.#indexes.push({ number, offset, lists });
  }

  async end(more: Partial<Contents> = {}): Promise<this> {
    const kept = [...this.kept.values()].reduce((sum, { length }) => sum + length, 0);
    const report: Report = {
      chats: this.kept.size,
      completeness: { complete: this.kept.size },
      messages: { found: kept, kept },
      skipped: {},
      media: { found: this.#media.count, kept: this.#media.count, bytes: this.#media.bytes },
      missing: {},
      unknownTypes: {},
      oldest: null,
      stopped: false,
    };
    const content = encodeContents({ segments: [], indexes: this.#indexes, report, ...more });
    const { number, offset } = this.segment((await sealSegment(this.run, this.next, END, content)).bytes);
    this.#put(trailer(number, offset));
    return this;
  }

  get bytes(): Bytes {
    return concat(...this.parts);
  }

  get previous(): PreviousRun {
    return { id: this.run.id, segments: this.next, commitment: this.commitment };
  }
}

export const START = {
  account: { id: ANNA, lid: null, name: 'Anna' },
  timeZone: 'Europe/Amsterdam',
  choice: { media: true },
  program: { name: 'Keepsake', version: '0.1.0' },
  page: { version: '2.3000', capabilities: {} },
} satisfies Partial<Contents>;

/** A whole run: messages of chats in segments of `size`, then media, then the end. */
export async function wholeRun(
  writer: RunWriter,
  records: readonly MessageRecord[],
  media: readonly Bytes[] = [],
  size = 100,
): Promise<RunWriter> {
  await writer.index('none', START);
  for (const chat of new Set(records.map((item) => item.chat))) {
    const own = records.filter((item) => item.chat === chat);
    for (let at = 0; at < own.length; at += size) await writer.messages(own.slice(at, at + size));
  }
  await writer.index('messages');
  for (const bytes of media) await writer.medium(bytes);
  if (media.length > 0) await writer.index('media');
  return writer.end();
}

export async function archiveOf(
  header: Bytes,
  runs: readonly { number: number; run: RunKey; bytes: Bytes }[],
) {
  const stored = runs.map(({ number, run, bytes }) => ({
    number,
    id: run.id,
    size: bytes.length,
    crc32: crc32(bytes),
    blobs: [new Blob([bytes])],
  }));
  const { parts, size } = composeArchive(header, stored);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  if (bytes.length !== size) throw new Error('size');
  return bytes;
}

/** All that a reader of an archive would see, as JSON: messages by chat and media by the hashes asked for. */
export async function everything(
  open: OpenArchive,
  hashes: readonly string[],
): Promise<{ messages: string[]; media: string[]; notes: number }> {
  const history = await archiveHistory(open);
  const messages: string[] = [];
  for (const { id } of await history.chats())
    for (let at = 0; ; at += 1000) {
      const page = await history.messages(id, at, 1000);
      messages.push(...page.map((item) => JSON.stringify(item)));
      if (page.length < 1000) break;
    }
  const media: string[] = [];
  for (const hash of hashes) {
    const medium = await history.medium(hash);
    const bytes = await medium?.read(0, medium.size).catch(() => null);
    if (bytes) media.push(toHex(await sha256(bytes)));
  }
  return { messages, media, notes: history.notes.length };
}
