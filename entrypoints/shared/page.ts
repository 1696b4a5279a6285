/** @file What every extension page does first: language and direction of the browser, and going to other pages. */
import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import '../../components/theme.css';

const WHATSAPP = 'https://web.whatsapp.com/';

/** Puts a page on the screen. */
export function show(page: ComponentChild): void {
  const root = document.documentElement;
  root.dir = browser.i18n.getMessage('@@bidi_dir') || 'ltr';
  root.lang = (browser.i18n.getMessage('@@ui_locale') || 'en').replaceAll('_', '-');
  const main = document.getElementById('page');
  if (main) render(page, main);
}

/** Opens one of our own pages in a tab. */
export async function openPage(
  path: 'setup.html' | 'keys.html' | 'viewer.html' | 'viewer.html?check',
): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(`/${path}` as never) });
}

/** Goes to the WhatsApp tab, or opens one. */
export async function goToWhatsApp(): Promise<void> {
  const [tab] = await browser.tabs.query({ url: `${WHATSAPP}*` });
  if (tab?.id === undefined) await browser.tabs.create({ url: WHATSAPP });
  else await browser.tabs.update(tab.id, { active: true });
}

export async function reloadWhatsApp(): Promise<void> {
  const [tab] = await browser.tabs.query({ url: `${WHATSAPP}*` });
  if (tab?.id === undefined) await browser.tabs.create({ url: WHATSAPP });
  else await browser.tabs.reload(tab.id);
}
