/** @file A message segment's content: JSON Lines, one record a line (docs/records.md). */
import { type Bytes, fromUtf8, utf8 } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { MessageRecord } from '../model/record.ts';
import { isKnownType } from '../model/types.ts';
import {
  anything,
  flag,
  isObject,
  list,
  lookAt,
  nullable,
  number,
  object,
  optional,
  type Told,
  table,
  text,
  time,
} from './shape.ts';

/** Each record on a line of its own, a line feed after each. */
export const encodeRecords = (records: readonly MessageRecord[]): Bytes =>
  utf8(records.map((record) => `${JSON.stringify(record)}\n`).join(''));

/** Unknown members are kept. @throws {Fault} `segment-damaged` — a line that is not a record. */
export function parseRecords(content: Bytes): MessageRecord[] {
  try {
    return linesOf(content).map(parseLine);
  } catch (thrown) {
    throw thrown instanceof Fault ? thrown : new Fault('segment-damaged', { what: 'records' }, thrown);
  }
}

function parseLine(line: string, index: number): MessageRecord {
  const json: unknown = JSON.parse(line);
  if (!recordShape(json)) throw new Fault('segment-damaged', { line: index + 1 });
  return json as MessageRecord;
}

/** What of the lines is not as this program knows it. */
export function lookAtRecords(content: Bytes, told: Told): void {
  for (const line of textLines(content) ?? ['']) {
    const json = fromJson(line);
    lookAt(recordShape, json, 'message', told);
    if (isObject(json) && typeof json.type === 'string' && !isKnownType(json.type))
      told.unknown(`message.type ${json.type.slice(0, TYPE_LIMIT)}`);
  }
}

/** Null: not UTF-8. */
function textLines(content: Bytes): string[] | null {
  try {
    return linesOf(content);
  } catch {
    return null;
  }
}

function linesOf(content: Bytes): string[] {
  const lines = fromUtf8(content).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Undefined: not JSON, which is of no shape at all. */
function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Characters of an unknown type that are told. */
const TYPE_LIMIT = 40;

const moment = nullable(number);

const recordShape = object({
  id: text,
  chat: text,
  t: time,
  order: number,
  type: text,
  subtype: optional(text),
  fromMe: flag,
  sender: text,
  reactions: optional(list(object({ sender: text, text, at: number }))),
  votes: optional(list(object({ sender: text, options: list(number), at: number }))),
  answers: optional(list(object({ sender: text, answer: number, at: number }))),
  pin: optional(object({ type: number, at: number, duration: nullable(number), sender: optional(text) })),
  comments: optional(list(object({ id: text, sender: text, t: time, row: table(anything) }))),
  receipts: optional(list(object({ receiver: text, delivered: moment, read: moment, played: moment }))),
  parent: optional(object({ id: text, as: text })),
  addOns: optional(list(table(anything))),
  row: table(anything),
});
