/** @file The hosts of WhatsApp Web on one local port: the site, told apart from the media hosts by the name asked for. */
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pageScripts } from './bundle.ts';
import { makeCertificate } from './certificate.ts';
import { libraryFor, MediaHosts } from './media/hosts.ts';
import { POLICY, SHELL } from './shell.ts';

export interface SeenRequest {
  readonly host: string;
  readonly path: string;
}

export interface Simulator {
  readonly port: number;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
  /** Everything asked of any host, in order. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export const SITE = 'web.whatsapp.com';

/** Command line switches that lead Chromium here, and nowhere else. */
export const chromiumSwitches = ({ port, spki }: Pick<Simulator, 'port' | 'spki'>): string[] => [
  `--host-resolver-rules=MAP ${SITE}:443 127.0.0.1:${port}, MAP *.whatsapp.net:443 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
  `--ignore-certificate-errors-spki-list=${spki}`,
];

export async function startSimulator({ port = 0 }: { port?: number } = {}): Promise<Simulator> {
  const [{ key, cert, spki }, scripts] = await Promise.all([makeCertificate(), pageScripts()]);
  const requests: SeenRequest[] = [];
  const hosts = new MediaHosts();
  const server = createServer({ key, cert }, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const path = request.url ?? '/';
    requests.push({ host, path });
    response.on('error', () => response.destroy());
    if (host === SITE) answerSite(response, path, scripts);
    else if (host.endsWith('.whatsapp.net')) {
      const { status, body } = hosts.answer(new URL(path, `https://${host}`).pathname);
      send(response, status, 'application/octet-stream', body, { 'Access-Control-Allow-Origin': '*' });
    } else send(response, 404, 'text/plain', '');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    spki,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function answerSite(response: ServerResponse, path: string, scripts: ReadonlyMap<string, string>): void {
  const { pathname } = new URL(path, `https://${SITE}`);
  const script = scripts.get(pathname);
  const [, part = '', key = '', id = ''] =
    /^\/simulator\/(facts|plain)\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  const library = part === '' ? null : libraryFor(key);
  if (pathname === '/')
    send(response, 200, 'text/html; charset=utf-8', SHELL, { 'Content-Security-Policy': POLICY });
  else if (script !== undefined) send(response, 200, 'text/javascript; charset=utf-8', script);
  else if (library && part === 'facts')
    send(response, 200, 'application/json', JSON.stringify([...library.facts.values()]));
  else if (library?.facts.has(id)) send(response, 200, 'application/octet-stream', library.plain(id));
  else send(response, 404, 'text/plain', '');
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Strict-Transport-Security': 'max-age=31536000',
    ...headers,
  });
  response.end(body);
}
