/** @file The stubs of the real page's first script: they collect what is registered before the loader is there. */

const registered: unknown[][] = [];
const lazily: unknown[][] = [];

Object.assign(globalThis, {
  __d_stub: registered,
  __d: (...args: unknown[]) => registered.push(args),
  __rl_stub: lazily,
  requireLazy: (...args: unknown[]) => lazily.push(args),
  __annotator: (value: unknown) => value,
  _btldr: {},
  _qplInl: () => {},
});
