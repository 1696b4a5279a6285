/** @file The first look at the page when the user asks for a backup. */
import { Fault } from '../base/fault.ts';
import { DEADLINES } from '../bridge/protocol.ts';
import { parseHello } from '../model/parse.ts';
import type { PageLink } from './asking.ts';
import { checkAccount, type StoredVault } from './vaults.ts';

/** A page that is starting up is waited for this long. */
const STARTING_MS = 20_000;

/** Before anything is begun. @throws {Fault} the page's condition, or `account-changed`. */
export async function waitReady(link: PageLink, vault: StoredVault): Promise<void> {
  for (const end = Date.now() + STARTING_MS; ; ) {
    const hello = parseHello(await link.ask('hello', {}, { deadline: DEADLINES.hello }));
    if (hello.state === 'ready') return checkAccount(vault, hello.account?.id);
    if (hello.state !== 'loading') throw new Fault(hello.state);
    if (Date.now() > end) throw new Fault('page-loading');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
