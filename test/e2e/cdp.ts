/** @file A Chromium with nothing attached to it, but for the moments when a test looks at one page over a bare socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumPath } from '../tools/chromium.ts';

export interface Loose {
  /** Evaluates in the page whose address begins with `url`, attached to that page only and only meanwhile. */
  evaluate(url: string, expression: string): Promise<unknown>;
  open(url: string): Promise<void>;
  hasTarget(url: string): Promise<boolean>;
  /** Ends the tab, page or offscreen page whose address begins with `url`. @returns false where there is none. */
  closeTarget(url: string): Promise<boolean>;
  /** Asks the page whose address begins with `url` several things, attached until it is closed. */
  attach(url: string): Promise<Attached>;
  close(): Promise<void>;
  /** From one moment to the next, as a power cut or an out-of-memory killer ends it. */
  kill(): Promise<void>;
}

export interface Attached {
  send(method: string, params?: object): Promise<unknown>;
  close(): void;
}

interface Target {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

export async function launchLoose(profile: string, flags: readonly string[]): Promise<Loose> {
  await rm(join(profile, 'DevToolsActivePort'), { force: true }); // left by one that was killed
  const child = spawn(
    chromiumPath(),
    ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...flags, 'about:blank'],
    { stdio: 'ignore' },
  );
  const port = await debuggingPort(profile, child);
  const http = `http://127.0.0.1:${port}/json`;
  const targetAt = async (url: string, type?: string): Promise<Target | undefined> => {
    const targets = (await (await fetch(`${http}/list`)).json()) as Target[];
    return targets.find((one) => one.url.startsWith(url) && (type === undefined || one.type === type));
  };
  const attach = async (url: string): Promise<Attached> => {
    const target = await targetAt(url, 'page');
    if (!target) throw new Error(`no page ${url}`);
    return attachTo(target.webSocketDebuggerUrl);
  };
  return {
    attach,
    async evaluate(url, expression) {
      const page = await attach(url);
      try {
        const asked = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = (await page.send('Runtime.evaluate', asked)) as Evaluated;
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'failed');
        return result.value;
      } finally {
        page.close();
      }
    },
    hasTarget: async (url) => (await targetAt(url)) !== undefined,
    async closeTarget(url) {
      const target = await targetAt(url);
      return target !== undefined && (await fetch(`${http}/close/${target.id}`)).ok;
    },
    async open(url) {
      const answer = await fetch(`${http}/new?${encodeURIComponent(url)}`, { method: 'PUT' });
      if (!answer.ok) throw new Error(`could not open ${url}`);
    },
    close: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function debuggingPort(profile: string, child: ChildProcess): Promise<number> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`the browser ended with ${child.exitCode}`);
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const port = Number(text.split('\n')[0]);
    if (port > 0) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the browser did not come up');
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}

async function attachTo(socketUrl: string): Promise<Attached> {
  const socket = new WebSocket(socketUrl);
  const asked = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  socket.onmessage = ({ data }) => {
    const { id, result, error } = JSON.parse(String(data));
    const waiting = asked.get(id);
    asked.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  };
  socket.onclose = () => {
    for (const { reject } of asked.values()) reject(new Error('the page is gone'));
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('no debugging socket'));
  });
  let last = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(new Error('the page is gone'));
        const id = ++last;
        asked.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}
