/** @file The settings as they are chosen: at once, the last choice last, and nothing shown as chosen that is not kept. */
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createChoosing } from '../../entrypoints/popup/choosing.ts';
import type { Command } from '../../entrypoints/shared/client.ts';
import type { Settings } from '../../lib/backup/status.ts';
import { Fault } from '../../lib/base/fault.ts';

const USUAL: Settings = { limit: 256, without: [] };

function story() {
  const told = { kept: USUAL, asked: [] as (Settings | null)[], fault: null as Fault | null, wait: 0 };
  const fault = signal<Fault | null>(null);
  const command = (async (_: string, { set }: { set?: Settings }) => {
    told.asked.push(set ?? null);
    if (told.wait-- > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    if (told.fault) throw told.fault;
    if (set) told.kept = set;
    return told.kept;
  }) as Command;
  return { told, fault, choosing: createChoosing({ command, fault }) };
}

describe('the settings', () => {
  it('are asked for when they are opened, and only then', async () => {
    const { told, choosing } = story();
    expect(choosing.settings.value).toEqual({ at: 'closed' });
    const opening = choosing.openSettings();
    expect(choosing.settings.value).toEqual({ at: 'open', chosen: null });
    await opening;
    expect([choosing.settings.value, told.asked]).toEqual([{ at: 'open', chosen: USUAL }, [null]]);
    choosing.closeSettings();
    await choosing.choose({ limit: 1, without: [] });
    expect(told.asked).toHaveLength(1);
  });

  it('count at once, and what is chosen last is what is kept', async () => {
    const { told, choosing } = story();
    await choosing.openSettings();
    told.wait = 1; // the first answer comes late
    const first = choosing.choose({ limit: 1, without: [] });
    const second = choosing.choose({ limit: 1, without: ['image'] });
    expect(choosing.settings.value).toEqual({ at: 'open', chosen: { limit: 1, without: ['image'] } });
    await Promise.all([first, second]);
    expect(told.kept).toEqual({ limit: 1, without: ['image'] });
    expect(choosing.settings.value).toEqual({ at: 'open', chosen: { limit: 1, without: ['image'] } });
  });

  it('go back to what is kept where a choice could not be', async () => {
    const { told, fault, choosing } = story();
    await choosing.openSettings();
    told.fault = new Fault('disk-full');
    await choosing.choose({ limit: 1, without: [] });
    expect([choosing.settings.value, fault.value?.code]).toEqual([
      { at: 'open', chosen: USUAL },
      'disk-full',
    ]);
    told.fault = null;
    await choosing.choose({ limit: 2, without: [] });
    expect([choosing.settings.value, fault.value]).toEqual([{ at: 'open', chosen: told.kept }, null]);
    expect(told.kept.limit).toBe(2);
  });

  it('close where they cannot be had, and say why', async () => {
    const { told, fault, choosing } = story();
    told.fault = new Fault('disconnected');
    await choosing.openSettings();
    expect([choosing.settings.value, fault.value?.code]).toEqual([{ at: 'closed' }, 'disconnected']);
  });
});
