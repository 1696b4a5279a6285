/** @file The protobuf `MsgRowOpaqueData` in which WhatsApp's storage keeps a row's text a second time. */

const encoder = new TextEncoder();

/** A field of bytes: its number, its length, the bytes. */
function field(number: number, bytes: Uint8Array): number[] {
  const head = [(number << 3) | 2];
  let length = bytes.length;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  return [...head, length, ...bytes];
}

/** `{currentMsg: {body, caption}}`; the texts that are there. */
export function opaqueBytes(texts: Readonly<Record<number, unknown>>): ArrayBuffer {
  const inner = Object.entries(texts).flatMap(([number, text]) =>
    typeof text === 'string' ? field(Number(number), encoder.encode(text)) : [],
  );
  return new Uint8Array(field(1, new Uint8Array(inner))).buffer;
}

/** Numbers of the members in the inner message. */
export const BODY = 1;
export const CAPTION = 3;

/** What {@link opaqueBytes} holds as its body. */
export function bodyOf(bytes: ArrayBuffer): string | undefined {
  const outer = read(new Uint8Array(bytes)).get(1);
  const body = outer && read(outer).get(BODY);
  return body && new TextDecoder().decode(body);
}

function read(bytes: Uint8Array): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const number = (bytes[at++] ?? 0) >> 3;
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 127) << shift;
      more = byte > 127;
    }
    fields.set(number, bytes.subarray(at, at + length));
    at += length;
  }
  return fields;
}
