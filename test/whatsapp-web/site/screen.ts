/** @file What is on the page's screen: the splash, the code to link, the lock, or the list of chats. */
import type { Model } from './model.ts';
import type { Screen } from './site.ts';

/** Rows that are in the DOM at once; the rest of the list is virtual. */
const ROWS = 60;

type Attributes = Readonly<Record<string, string>>;

function element(tag: string, attributes: Attributes, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param place puts a node of the page's own under a parent. */
export function show(
  screen: Screen,
  chats: readonly Model[],
  place: (parent: Node, node: Node) => void,
): void {
  const app = document.querySelector('#app');
  if (!app || screen === 'splash') return;
  document.querySelector('#wa_web_initial_startup')?.remove();
  app.replaceChildren();
  if (screen === 'link-device')
    place(app, element('div', { 'data-testid': 'link-device-qr-code' }, 'Scan to log in'));
  if (screen === 'locked')
    place(app, element('div', { 'data-testid': 'lock-screen' }, 'Enter your password'));
  if (screen === 'chats') place(app, chatList(chats));
}

function chatList(chats: readonly Model[]): HTMLElement {
  const rows = chats.slice(0, ROWS).map(chatRow);
  const grid = element(
    'div',
    { role: 'grid', 'aria-label': 'Chat list', 'aria-rowcount': String(chats.length) },
    ...rows,
  );
  const list = element('div', { 'data-testid': 'chat-list', 'data-tab': '4', tabindex: '0' }, grid);
  return element(
    'div',
    { class: 'x1n2onr6' },
    element('div', { id: 'side' }, element('div', { id: 'pane-side' }, list)),
  );
}

function chatRow(chat: Model, index: number): HTMLElement {
  const title = String(chat.get('formattedTitle') ?? '');
  const unread = Number(chat.get('unreadCount'));
  const name = element('span', { dir: 'auto', title: `\u202a${title}\u202c` }, title);
  const detail = element('div', { 'data-testid': 'cell-frame-secondary' });
  if (unread > 0) detail.append(element('span', { 'data-testid': 'icon-unread-count' }, String(unread)));
  const cell = element(
    'div',
    { 'data-testid': 'cell-frame-container' },
    element('div', { role: 'gridcell' }),
    element('div', { 'data-testid': 'cell-frame-title' }, name),
    detail,
  );
  return element('div', { role: 'row', 'data-testid': `list-item-${index}` }, cell);
}
