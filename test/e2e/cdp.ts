/** @file A Chromium with nothing attached to it, but for the moments when a test looks at one page over a bare socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumPath } from '../tools/chromium.ts';

export interface Loose {
  /** Evaluates in the page whose address begins with `url`, attached to that page only and only meanwhile. */
  evaluate(url: string, expression: string): Promise<unknown>;
  open(url: string): Promise<void>;
  close(): Promise<void>;
  /** From one moment to the next, as a power cut or an out-of-memory killer ends it. */
  kill(): Promise<void>;
}

interface Target {
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
  return {
    async evaluate(url, expression) {
      const targets = (await (await fetch(`${http}/list`)).json()) as Target[];
      const target = targets.find((one) => one.type === 'page' && one.url.startsWith(url));
      if (!target) throw new Error(`no page ${url}`);
      return evaluateIn(target.webSocketDebuggerUrl, expression);
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

function evaluateIn(socketUrl: string, expression: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(socketUrl);
    socket.onerror = () => reject(new Error('no debugging socket'));
    socket.onopen = () =>
      socket.send(
        JSON.stringify({
          id: 1,
          method: 'Runtime.evaluate',
          params: { expression, awaitPromise: true, returnByValue: true },
        }),
      );
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data));
      if (id !== 1) return;
      socket.close();
      if (result.exceptionDetails)
        reject(new Error(result.exceptionDetails.exception?.description ?? 'failed'));
      else resolve(result.result.value);
    };
  });
}
