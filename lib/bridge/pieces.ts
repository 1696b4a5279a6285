/**
 * @file Large buffers of an answer in pieces. Up to 64 KiB Chromium carries a port's message along with the call; for a
 * larger one it makes shared memory, which costs ten times as much a byte in the thread that sends: the page's.
 *
 * The pieces go ahead, `{piece}` each, in order; then the answer without them, `{pieced, message}`. Neither has a
 * member `answer`, which all that comes from a page has: nothing of it is taken for a piece.
 */
import { Fault } from '../base/fault.ts';

/** Bytes of a piece: with what goes around it under 64 KiB. */
export const PIECE = 48 * 1024;
/** Bytes of all pieces together: what a browser carries as one message at most. */
const MOST = 64 * 1024 * 1024;

type Members = Readonly<Record<string, unknown>>;

/** What is to be posted for `message`, in order. @throws {Fault} `answer-too-large`. */
export function divide(message: unknown): unknown[] {
  const value = isObject(message) && isObject(message.value) ? message.value : {};
  const large = Object.entries(value).filter(
    (entry): entry is [string, ArrayBuffer] => entry[1] instanceof ArrayBuffer && entry[1].byteLength > PIECE,
  );
  if (large.length === 0) return [message];
  if (large.reduce((sum, [, { byteLength }]) => sum + byteLength, 0) > MOST)
    throw new Fault('answer-too-large');
  const rest = Object.entries(value).filter(([member]) => !large.some(([name]) => name === member));
  return [
    ...large.flatMap(([, buffer]) => piecesOf(buffer)),
    {
      pieced: large.map(([member, { byteLength }]) => [member, byteLength]),
      message: { ...(message as Members), value: Object.fromEntries(rest) },
    },
  ];
}

function piecesOf(buffer: ArrayBuffer): unknown[] {
  const pieces: unknown[] = [];
  for (let at = 0; at < buffer.byteLength; at += PIECE) pieces.push({ piece: buffer.slice(at, at + PIECE) });
  return pieces;
}

/** The way back: what one port says, message by message. */
export function joiner(): (message: unknown) => { readonly message: unknown } | null {
  let pieces: ArrayBuffer[] = [];
  return (message) => {
    if (!isObject(message) || 'answer' in message) return { message };
    if (message.piece instanceof ArrayBuffer) {
      pieces.push(message.piece);
      return null;
    }
    if (!Array.isArray(message.pieced) || !isObject(message.message)) return { message };
    const { message: whole, pieced } = message as { message: Members; pieced: [string, number][] };
    const joined = pieced.map(([member, length]): [string, ArrayBuffer] => [member, take(pieces, length)]);
    pieces = [];
    return { message: { ...whole, value: { ...(whole.value as Members), ...Object.fromEntries(joined) } } };
  };
}

/** Takes as many of the first pieces as make `length` bytes. */
function take(pieces: ArrayBuffer[], length: number): ArrayBuffer {
  const whole = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const piece = pieces.shift();
    if (!piece) throw new Fault('unexpected', { what: 'piece' });
    whole.set(new Uint8Array(piece), at);
    at += piece.byteLength;
  }
  return whole.buffer;
}

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;
