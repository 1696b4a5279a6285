/** @file Shapes of parsed JSON: small predicates, joined. Unknown members pass; what a segment holds is the writer's word. */

export type Shape = (value: unknown) => boolean;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape = (value) => typeof value === 'string';
export const flag: Shape = (value) => typeof value === 'boolean';
export const number: Shape = (value) => typeof value === 'number';
/** A whole number from 0 to 2^53 − 1. */
export const count: Shape = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** A moment: a whole number, before 1970 too. */
export const time: Shape = (value) => Number.isSafeInteger(value);
export const anything: Shape = () => true;

export const nullable =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);

export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);

export const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));

export const literal =
  (...values: readonly unknown[]): Shape =>
  (value) =>
    values.includes(value);

export const object = (members: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(members);
  return (value) => isObject(value) && entries.every(([key, shape]) => shape(value[key]));
};

/** An object used as a table: every member has the shape. */
export const table =
  (shape: Shape): Shape =>
  (value) =>
    isObject(value) && Object.values(value).every(shape);
