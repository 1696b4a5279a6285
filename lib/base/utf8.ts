/** @file Texts as UTF-8 (RFC 3629). Asking the browser for a short one costs as much as thousands of letters do here, and for a long one three copies of it. */

/** Bytes of a text. A half of a surrogate pair counts as the replacement character that stands for it. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const point = text.charCodeAt(i);
    if (point < 0x80) continue;
    length += point < 0x800 ? 1 : 2;
    if (pointAt(text, i) > 0xffff) i++; // four bytes for two units
  }
  return length;
}

/** Writes a text where there is room for it. @returns where it ends. */
export function putUtf8(text: string, into: Uint8Array, at: number): number {
  let end = at;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      into[end++] = point;
      continue;
    }
    point = pointAt(text, i);
    if (point < 0x800) into[end++] = 0xc0 | (point >> 6);
    else {
      if (point > 0xffff) {
        i++;
        into[end++] = 0xf0 | (point >> 18);
        into[end++] = rest(point >> 12);
      } else into[end++] = 0xe0 | (point >> 12);
      into[end++] = rest(point >> 6);
    }
    into[end++] = rest(point);
  }
  return end;
}

const rest = (bits: number): number => 0x80 | (bits & 0x3f);

function pointAt(text: string, i: number): number {
  const point = text.codePointAt(i) as number;
  return (point & -0x800) === 0xd800 ? 0xfffd : point; // half a pair
}
