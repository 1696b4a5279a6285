/** @file The protobuf `MsgRowOpaqueData` in which WhatsApp's storage keeps a row's text a second time. */

const encoder = new TextEncoder();

/** A field of bytes: its number, its length, the bytes. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  const head = [(number << 3) | 2];
  let { length } = bytes;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  head.push(length);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  return whole;
}

/** `{currentMsg: {body, caption}}`; the texts that are there. */
export function opaqueBytes(body: unknown, caption?: unknown): ArrayBuffer {
  const fields = [
    ...(typeof body === 'string' ? [field(BODY, encoder.encode(body))] : []),
    ...(typeof caption === 'string' ? [field(CAPTION, encoder.encode(caption))] : []),
  ];
  const inner = new Uint8Array(fields.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of fields) {
    inner.set(one, at);
    at += one.length;
  }
  return field(1, inner).buffer as ArrayBuffer;
}

/** Numbers of the members in the inner message. */
const BODY = 1;
const CAPTION = 3;

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
