/** @file Mutants of `keepsake.json` and its copy. Each is unlocked as a user would, the password's at the KDF's floor. */
import { type Bytes, concat, fromUtf8, toBase64url, utf8 } from '../../lib/base/bytes.ts';
import { sha256 } from '../../lib/seal/kdf.ts';
import type { Random } from '../whatsapp-web/data/random.ts';
import type { Mutant } from './mutants.ts';
import { filesOf, type Rich } from './rich.ts';
import { garbled, inserted, replaced, without } from './run-mutants.ts';
import { zip } from './zip.ts';

const TAIL = 105;

/** What a header is made of, as parsed and loose as JSON allows. */
interface Loose {
  [member: string]: unknown;
  slots: Record<string, unknown>[];
}

type Change = (header: Loose, random: Random, rich: Rich) => void;

const slotOf = (header: Loose, kind: string): Record<string, unknown> =>
  header.slots.find((slot) => slot.kind === kind) ?? {};

const kdfOf = (header: Loose): Record<string, unknown> =>
  slotOf(header, 'password').kdf as Record<string, unknown>;

const anything = (random: Random): unknown =>
  random.pick([
    null,
    true,
    -1,
    0,
    1.5,
    1e300,
    2 ** 53,
    '',
    'x',
    '☃',
    [],
    {},
    [[]],
    { length: 9 },
    'A'.repeat(200),
  ]);

const theirs = ({ theirs: { header } }: Rich): Loose =>
  JSON.parse(`${fromUtf8(header.slice(0, -TAIL))}}`) as Loose;

/**
 * Costs that are allowed are only the cheap ones: up to 1 GiB and 16 passes a reader has to pay before it knows better.
 */
const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  [
    'memory',
    (h, r) =>
      Object.assign(kdfOf(h), {
        memoryKiB: r.pick([0, 1, 19_455, 19_457, 2 ** 20 + 1, 2 ** 31, 2 ** 53, -19_456, 19_456.5, '19456']),
      }),
  ],
  ['passes', (h, r) => Object.assign(kdfOf(h), { passes: r.pick([0, 2, 17, 2 ** 31, -1, 1.5, null, '1']) })],
  ['lanes', (h, r) => Object.assign(kdfOf(h), { lanes: r.pick([0, 2, 17, 2 ** 24, -1, 0.5, '1']) })],
  [
    'salt',
    (h, r) =>
      Object.assign(kdfOf(h), {
        salt: r.pick([
          toBase64url(r.bytes(16)),
          toBase64url(r.bytes(15)),
          toBase64url(r.bytes(64)),
          '',
          'AAAAAAAAAAAAAAAAAAAAAB',
          '+///AAAAAAAAAAAAAAAAAA',
          'AAAAAAAAAAAAAAAAAAAAAA==',
        ]),
      }),
  ],
  ['kdf', (h, r) => Object.assign(slotOf(h, 'password'), { kdf: anything(r) })],
  [
    'kdf name',
    (h, r) =>
      Object.assign(kdfOf(h), { name: r.pick(['argon2i', 'argon2d', 'scrypt', 'ARGON2ID', '', null, 7]) }),
  ],
  [
    'a member of the kdf away',
    (h, r) => void delete kdfOf(h)[r.pick(['name', 'memoryKiB', 'passes', 'lanes', 'salt'])],
  ],
  [
    'sealed',
    (h, r) =>
      Object.assign(r.pick(h.slots), {
        sealed: r.pick([toBase64url(r.bytes(136)), toBase64url(r.bytes(135)), '', anything(r)]),
      }),
  ],
  [
    'sealed of another slot',
    (h, r) =>
      Object.assign(slotOf(h, 'password'), { sealed: slotOf(h, r.pick(['phrase', 'passkey'])).sealed }),
  ],
  [
    'sealed of another vault',
    (h, _, rich) => Object.assign(slotOf(h, 'password'), { sealed: slotOf(theirs(rich), 'password').sealed }),
  ],
  ['slot of another vault', (h, _, rich) => h.slots.splice(0, 1, slotOf(theirs(rich), 'password'))],
  [
    'one more slot of another vault',
    (h, _, rich) => h.slots.push({ ...slotOf(theirs(rich), 'password'), kind: 'passkey' }),
  ],
  [
    'kind',
    (h, r) =>
      Object.assign(r.pick(h.slots), { kind: r.pick(['password', 'phrase', 'passkey', 'none', '', 7]) }),
  ],
  ['a slot away', (h, r) => h.slots.splice(r.int(3), 1)],
  ['a slot twice', (h, r) => h.slots.push(r.pick(h.slots))],
  ['slots turned round', (h) => h.slots.reverse()],
  [
    'many slots',
    (h, r) => h.slots.push(...Array.from({ length: r.between(10, 40) }, () => ({ kind: 'none' }))),
  ],
  ['a slot that is none', (h, r) => h.slots.splice(r.int(3), 1, anything(r) as Record<string, unknown>)],
  ['slots', (h, r) => Object.assign(h, { slots: anything(r) })],
  ['credential', (h, r) => Object.assign(slotOf(h, 'passkey'), { credential: anything(r) })],
  ['rpId', (h, r) => Object.assign(slotOf(h, 'passkey'), { rpId: r.pick(['evil.example', anything(r)]) })],
  [
    'prfSalt',
    (h, r) => Object.assign(slotOf(h, 'passkey'), { prfSalt: toBase64url(r.bytes(r.pick([32, 31, 0]))) }),
  ],
  [
    'vault',
    (h, r, rich) =>
      Object.assign(h, {
        vault: r.pick([theirs(rich).vault, toBase64url(r.bytes(16)), toBase64url(r.bytes(17)), anything(r)]),
      }),
  ],
  ['version', (h, r) => Object.assign(h, { version: r.pick([2, 0, -1, 1.5, '1', 2 ** 40, null]) })],
  ['format', (h, r) => Object.assign(h, { format: r.pick(['keepsak', 'KEEPSAKE', '', null]) })],
  ['one more member', (h, r) => Object.assign(h, { [r.hex(4)]: anything(r) })],
  ['prototypes', (h) => Object.assign(h, JSON.parse('{"constructor":{"prototype":{}},"toString":1}'))],
];

