/** @file A page left alone is locked after a while, and by no sign of somebody before. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenAlone } from '../../entrypoints/shared/idle.ts';

const MINUTE = 60_000;
beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function page() {
  const on = new EventTarget();
  const leave = vi.fn();
  const end = whenAlone({ on, leave, after: 10 * MINUTE });
  return { leave, end, sign: (name: string) => on.dispatchEvent(new Event(name)) };
}

describe('a page left alone', () => {
  it('is locked when the time has passed, and asked again while it could not be', () => {
    const { leave, end } = page();
    vi.advanceTimersByTime(10 * MINUTE - 1);
    expect(leave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5_000);
    expect(leave).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5_000);
    expect(leave).toHaveBeenCalledTimes(2);
    end();
    vi.advanceTimersByTime(60 * MINUTE);
    expect(leave).toHaveBeenCalledTimes(2);
  });

  it.each(['pointerdown', 'pointermove', 'keydown', 'input', 'wheel', 'touchstart'])(
    'is not while there is a %s now and then',
    (name) => {
      const { leave, sign } = page();
      for (let i = 0; i < 5; i++) {
        vi.advanceTimersByTime(9 * MINUTE);
        sign(name);
      }
      expect(leave).not.toHaveBeenCalled();
      vi.advanceTimersByTime(11 * MINUTE);
      expect(leave).toHaveBeenCalled();
    },
  );

  it('is locked by what wakes the computer: no timer ran while it slept', () => {
    const { leave, sign } = page();
    vi.setSystemTime(1_000_000 + 600 * MINUTE);
    sign('keydown');
    expect(leave).toHaveBeenCalledTimes(1);
  });

  it('counts anew from a clock that was put back', () => {
    const { leave } = page();
    vi.setSystemTime(1_000_000 - 600 * MINUTE);
    vi.advanceTimersByTime(9 * MINUTE);
    expect(leave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2 * MINUTE);
    expect(leave).toHaveBeenCalled();
  });
});
