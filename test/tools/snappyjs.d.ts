/** @file The part of snappyjs that the tests use; the package brings no types. */
declare module 'snappyjs' {
  export function compress(plain: Uint8Array): Uint8Array;
}
