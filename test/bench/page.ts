/** @file Something of this folder, run in an extension's page: bundled, loaded, and asked through what it hangs on the global. */
import type { Page } from 'playwright';
import { rolldown } from 'rolldown';
import { openWorld } from '../e2e/world.ts';

export async function inPage<T>(name: string, work: (page: Page) => Promise<T>): Promise<T> {
  const bundle = await rolldown({ input: new URL(`${name}.ts`, import.meta.url).pathname });
  const { output } = await bundle.generate({ format: 'iife', name: 'bench' });
  const world = await openWorld({ query: 'chats=1&messages=10&mediaMiB=0', whatsapp: false });
  try {
    const page = await world.extensionPage('popup.html');
    await page.evaluate(output[0].code);
    return await work(page);
  } finally {
    await world.close();
  }
}
