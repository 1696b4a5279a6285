/** @file The second reader on archives as the extension makes them: the same records and media as the extension's own reader finds. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runName } from '../../lib/archive/container.ts';
import { openArchive } from '../../lib/archive/open.ts';
import { sealSegment } from '../../lib/archive/segment.ts';
import { type Bytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { archiveHistory } from '../../lib/history/history.ts';
import { newPhrase, parsePhrase } from '../../lib/vault/phrase.ts';
import { createVault } from '../../lib/vault/vault.ts';
import {
  ANNA,
  archiveOf,
  BEN,
  FLOOR,
  PASSWORD,
  RunWriter,
  record,
  sourceOf,
  wholeRun,
} from '../archive/fixture.ts';
import { broken, header, historyOf, keys, one, PHOTO, RECORDS, type Run, rows } from '../archive/setting.ts';
import { expectSame, extracted, inFolder, python, readArchive } from './setting.ts';

/** Runs as an archive that both readers open; `hashes` of the media that must come out. */
async function expectBoth(runs: readonly Run[], hashes: readonly string[], notes: readonly string[] = []) {
  await inFolder({ 'a.keepsake': await archiveOf(header, runs) }, async (folder) => {
    const answer = await readArchive(['extract', join(folder, 'a.keepsake'), join(folder, 'out')], PASSWORD);
    expect(answer.notes).toEqual(notes);
    expect(answer.code).toBe(notes.some((note) => note.startsWith('!')) ? 1 : 0);
    await expectSame(join(folder, 'out'), await historyOf(runs), hashes);
  });
}

const opens = async (file: Bytes, args: readonly string[], secret: string) => {
  let code = -1;
  await inFolder({ 'a.keepsake': file }, async (folder) => {
    ({ code } = await readArchive([...args, join(folder, 'a.keepsake')], secret));
  });
  return code;
};

describe.skipIf(!python)('the second reader', () => {
  it('has at most 250 lines', async () => {
    const text = await readFile(new URL('../../docs/read_archive.py', import.meta.url), 'utf8');
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(250);
  });

  it('brings back media of sizes around every border, whatever they end in', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none');
    const hashes: string[] = [];
    for (const size of [0, 1, 2, 9, 255, 16_382, 16_383, 16_384, 16_385, 32_767, 32_768, 49_151, 100_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7 + size) % 251);
      hashes.push(await writer.medium(bytes, size % 2 ? 'image/jpeg' : '../../etc; x'));
    }
    // What looks like padding, over a border too.
    for (const size of [3, 16_384, 20_000]) {
      const bytes = new Uint8Array(size);
      bytes[1] = 0x80;
      hashes.push(await writer.medium(bytes), await writer.medium(new Uint8Array(size)));
    }
    await writer.index('media');
    await expectBoth([await writer.end()], hashes);
  });

  it('lets later runs win, record by record, and keeps what none of them repeats', async () => {
    const first = await wholeRun(
      await RunWriter.start(keys, 1),
      [...rows(0, 500), ...rows(40, 60, BEN)],
      [PHOTO],
      90,
    );
    const second = await wholeRun(
      await RunWriter.start(keys, 2, 1_700_000_000_002, first.previous),
      [...rows(400, 620, ANNA, 'edited '), record(BEN, 10, 'older')],
      [],
      50,
    );
    await expectBoth([first, second], [await hashOf(PHOTO)]);
  });

  it('keeps every text and number as it was, and orders as the extension does', async () => {
    const odd = ['\u2028 "\\ \u0000', '👩‍👩‍👧 e\u0301', '\ud83d alone', '\uffff', '{"$bytes":"x"}', ''];
    const records = odd.map((body, i) => ({
      ...record(ANNA, 5, body, `true_${ANNA}_${body}`),
      order: -i / 3,
    }));
    const same = ['\u{1f600}', '\uffff', 'a'].map((id) => ({ ...record(ANNA, 6, '', id), order: 0 }));
    const later = { ...record(ANNA, 7, 'more'), unknown: [1e21, -0.5, null, { __proto__: null, x: true }] };
    const writer = await wholeRun(await RunWriter.start(keys, 1), [
      ...[...records].reverse(),
      ...same.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      later,
    ]);
    await expectBoth([writer], []);
  });

  it('names no file by what an archive says', async () => {
    const chats = ['../../outside', 'CON', 'a/b@c.us', 'Ä@g.us', ''];
    const writer = await wholeRun(
      await RunWriter.start(keys, 1),
      chats.map((chat, i) => record(chat, i, 'x')),
    );
    await expectBoth([writer], []);
  });

  it('reads a run that was never ended, media and all', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none');
    await writer.messages(rows(0, 50));
    await writer.index('messages');
    await writer.messages(rows(50, 70));
    const hash = await writer.medium(PHOTO);
    const notes = ['- run 1 is not finished'];
    await expectBoth([writer], [hash], notes);
  });

  it('names damaged segments and reads the rest', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 300), [PHOTO], 100);
    // 0 index, 1–3 messages, 4 index, 5 medium, 6 index, 7 end
    const [two, five] = [2, 5].map((n) => writer.places[n]?.offset);
    await expectBoth(
      [broken(writer, 2, 5)],
      [],
      [
        `! damaged at segment 2 of run 1, byte ${two}: does not open`,
        `! damaged at segment 5 of run 1, byte ${five}: does not open`,
        '! run 1 does not end as it should, or holds other sums than its end says',
      ],
    );
  });

  it('goes on by the indexes where a frame leads nowhere', async () => {
    const writer = await wholeRun(await RunWriter.start(keys, 1), rows(0, 300), [PHOTO], 100);
    const { bytes } = writer;
    for (const n of [1, 2, 4, 5])
      bytes.fill(0xff, writer.places[n]?.offset, (writer.places[n]?.offset ?? 0) + 9);
    const run = { number: 1, run: writer.run, bytes };
    await inFolder({ 'a.keepsake': await archiveOf(header, [run]) }, async (folder) => {
      const { code, notes } = await readArchive(
        ['extract', join(folder, 'a.keepsake'), join(folder, 'out')],
        PASSWORD,
      );
      expect([code, notes.length > 0]).toEqual([1, true]);
      const { media } = await extracted(join(folder, 'out'));
      expect(media).toEqual([await hashOf(PHOTO)]);
      await expectSame(join(folder, 'out'), await historyOf([run]), media);
    });
  });

  it('says what a newer version added, and reads the rest', async () => {
    const writer = await RunWriter.start(keys, 1);
    await writer.index('none');
    const place = writer.segment((await sealSegment(writer.run, 1, 9 as 4, utf8('{}'))).bytes);
    await writer.messages(RECORDS.slice(0, 2));
    await writer.index('messages');
    await expectBoth(
      [await writer.end()],
      [],
      [`! damaged at segment 1 of run 1, byte ${place.offset}: is of a kind that only a newer version knows`],
    );
  });
});

