/** @file The scrambled report of a whole page: what is missing, one of each kind, no private word, the same each time. */
import { describe, expect, it } from 'vitest';
import type { PageLink } from '../../lib/backup/asking.ts';
import { scrambledReport } from '../../lib/backup/scrambled.ts';
import { answersOf } from '../../lib/whatsapp/read.ts';
import { siteInNode } from '../whatsapp-web/node.ts';
import { truthOf } from '../whatsapp-web/truth.ts';

const ACCOUNT = { seed: 5, chats: 24, messages: 400, mediaMiB: 1 };
const PROGRAM = { name: 'Keepsake', version: 'test' };
const never = new AbortController().signal;

async function linkTo(rest: object = {}): Promise<{ link: PageLink; asked: string[] }> {
  const { site, globals } = siteInNode({ ...ACCOUNT, ...rest });
  await site.ready;
  const answers = answersOf(globals);
  const asked: string[] = [];
  const link = {
    ask: (name: keyof typeof answers, question: never) => {
      asked.push(name);
      return answers[name](question, never);
    },
    visit: () => 1,
    change: async () => {},
  } as unknown as PageLink;
  return { link, asked };
}

async function reportOf(rest: object = {}) {
  const { link, asked } = await linkTo(rest);
  return { ...(await scrambledReport(link, PROGRAM, null)), asked };
}

describe('the report', () => {
  it('says what works and what is missing, and shows many kinds', async () => {
    const { missing, text } = await reportOf({ remove: ['WAWebPollsVotesSchema', 'WAWebModelStorageUtils'] });
    expect(missing).toEqual(['votesTable', 'storage']);
    const told = JSON.parse(text) as { works: object; samples: object };
    expect(Object.keys(told.works)).toContain('messagesBefore');
    const kinds = Object.keys(told.samples);
    for (const kind of ['message chat', 'message image', 'chat g-us', 'contact lid', 'beside reactions'])
      expect(kinds).toContain(kind);
  });

  it('holds nothing that was planted, no name, no number', async () => {
    const { text } = await reportOf();
    const truth = truthOf(ACCOUNT);
    for (const word of truth.planted) expect(text).not.toContain(word);
    for (const { id, name, pushname } of truth.contacts) {
      expect(text).not.toContain(id.split('@')[0]);
      for (const one of [name, pushname]) if (one && one.length > 3) expect(text).not.toContain(one);
    }
  });

  it('names no kind by an id that is none of WhatsApp’s', async () => {
    const { link } = await linkTo();
    const ask = (async (name: 'contacts', question: never) => {
      const found = (await link.ask(name, question)) as {
        readonly items?: readonly { readonly id: string }[];
      };
      const [first] = found.items ?? [];
      if (name !== 'contacts' || !first) return found;
      return { ...found, items: ['Rosie', '8:30@cinema'].map((id) => ({ ...first, id })), next: null };
    }) as PageLink['ask'];
    const { text } = await scrambledReport({ ...link, ask }, PROGRAM, null);
    const kinds = Object.keys((JSON.parse(text) as { samples: object }).samples);
    expect(kinds.filter((kind) => kind.startsWith('contact'))).toEqual(['contact other']);
  });

  it('is the same each time', async () => {
    const [one, other] = await Promise.all([reportOf(), reportOf()]);
    expect(one.text).toBe(other.text);
  });

  it('of a page that is not ready reads nothing', async () => {
    const { asked, text } = await reportOf({ state: 'not-logged-in' });
    expect(asked).toEqual(['hello']);
    expect(JSON.parse(text)).toMatchObject({ page: { state: 'not-logged-in' }, samples: {} });
  });
});
