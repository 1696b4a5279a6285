/** @file Shapes of parsed JSON: small predicates, joined. Unknown members pass; what a segment holds is the writer's word. */

/** Told where a value is not of its shape, and what it has that its shape does not name. Paths name members, never values. */
export interface Told {
  wrong(path: string): void;
  unknown(path: string): void;
}

export interface Shape {
  (value: unknown): boolean;
  /** Of a shape that has members: looks at each. */
  readonly look?: (value: unknown, path: string, told: Told) => void;
}

/** Looks at all of a value, where the shape itself only says yes or no. */
export function lookAt(shape: Shape, value: unknown, path: string, told: Told): void {
  if (shape.look) shape.look(value, path, told);
  else if (!shape(value)) told.wrong(path);
}

const shaped = (test: (value: unknown) => boolean, look: NonNullable<Shape['look']>): Shape =>
  Object.assign(test, { look });

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

export const nullable = (shape: Shape): Shape => unless(null, shape);
export const optional = (shape: Shape): Shape => unless(undefined, shape);

const unless = (nothing: null | undefined, shape: Shape): Shape =>
  shaped(
    (value) => value === nothing || shape(value),
    (value, path, told) => value === nothing || lookAt(shape, value, path, told),
  );

export const list = (shape: Shape): Shape =>
  shaped(
    (value) => Array.isArray(value) && value.every(shape),
    (value, path, told) => {
      if (!Array.isArray(value)) told.wrong(path);
      else for (const item of value) lookAt(shape, item, `${path}[]`, told);
    },
  );

export const either = (...shapes: readonly Shape[]): Shape =>
  shaped(
    (value) => shapes.some((shape) => shape(value)),
    (value, path, told) => {
      const fits = shapes.find((shape) => shape(value));
      if (fits) lookAt(fits, value, path, told);
      else told.wrong(path);
    },
  );

export const literal =
  (...values: readonly unknown[]): Shape =>
  (value) =>
    values.includes(value);

export const object = (members: Readonly<Record<string, Shape>>): Shape => {
  const entries = Object.entries(members);
  return shaped(
    (value) => isObject(value) && entries.every(([key, shape]) => shape(value[key])),
    (value, path, told) => {
      if (!isObject(value)) return told.wrong(path);
      for (const [key, shape] of entries) lookAt(shape, value[key], `${path}.${key}`, told);
      for (const key of Object.keys(value))
        if (!Object.hasOwn(members, key)) told.unknown(`${path}.${key.slice(0, KEY_LIMIT)}`);
    },
  );
};

/** An object used as a table: every member has the shape. Its keys are values, and stay out of paths. */
export const table = (shape: Shape): Shape =>
  shaped(
    (value) => isObject(value) && Object.values(value).every(shape),
    (value, path, told) => {
      if (!isObject(value)) told.wrong(path);
      else for (const item of Object.values(value)) lookAt(shape, item, `${path}.*`, told);
    },
  );

/** Characters of an unknown member's name that a path takes. */
const KEY_LIMIT = 40;
