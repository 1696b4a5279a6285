/** @file The popup's story, without a browser. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPopup, screenOf } from '../../entrypoints/popup/model.ts';
import type { Command } from '../../entrypoints/shared/client.ts';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { Fault } from '../../lib/base/fault.ts';
import { NOW, RUN, STATES } from '../components/states.ts';

/** A background that says what it is told to, and remembers what it was asked. */
function background(first: BackupStatus) {
  const asked: string[] = [];
  const state = { status: first as BackupStatus, fault: null as Fault | null };
  const command = (async (name: string) => {
    asked.push(name);
    if (state.fault) throw state.fault;
    return name === 'status' ? state.status : {};
  }) as Command;
  return { asked, state, command };
}

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

describe('the popup', () => {
  it('shows nothing before it knows anything', () => {
    expect(screenOf(null)).toEqual({ at: 'loading' });
  });

  it('shows a run before all else', () => {
    expect(screenOf({ ...STATES.unsaved, run: RUN }).at).toBe('working');
  });

  it('asks again and again while it is open, and no more after', async () => {
    const { asked, command } = background(STATES.done);
    const popup = createPopup({ command });
    popup.open();
    await vi.advanceTimersByTimeAsync(1300);
    expect(asked).toEqual(['status', 'status', 'status', 'status']);
    popup.close();
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveLength(4);
  });

  it('tells that nobody answers, and forgets it once somebody does', async () => {
    const { state, command } = background(STATES.done);
    state.fault = new Fault('disconnected');
    const popup = createPopup({ command });
    popup.open();
    await vi.advanceTimersByTimeAsync(10);
    expect(popup.fault.value?.code).toBe('disconnected');
    state.fault = null;
    await vi.advanceTimersByTimeAsync(400);
    expect(popup.fault.value).toBeNull();
    expect(popup.screen.value.at).toBe('idle');
    popup.close();
  });

  it('keeps the fault of a button while the status goes on coming', async () => {
    const { state, command } = background(STATES.done);
    const popup = createPopup({ command });
    popup.open();
    await vi.advanceTimersByTimeAsync(10);
    state.fault = new Fault('no-tab');
    await popup.backUp();
    state.fault = null;
    await vi.advanceTimersByTimeAsync(900);
    expect(popup.fault.value?.code).toBe('no-tab');
    popup.close();
  });

  it('guesses the time left from the pace it saw', async () => {
    const { state, command } = background(STATES.messages);
    const popup = createPopup({ command });
    popup.open();
    await vi.advanceTimersByTimeAsync(4000);
    state.status = { ...STATES.messages, run: { ...RUN, messages: { done: 2640, about: 5000 } } };
    await vi.advanceTimersByTimeAsync(100);
    expect(popup.screen.value).toMatchObject({ at: 'working', secondsLeft: null });
    await vi.advanceTimersByTimeAsync(5900);
    const screen = popup.screen.value;
    const left = screen.at === 'working' ? screen.secondsLeft : null;
    expect(left).toBeGreaterThan(40);
    expect(left).toBeLessThan(50);
    popup.close();
  });

  it('asks before it cancels, and stops asking when the run has ended', async () => {
    const { asked, state, command } = background(STATES.messages);
    const popup = createPopup({ command });
    popup.open();
    await vi.advanceTimersByTimeAsync(10);
    popup.askToCancel();
    expect(popup.asking.value).toBe(true);
    expect(asked).not.toContain('cancel');
    popup.keepGoing();
    expect(popup.asking.value).toBe(false);
    popup.askToCancel();
    await popup.cancel();
    expect(asked).toContain('cancel');
    expect(popup.stopping.value).toBe(true);
    state.status = STATES.stopped;
    await vi.advanceTimersByTimeAsync(500);
    expect(popup.stopping.value).toBe(false);
    popup.close();
  });

  it('asks the phone for older messages only after a yes, each time anew', async () => {
    const { asked, command } = background(STATES.done);
    const popup = createPopup({ command });
    await popup.askOlder();
    popup.offerOlder();
    popup.leaveOlder();
    await popup.askOlder();
    expect(asked).toEqual([]);
    popup.offerOlder();
    await popup.askOlder();
    expect(asked).toEqual(['older']);
    expect(popup.older.value.at).toBe('asked');
    await popup.askOlder();
    expect(asked).toEqual(['older']);
  });

  it('makes a report when asked, and copies what is shown', async () => {
    const { asked, command } = background(STATES.done);
    const copied: string[] = [];
    const told = (async (name: string) =>
      name === 'report' ? { missing: ['x'], text: 'shown' } : command('status', {})) as Command;
    const popup = createPopup({ command: told, copy: async (text) => void copied.push(text) });
    await popup.copyReport();
    expect(copied).toEqual([]);
    await popup.makeReport();
    expect(popup.mending.value).toMatchObject({ at: 'shown', text: 'shown', copied: false });
    await popup.copyReport();
    expect([copied, popup.mending.value]).toMatchObject([['shown'], { copied: true }]);
    expect(asked).toEqual([]);
  });

  it('asks what works only when somebody wants to know, each time anew', async () => {
    const served = [{ votes: 'a' }, { votes: null }];
    const faults = [null, null, new Fault('no-tab')];
    const command = (async () => {
      const fault = faults.shift();
      if (fault) throw fault;
      return { version: '2.3', capabilities: served.shift() };
    }) as Command;
    const popup = createPopup({ command });
    expect(popup.works.value).toEqual({ at: 'unasked' });
    const asked = popup.lookAtWorks();
    void popup.lookAtWorks();
    expect(popup.works.value).toEqual({ at: 'asking' });
    await asked;
    expect(served).toHaveLength(1);
    expect(popup.works.value).toEqual({ at: 'shown', version: '2.3', served: { votes: 'a' } });
    await popup.lookAtWorks();
    expect(popup.works.value).toMatchObject({ served: { votes: null } });
    await popup.lookAtWorks();
    expect(popup.works.value).toMatchObject({ at: 'failed', fault: { code: 'no-tab' } });
    // It is told where it was asked for.
    expect(popup.fault.value).toBeNull();
  });

  it('does one thing at a time', async () => {
    const { asked, command } = background(STATES.done);
    const popup = createPopup({ command });
    await Promise.all([popup.backUp(), popup.backUp(), popup.save()]);
    expect(asked).toEqual(['start', 'status']);
  });
});