const hashOf = async (bytes: Bytes) => toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

describe.skipIf(!python)('the second reader unlocks', () => {
  it('by a password however its accents are composed, and by no other', async () => {
    const made = await createVault('Pa\u0308sswort \ufb01 ', { costs: FLOOR });
    const run = await wholeRun(await RunWriter.start(made.keys, 1), RECORDS);
    const file = await archiveOf(made.header, [run]);
    expect(await opens(file, ['verify'], 'P\u00e4sswort fi ')).toBe(0);
    expect(await opens(file, ['verify'], 'Pa\u0308sswort \ufb01 ')).toBe(0);
    expect(await opens(file, ['verify'], 'P\u00e4sswort fi')).toBe(2);
  });

  it('by the recovery phrase, in words or as its entropy, and tells a slip', async () => {
    const phrase = newPhrase();
    const made = await createVault(PASSWORD, { costs: FLOOR, phrase });
    const run = await wholeRun(await RunWriter.start(made.keys, 1), RECORDS);
    const file = await archiveOf(made.header, [run]);
    const words = phrase.split(' ');
    const numbered = words.map((word, i) => `${i + 1}. ${word.toUpperCase()}\n`).join('');
    expect(await opens(file, ['--phrase', 'verify'], phrase)).toBe(0);
    expect(await opens(file, ['--phrase', 'verify'], numbered)).toBe(0);
    expect(await opens(file, ['--phrase', 'verify'], toHex(parsePhrase(phrase)))).toBe(0);
    expect(await opens(file, ['--phrase', 'verify'], newPhrase())).toBe(2);
    expect(await opens(file, ['--phrase', 'verify'], words.slice(1).join(' '))).toBe(2);
    expect(await opens(file, ['verify'], PASSWORD)).toBe(0);
  });

  it('takes the password from standard input, and lists without reading messages', async () => {
    await inFolder({ 'a.keepsake': await archiveOf(header, [await one()]) }, async (folder) => {
      const { code, out, notes } = await readArchive(
        ['list', join(folder, 'a.keepsake')],
        null,
        `${PASSWORD}\n`,
      );
      expect([code, notes]).toEqual([0, []]);
      expect(out).toContain(JSON.stringify(ANNA));
    });
  });

  it('refuses what is no archive, costs beyond the limits, a damaged header', async () => {
    const file = await archiveOf(header, [await one()]);
    expect(await opens(utf8('no archive'), ['list'], PASSWORD)).toBe(2);
    expect(await opens(new Uint8Array(0), ['list'], PASSWORD)).toBe(2);
    const text = new TextDecoder('latin1').decode(file);
    const places = [text.indexOf('"memoryKiB":') + 12, text.lastIndexOf('"memoryKiB":') + 12];
    const changed = (at: readonly number[]) => {
      const bytes = file.slice();
      for (const place of at) bytes[place] = 0x39;
      return bytes;
    };
    expect(await opens(changed(places.slice(0, 1)), ['verify'], PASSWORD)).toBe(1);
    expect(await opens(changed(places), ['verify'], PASSWORD)).toBe(2);
  });
});

