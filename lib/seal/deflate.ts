/** @file Raw DEFLATE (RFC 1951) through the platform, with a limit that holds while inflating. */
import { type Bytes, concat } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';

/** Bytes handed to the inflater at once: what it may make of them before the limit is looked at (1,032 times as many). */
const PIECE = 16_384;

/** One raw DEFLATE stream. */
export const deflate = (bytes: Bytes): Promise<Bytes> =>
  through(new CompressionStream('deflate-raw'), bytes, Number.MAX_SAFE_INTEGER);

/**
 * @param limit bytes of output, at most.
 * @throws {Fault} `too-large` — more than `limit` comes out; `not-authentic` — no whole stream, or bytes after it.
 */
export const inflate = (bytes: Bytes, limit: number): Promise<Bytes> =>
  through(new DecompressionStream('deflate-raw'), bytes, limit);

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Bytes,
  limit: number,
): Promise<Bytes> {
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  const written = write(writer, bytes);
  written.catch(() => {}); // the reader meets the same failure, and reports it
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit) throw new Fault('too-large', { limit });
      parts.push(value);
    }
    await written;
  } catch (thrown) {
    await Promise.allSettled([reader.cancel(), writer.abort(), written]);
    throw thrown instanceof Fault ? thrown : new Fault('not-authentic', { what: 'compressed data' }, thrown);
  }
  return parts.length === 1 ? (parts[0] as Bytes) : concat(...parts);
}

async function write(writer: WritableStreamDefaultWriter<Bytes>, bytes: Bytes): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    await writer.ready;
    await writer.write(bytes.subarray(at, at + PIECE));
  }
  await writer.close();
}