/** The header with its JSON changed and its `sum` made right; `mac` is as it was, or another's: nobody here has the key. */
async function altered(random: Random, rich: Rich): Promise<{ name: string; bytes: Bytes }> {
  const { header } = rich.mine;
  const loose = JSON.parse(`${fromUtf8(header.slice(0, -TAIL))}}`) as Loose;
  const [name, change] = random.pick(CHANGES);
  change(loose, random, rich);
  const body = utf8(JSON.stringify(loose).slice(0, -1));
  const mac = random.chance(0.8)
    ? header.slice(-46)
    : random.chance(0.5)
      ? rich.theirs.header.slice(-46)
      : utf8(`"${toBase64url(random.bytes(32))}"}`);
  const sum = utf8(`,"sum":"${toBase64url(await sha256(body))}","mac":`);
  return { name: `${name}, its sum made right`, bytes: concat(body, sum, mac.slice(-46)) };
}

/** Bytes changed as they come: the sum tells. */
function damaged(random: Random, { mine: { header } }: Rich): { name: string; bytes: Bytes } {
  const at = random.int(header.length - 20);
  const piece = header.slice(at, at + 1 + random.int(20));
  const bytes = random.pick([
    () => replaced(header, at, garbled(random, piece)),
    () => without(header, at, at + piece.length),
    () => inserted(header, at, random.chance(0.5) ? piece : utf8(' ')),
    () => header.slice(0, at),
    () => concat(header, utf8(random.pick(['\n', ' ', '}', header.length > 0 ? fromUtf8(header) : '']))),
    () => replaced(header, header.length - TAIL, garbled(random, header.slice(-TAIL))),
    () => concat(utf8(' '.repeat(65_536)), header),
    () => concat(Uint8Array.of(0xef, 0xbb, 0xbf), header),
  ])();
  return { name: `bytes at ${at}`, bytes };
}

export async function headers(random: Random, rich: Rich): Promise<Mutant> {
  const { header, runs } = rich.mine;
  const { name, bytes } = random.chance(0.65) ? await altered(random, rich) : damaged(random, rich);
  const where = random.pick(['both', 'both', 'header', 'copy']);
  const files = filesOf(where === 'copy' ? header : bytes, runs, where === 'header' ? header : bytes);
  const way = random.pick(rich.ways);
  return { what: `${where}: ${name}, by ${way?.kind}`, bytes: zip(files), ...(way && { way }) };
}
