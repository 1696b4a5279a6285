/** @file Which document is asked what: nothing but `hello` goes to one whose account was not looked at. */
import { expect, it } from 'vitest';
import { type LinkOptions, type PageLink, patientAsking } from '../../lib/backup/asking.ts';
import { Fault } from '../../lib/base/fault.ts';

const HELLO = { state: 'ready', account: null, version: '1', capabilities: {}, synced: true };

/** A way on which a new document takes the old one's place while a question is on its way. */
function reloading(): { link: PageLink; asked: [name: string, visit: number][] } {
  let visit = 1;
  const asked: [string, number][] = [];
  const ask = async (name: string, _question: unknown, { visit: only }: LinkOptions = {}) => {
    if (name === 'contacts' && asked.length === 1) visit = 2;
    await Promise.resolve();
    if (only !== undefined && only !== visit) throw new Fault('disconnected');
    asked.push([name, visit]);
    return name === 'hello' ? HELLO : { items: [], next: null };
  };
  return { link: { ask: ask as PageLink['ask'], visit: () => visit, change: async () => {} }, asked };
}

it('a document that came between is asked who it is before anything else', async () => {
  const { link, asked } = reloading();
  const { signal } = new AbortController();
  const asking = patientAsking({ link, signal, checkAccount: async () => {}, waiting: () => {} });
  await asking.ask('contacts', { from: 0 });
  expect(asked).toEqual([
    ['hello', 1],
    ['hello', 2],
    ['contacts', 2],
  ]);
});