describe.skipIf(!python)('the second reader puts together', () => {
  const chain = async () => {
    const first = await one(1);
    const second = await wholeRun(
      await RunWriter.start(keys, 2, 1_700_000_000_002, first.previous),
      rows(500, 530),
    );
    return { first, second, both: await historyOf([first, second]) };
  };

  it('several files, and says which run is in none', async () => {
    const { first, second, both } = await chain();
    const third = await wholeRun(
      await RunWriter.start(keys, 3, 1_700_000_000_003, second.previous),
      rows(600, 610),
    );
    const files = {
      '1.keepsake': await archiveOf(header, [first]),
      '2.keepsake': await archiveOf(header, [second]),
      '3.keepsake': await archiveOf(header, [first, third]),
    };
    await inFolder(files, async (folder) => {
      const at = (name: string) => join(folder, name);
      const whole = await readArchive(['extract', at('1.keepsake'), at('2.keepsake'), at('out')], PASSWORD);
      expect(whole).toMatchObject({ code: 0, notes: [] });
      await expectSame(at('out'), both, [await hashOf(PHOTO)]);
      expect((await readArchive(['verify', at('2.keepsake')], PASSWORD)).notes).toEqual([
        '- the run that was made before run 2 is not here',
      ]);
      expect(await readArchive(['verify', at('3.keepsake')], PASSWORD)).toMatchObject({
        code: 1,
        notes: ['! the run that was made before run 3 is not here'],
      });
    });
  });

  it('the loose files of a folder', async () => {
    const { first, second, both } = await chain();
    await inFolder({}, async (folder) => {
      await mkdir(join(folder, 'backup', 'runs'), { recursive: true });
      await writeFile(join(folder, 'backup', 'keepsake.json'), header);
      for (const { number, run, bytes } of [first, second])
        await writeFile(join(folder, 'backup', runName({ number, id: run.id })), bytes);
      const answer = await readArchive(['extract', join(folder, 'backup'), join(folder, 'out')], PASSWORD);
      expect(answer).toMatchObject({ code: 0, notes: [] });
      await expectSame(join(folder, 'out'), both, [await hashOf(PHOTO)]);
    });
  });

  it('what is left of a file that was cut, and of one whose parts lost their headers', async () => {
    const { first, second } = await chain();
    const file = await archiveOf(header, [first, second]);
    const cut = file.slice(0, file.length - 2000);
    const mangled = file.slice();
    mangled.fill(0, 0, 20);
    mangled.set([0x50, 0x4b, 3, 4]);
    mangled.fill(0xee, 18, 30);
    await inFolder({ 'cut.keepsake': cut, 'mangled.keepsake': mangled }, async (folder) => {
      for (const name of ['cut', 'mangled']) {
        const path = join(folder, `${name}.keepsake`);
        const { code, notes } = await readArchive(['extract', path, join(folder, name)], PASSWORD);
        expect(code).toBe(1);
        expect(notes[0]).toBe('! the end of a file is lost, or it is damaged between its parts');
        const opened = await openArchive(sourceOf(new Uint8Array(await readFile(path))));
        const history = await archiveHistory(await opened.unlock({ kind: 'password', password: PASSWORD }));
        await expectSame(join(folder, name), history, [await hashOf(PHOTO)]);
      }
    });
  });
});
