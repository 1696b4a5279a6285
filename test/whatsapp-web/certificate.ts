/** @file A certificate for the simulated hosts, made anew each time and kept in memory only. */
import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Base64 of the SHA-256 of the public key, as Chromium's list of exempted keys wants it. */
  readonly spki: string;
}

export async function makeCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'web.whatsapp.com' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'web.whatsapp.com' },
          { type: 2, value: '*.whatsapp.net' },
        ],
      },
    ],
  });
  const der = new X509Certificate(made.cert).publicKey.export({ type: 'spki', format: 'der' });
  return { key: made.private, cert: made.cert, spki: createHash('sha256').update(der).digest('base64') };
}
