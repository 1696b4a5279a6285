/** @file Many short texts as UTF-8, side by side in buffers of one size: one of its own for each would cost as much as all the rest. */
import { type Bytes, utf8 } from './bytes.ts';

const SLAB = 256 * 1024;
const encoder = new TextEncoder();
let slab: Bytes = new Uint8Array(0);

/** A view of a buffer that others look into as well: not to be handed over, and not to be changed. */
export function utf8InSlab(text: string): Bytes {
  const most = text.length * 3; // bytes of a UTF-16 unit
  if (most > SLAB / 4) return utf8(text);
  if (most > slab.length) slab = new Uint8Array(SLAB);
  const { written } = encoder.encodeInto(text, slab);
  const bytes = slab.subarray(0, written);
  slab = slab.subarray(written);
  return bytes;
}
