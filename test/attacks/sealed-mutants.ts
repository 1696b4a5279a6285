/** @file Mutants by who holds keys: contents sealed anew with a run's key, and whole runs forged with the writer's. */
import { runName } from '../../lib/archive/container.ts';
import type { Contents } from '../../lib/archive/contents.ts';
import { frame, segmentContext } from '../../lib/archive/frame.ts';
import { MESSAGES, openSegment, type RunKey } from '../../lib/archive/segment.ts';
import { type Bytes, concat, fromUtf8, u64, utf8 } from '../../lib/base/bytes.ts';
import { sealCapsule } from '../../lib/seal/capsule.ts';
import { sealBytes } from '../../lib/seal/cobblestone.ts';
import { deflate } from '../../lib/seal/deflate.ts';
import { pad } from '../../lib/seal/padding.ts';
import { ANNA, BEN, RunWriter, record, wholeRun } from '../archive/fixture.ts';
import type { Random } from '../whatsapp-web/data/random.ts';
import type { Mutant } from './mutants.ts';
import { filesOf, type Place, type Rich, type Run } from './rich.ts';
import { withRun } from './run-mutants.ts';
import { zip } from './zip.ts';

type Json = Record<string, unknown>;

/** Only what reading back compares: a name or a text sealed by who holds the key is simply another text. */
const MEMBERS = ['number', 'offset', 'length', 'kind', 'count', 'first', 'last', 'chat', 'sha256', 'size'];

/** Something else in the newest run: no run after it vouches for what it was. */
export async function sealedAnew(random: Random, rich: Rich): Promise<Mutant> {
  const run = rich.mine.runs.at(-1) as Run;
  const segments = run.places.flatMap((_, i) => (run.media.includes(i) || i === 0 ? [] : [i]));
  const number = random.pick(segments);
  const { offset, length } = run.places[number] as Place;
  const { kind, content } = await openSegment(run.run, number, run.bytes.slice(offset, offset + length));
  const [what, plaintext] = await (kind === MESSAGES ? records(random, content) : contents(random, content));
  const sealed = await sealBytes(run.run.key, segmentContext(run.run, number, kind), plaintext);
  const bytes = concat(
    run.bytes.subarray(0, offset),
    frame(sealed.length, kind),
    sealed,
    run.bytes.subarray(offset + length),
  );
  return { what: `segment ${number}, ${what}`, bytes: withRun(rich, run, bytes) };
}

type Plaintext = readonly [what: string, bytes: Bytes];

const usual = async (content: Bytes): Promise<Bytes> => pad(await deflate(content));

async function records(random: Random, content: Bytes): Promise<Plaintext> {
  const lines = fromUtf8(content).trimEnd().split('\n');
  const text = (list: readonly string[]): Promise<Bytes> =>
    usual(utf8(list.map((line) => `${line}\n`).join('')));
  return random.pick<() => Promise<Plaintext>>([
    async () => ['turned round', await text(lines.toReversed())],
    async () => ['one left out', await text(lines.slice(1))],
    async () => ['one twice', await text([...lines, lines.at(-1) ?? ''])],
    async () => ['none', await text([])],
    async () => ['an empty line', await text([...lines, ''])],
    async () => ['no JSON', await text([...lines, random.hex(9)])],
    async () => ['JSON of another shape', await text([random.pick(['null', '[]', '{}', '7', '{"id":7}'])])],
    async () => ['no UTF-8', await usual(concat(content, Uint8Array.of(0xff, 0x0a)))],
    () => broken(random, content),
  ])();
}

async function contents(random: Random, content: Bytes): Promise<Plaintext> {
  const json = JSON.parse(fromUtf8(content)) as Contents & Json;
  const list = (random.chance(0.5) && json.indexes ? json.indexes : json.segments) as unknown as Json[];
  const entry = list.length > 0 ? random.pick(list) : null;
  const member = random.pick(MEMBERS);
  const value = random.pick<unknown>([0, 1, 7, -1, 1.5, 2 ** 52, null, '', 'x', BEN, '0'.repeat(64), {}]);
  const again = async (what: string, changed: unknown): Promise<Plaintext> => [
    what,
    await usual(utf8(JSON.stringify(changed))),
  ];
  return random.pick<() => Promise<Plaintext>>([
    () =>
      entry && member in entry
        ? again(`${member} ${value}`, with_(json, entry, { [member]: value }))
        : broken(random, content),
    () =>
      again('an entry twice', {
        ...json,
        segments: [...json.segments, ...json.segments, ...(json.indexes ?? [])],
      }),
    () =>
      again('an entry left out', {
        ...json,
        segments: json.segments.slice(1),
        indexes: json.indexes?.slice(1),
      }),
    () => again('no list', { ...json, segments: value }),
    () => again('all of it something else', value),
    () =>
      again('a report of other figures', {
        ...json,
        indexes: [],
        report: { ...json.report, messages: { found: 9, kept: 8 } },
      }),
    () => again('a report of nothing', { ...json, segments: [{}], report: {} }),
    async () => ['more behind it', await usual(concat(content, utf8(random.pick([' x', '{}', '\0']))))],
    () => broken(random, content),
  ])();
}

