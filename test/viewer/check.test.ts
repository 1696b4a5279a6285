/** @file The check of the saved file, and names for files taken out. */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../entrypoints/shared/client.ts';
import { createCheck } from '../../entrypoints/viewer/check.ts';
import type { Connection } from '../../entrypoints/viewer/model.ts';
import { safeName } from '../../entrypoints/viewer/save.ts';
import type { BackupStatus } from '../../lib/backup/status.ts';
import { Fault } from '../../lib/base/fault.ts';
import { STATES } from '../components/states.ts';

const SAVED = { name: 'a.keepsake', size: 3, sha256: 'ab'.repeat(32), at: 1 };

function story(status: BackupStatus | Fault, sha256: string | Fault = 'ab'.repeat(32)) {
  const told = { begun: 0, ended: 0 };
  const command = (async () => {
    if (status instanceof Fault) throw status;
    return status;
  }) as unknown as Command;
  const connect = (): Connection => {
    told.begun++;
    return {
      ask: (async () => {
        if (sha256 instanceof Fault) throw sha256;
        return { sha256 };
      }) as unknown as Connection['ask'],
      end: () => void told.ended++,
    };
  };
  return { check: createCheck({ command, connect }), told };
}

describe('the check of the saved file', () => {
  it('knows the file that was saved', async () => {
    const { check, told } = story({ ...STATES.done, saved: SAVED });
    await check.look();
    expect(check.stage.value).toBe('drop');
    await check.pick([new File(['abc'], 'any name')]);
    expect(check.stage.value).toBe('same');
    expect(told).toEqual({ begun: 1, ended: 1 });
    check.again();
    expect(check.stage.value).toBe('drop');
  });

  it('tells another file of the same size', async () => {
    const { check, told } = story({ ...STATES.done, saved: SAVED }, 'cd'.repeat(32));
    await check.look();
    await check.pick([new File(['abc'], 'a.keepsake')]);
    expect(check.fault.value?.code).toBe('file-differs');
    expect(check.stage.value).toBe('drop');
    expect(told.ended).toBe(1);
  });

  it('does not read a file of another size', async () => {
    const { check, told } = story({ ...STATES.done, saved: SAVED });
    await check.look();
    await check.pick([new File(['abcd'], 'a.keepsake')]);
    expect(check.fault.value?.code).toBe('file-differs');
    expect(told.begun).toBe(0);
  });

  it('ends the worker whatever happens', async () => {
    const { check, told } = story({ ...STATES.done, saved: SAVED }, new Fault('unexpected'));
    await check.look();
    await check.pick([new File(['abc'], 'x')]);
    expect(check.fault.value?.code).toBe('unexpected');
    expect(told.ended).toBe(1);
  });

  it('has nothing to compare with before the first saving', async () => {
    const { check, told } = story(STATES.first);
    await check.look();
    expect(check.stage.value).toBe('nothing');
    await check.pick([new File(['abc'], 'x')]);
    expect(told.begun).toBe(0);
  });

  it('takes one file, and says when nobody answers', async () => {
    const { check } = story({ ...STATES.done, saved: SAVED });
    await check.look();
    await check.pick([new File(['abc'], 'x'), new File(['abc'], 'y')]);
    expect(check.several.value).toBe(true);
    expect(check.stage.value).toBe('drop');
    const lost = story(new Fault('disconnected')).check;
    await lost.look();
    expect(lost.fault.value?.code).toBe('disconnected');
  });
});

describe('a name for a file', () => {
  it.each([
    ['Plan.pdf', 'Plan.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a\u202Egpj.exe', 'agpj.exe'],
    ['con\u0000trol\n.txt', 'control.txt'],
    ['', 'file'],
    ['...', 'file'],
    ['C:\\temp\\x?.txt', 'C__temp_x_.txt'],
  ])('%j becomes %j', (name, safe) => expect(safeName(name)).toBe(safe));

  it('keeps the ending of a long one', () => {
    expect(safeName(`${'a'.repeat(400)}.pdf`)).toMatch(/^a{116}\.pdf$/);
  });
});
