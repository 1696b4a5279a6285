/** @file One archive for each row of FORMAT's table "Reading", really so: cut, damaged, altered, made by another or a newer writer. */
import { sealSegment } from '../../lib/archive/segment.ts';
import { type Bytes, concat, fromUtf8, must, randomBytes, toBase64url, utf8 } from '../../lib/base/bytes.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import { encodeHeader, parseHeader } from '../../lib/vault/header.ts';
import { createVault } from '../../lib/vault/vault.ts';
import { ANNA, archiveOf, FLOOR, PASSWORD, RunWriter, START, wholeRun } from './fixture.ts';
import { broken, header, indexOf, keys, type Run, rows } from './setting.ts';

/** 3 May 2026, noon UTC; each later run a day after. */
const MAY = Date.UTC(2026, 4, 3, 12);
export const day = (number: number): number => MAY + (number - 1) * 86_400_000;

/** Ten messages a segment: index 0, messages 1 to 3, index 4, end 5. */
export async function written(number = 1, before: RunWriter | null = null, told = true): Promise<RunWriter> {
  const writer = await RunWriter.start(keys, number, day(number), before?.previous ?? null);
  const previous = before && told ? { previous: { number: before.number, start: day(before.number) } } : {};
  await writer.index('none', { ...START, ...previous });
  for (const at of [0, 10, 20]) await writer.messages(rows(at, at + 10));
  await writer.index('messages');
  return writer.end();
}

const runOf = (writer: RunWriter, change: (bytes: Bytes) => Bytes): Run => ({
  number: writer.number,
  run: writer.run,
  bytes: change(writer.bytes),
});

/** The header and its copy, of the same length as ours, in an archive of one run. */
export async function withHeaders(first: Bytes, copy: Bytes): Promise<Bytes> {
  const bytes = await archiveOf(header, [await written()]);
  const at = indexOf(bytes, header);
  const second = indexOf(bytes, header, at + 1);
  bytes.set(first, at);
  bytes.set(copy, second);
  return bytes;
}

export const damaged = header.map((byte, i) => (i === 100 ? byte ^ 1 : byte));

/** What anybody can do: change the header's text and make its sum fit. */
export async function altered(change: (json: string) => string): Promise<Bytes> {
  const text = fromUtf8(header);
  const body = utf8(change(text.slice(0, -105)));
  return concat(body, utf8(`,"sum":"${toBase64url(await sha256(body))}"${text.slice(-53)}`));
}

export const archiveWith = async (...runs: Run[]): Promise<Bytes> => archiveOf(header, runs);
const salted = async (): Promise<Bytes> => {
  const { slots } = await parseHeader(header);
  const others = slots.map((slot) => ({
    ...slot,
    kdf: { ...(slot.kdf as object), salt: toBase64url(randomBytes(16)) },
  }));
  return encodeHeader(keys.id, others, keys.writerKey);
};

/** What is found → an archive in which it is. */
export const FOUND = {
  '`sum` wrong in one header': () => withHeaders(damaged, header),
  '`sum` wrong in the copy': () => withHeaders(header, damaged),
  '`sum` wrong in both': () => withHeaders(damaged, damaged),
  'both right but different': async () => withHeaders(await salted(), header),
  '`mac` wrong': async () =>
    archiveOf(await altered((json) => json.replace('"lanes":1', '"lanes":1 ')), [await written()]),
  '`vault` not that of the private key': async () =>
    archiveOf(await altered((json) => json.replace(/"vault":"./, '"vault":"_')), [await written()]),
  'version above 1': async () =>
    archiveOf(await altered((json) => json.replace('"version":1', '"version":2')), []),
  'an unknown kdf': async () => archiveOf(await altered((json) => json.replace('argon2id', 'argon3xx')), []),
  'an unknown kind of slot': async () => {
    const { slots } = await parseHeader(header);
    const odd = await encodeHeader(keys.id, [...slots, { kind: 'smartcard', sealed: 'x' }], keys.writerKey);
    return archiveOf(odd, [await written()]);
  },
  '"keepsrn" and another digit': async () => {
    const newer = runOf(await written(2), (bytes) => concat(utf8('keepsrn2'), bytes.slice(8)));
    return archiveWith(await written(), newer);
  },
  'an unknown kind of segment': async () => {
    const writer = await RunWriter.start(keys, 1, day(1));
    await writer.index('none', START);
    writer.segment((await sealSegment(writer.run, 1, 9 as never, utf8('{}'))).bytes);
    for (const at of [0, 10, 20]) await writer.messages(rows(at, at + 10));
    await writer.index('messages');
    return archiveWith(await writer.end());
  },
  'another vault’s run': async () => {
    const other = await createVault(PASSWORD, { costs: FLOOR });
    const theirs = await wholeRun(await RunWriter.start(other.keys, 2), rows(0, 9, ANNA, 'theirs '));
    return archiveWith(await written(), theirs);
  },
  'the start of a run that does not open': async () => {
    const hurt = runOf(await written(2), (bytes) => bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)));
    return archiveWith(await written(), hurt);
  },
  'a segment that does not open': async () => archiveWith(broken(await written(), 2)),
  'segments missing before the end': async () => {
    const writer = await written();
    const [second, end] = [must(writer.places[2], 'place').offset, must(writer.places[4], 'place').offset];
    const { number, run } = writer;
    const cut = broken(writer, 4).bytes;
    return archiveWith({ number, run, bytes: cut.map((byte, i) => (i >= second && i < end ? 0 : byte)) });
  },
  'no `end`, of the newest run': async () => {
    const writer = await written();
    return archiveWith(runOf(writer, (bytes) => bytes.slice(0, writer.places[5]?.offset)));
  },
  'no `end`, and the run after it names what is here': async () => {
    const writer = await RunWriter.start(keys, 1, day(1));
    await writer.messages(rows(0, 10));
    return archiveWith(writer, await written(2, writer));
  },
  'no `end`, and the run after it names more': async () => {
    const writer = await written();
    const cut = runOf(writer, (bytes) => bytes.slice(0, writer.places[3]?.offset));
    return archiveWith(cut, await written(2, writer));
  },
  'a run with other segments than the one after it names': async () => {
    const writer = await written();
    const { previous } = writer;
    Object.defineProperty(writer, 'previous', { value: { ...previous, commitment: randomBytes(32) } });
    return archiveWith(writer, await written(2, writer));
  },
  'a missing run, of which the next knows the day': async () => {
    const [first, second] = [await written(1), await written(2)];
    return archiveWith(first, await written(3, second));
  },
  'a missing run, of which the next knows only the id': async () => {
    const [first, second] = [await written(1), await written(2)];
    return archiveWith(first, await written(3, second, false));
  },
  'one number twice': async () => archiveWith(await written(1), await written(1)),
  'earlier runs in another file: no fault': async () => archiveWith(await written(2, await written(1))),
} as const satisfies Readonly<Record<string, () => Promise<Bytes>>>;