const with_ = (json: Contents & Json, entry: Json, change: Json): unknown =>
  JSON.parse(
    JSON.stringify(json, (_, value: unknown) => (value === entry ? { ...entry, ...change } : value)),
  );

/** Right content in a wrong coat. */
async function broken(random: Random, content: Bytes): Promise<Plaintext> {
  const packed = await deflate(content);
  const bomb = () => deflate(new Uint8Array(65 * 1024 * 1024));
  return random.pick<() => Plaintext | Promise<Plaintext>>([
    () => ['not deflated', pad(content)],
    () => ['bytes behind the stream', pad(concat(packed, random.bytes(1 + random.int(9))))],
    () => ['a stream twice', pad(concat(packed, packed))],
    () => ['a stream cut', pad(packed.slice(0, random.int(packed.length)))],
    () => ['no padding', concat(packed, Uint8Array.of(1))],
    () => ['too much padding', concat(pad(packed), new Uint8Array(1 + random.int(500)))],
    () => ['padding alone', new Uint8Array(random.int(90))],
    async () => ['65 MiB of zeros', random.chance(0.1) ? pad(await bomb()) : pad(random.bytes(9))],
  ])();
}

/**
 * What a stolen profile can make, where the runs after it give it away. (That it can add a newest run, and a genuine
 * header, is said in the format.)
 */
export async function forged(random: Random, rich: Rich): Promise<Mutant> {
  const { keys, runs, header } = rich.mine;
  const victim = runs[random.int(3)] as Run;
  const number = random.chance(0.7) ? victim.number : random.between(1, 9);
  const before = runs[victim.number - 2]?.writer.previous ?? null;
  const previous = random.chance(0.7)
    ? before
    : { id: random.bytes(16), segments: 3, commitment: random.bytes(32) };
  const lies = [record(ANNA, 1001, 'a lie', `true_${ANNA}_1001`), record(ANNA, 1002, random.hex(30))];
  const writer = await wholeRun(await RunWriter.start(keys, number, random.next(), previous), lies);
  const sameId = random.chance(0.6);
  const id = sameId ? victim.run.id : writer.run.id;
  const bytes = sameId ? await underId(writer, id, rich, number) : writer.bytes;
  const name = runName({ number, id });
  const files = filesOf(header, runs);
  const at = files.findIndex(({ data }) => data === victim.bytes);
  return {
    what: `run ${victim.number} replaced by a forged ${number}${sameId ? ' of the same id' : ''}`,
    bytes: zip(files.with(at, { name, data: bytes })),
    // The writer's key vouches for them.
    seen: {
      ...rich,
      written: new Set([...rich.written, ...lies.map((item) => JSON.stringify(item))]),
      names: new Set([...rich.names, ...writer.chats().map((chat) => chat.name ?? '')]),
    },
  };
}

/** A run's segments sealed for another id, with a beginning of its own. */
async function underId(
  writer: RunWriter,
  id: Bytes,
  { mine: { keys } }: Rich,
  number: number,
): Promise<Bytes> {
  const run: RunKey = { id, key: writer.run.key };
  const named = concat(utf8('keepsrn1'), keys.id, id, u64(number));
  const plaintext = concat(run.key, u64(1), new Uint8Array(56));
  const terms = { psk: keys.writerKey, pskId: keys.id, info: utf8('keepsake/v1 run'), aad: named };
  const { enc, sealed } = await sealCapsule(keys.publicKey, terms, plaintext);
  const parts = [named, enc, sealed];
  for (const [segment, { offset, length }] of writer.places.entries()) {
    const { kind, content } = await openSegment(
      writer.run,
      segment,
      writer.bytes.slice(offset, offset + length),
    );
    const again = await sealBytes(run.key, segmentContext(run, segment, kind), pad(await deflate(content)));
    parts.push(frame(again.length, kind), again);
  }
  return concat(...parts, writer.bytes.slice(-24));
}
