/** @file Fetching media the way the page does without waking the phone: from its memory, or from the servers and decrypted (facts C). */
import type { MediumFact, MediumKind } from '../data/medium.ts';

export interface MediaLine {
  /** The page's own way to the media hosts. */
  fetch(
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<{ status: number; bytes(): Promise<ArrayBuffer> }>;
}

interface Request {
  readonly directPath?: unknown;
  readonly encFilehash?: unknown;
  readonly mediaKey?: unknown;
  readonly type?: unknown;
  readonly signal?: AbortSignal;
  /** Wanted since December 2025. */
  readonly downloadQpl: { addAnnotations(notes: object): unknown; addPoint(point: string): unknown };
}

const INFO: Readonly<Record<MediumKind, string>> = {
  image: 'Image',
  sticker: 'Image',
  video: 'Video',
  gif: 'Video',
  ptv: 'Video',
  audio: 'Audio',
  ptt: 'Audio',
  document: 'Document',
  'sticker-pack': 'Sticker Pack',
};

class MediaError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(status === 404 ? 'MediaNotFoundError' : `MmsError ${status}`);
    this.name = status === 404 ? 'MediaNotFoundError' : 'MmsClientError';
    this.status = status;
  }
}

export class Download {
  readonly #line: MediaLine;
  readonly #hung: MediumFact | null;

  /** @param hung the medium that never answers. */
  constructor(line: MediaLine, hung: MediumFact | null) {
    this.#line = line;
    this.#hung = hung;
  }

  /**
   * What arrives decrypts, or an error is thrown; whether it is what the message promised is the caller's to check.
   * `.status` is the server's, 404 where a file has expired.
   */
  readonly downloadAndMaybeDecrypt = async (request: Request): Promise<ArrayBuffer> => {
    request.downloadQpl.addAnnotations({ string: { type: request.type } });
    request.downloadQpl.addPoint('download_start');
    const { directPath, encFilehash, mediaKey, type, signal } = request;
    signal?.throwIfAborted();
    if (typeof directPath !== 'string' || typeof encFilehash !== 'string' || typeof mediaKey !== 'string')
      throw new Error('downloadAndMaybeDecrypt: nothing to fetch it by');
    if (directPath === this.#hung?.directPath) await never(signal);
    const hash = encFilehash.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    const url = `https://mmg.whatsapp.net${directPath}&hash=${hash}&mms-type=${String(type)}&__wa-mms=&mode=manual`;
    const { status, bytes } = await this.#line.fetch(url, signal);
    if (status !== 200) throw new MediaError(status);
    const sealed = new Uint8Array(await bytes());
    if (base64(await crypto.subtle.digest('SHA-256', sealed)) !== encFilehash)
      throw new Error('enc hash mismatch');
    request.downloadQpl.addPoint('download_end');
    return open(sealed, mediaKey, String(type));
  };
}

async function open(sealed: Uint8Array<ArrayBuffer>, mediaKey: string, type: string): Promise<ArrayBuffer> {
  const info = INFO[type as MediumKind];
  if (!info) throw new Error(`no media type ${type}`);
  const material = Uint8Array.from(atob(mediaKey), (char) => char.charCodeAt(0));
  const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits']);
  const derive = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode(`WhatsApp ${info} Keys`),
  };
  const keys = new Uint8Array(await crypto.subtle.deriveBits(derive, base, 112 * 8));
  const iv = keys.slice(0, 16);
  const body = sealed.subarray(0, -10);
  const signed = new Uint8Array(16 + body.length);
  signed.set(iv);
  signed.set(body, 16);
  const macKey = await crypto.subtle.importKey(
    'raw',
    keys.slice(48, 80),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', macKey, signed));
  if (!sealed.subarray(-10).every((byte, i) => byte === mac[i])) throw new Error('hmac mismatch');
  const key = await crypto.subtle.importKey('raw', keys.slice(16, 48), 'AES-CBC', false, ['decrypt']);
  return crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, body);
}

const base64 = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer)));

const never = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

const MEDIA: ReadonlySet<string> = new Set([
  'image',
  'video',
  'audio',
  'ptt',
  'ptv',
  'document',
  'sticker',
  'sticker-pack',
  'product',
  'native_flow',
  'group-history',
]);

/** `WAWebMmsMediaTypes.msgToMediaType`. @throws on a message that carries no medium. */
export function msgToMediaType({
  type,
  isGif,
  isNewsletter,
}: {
  type: string;
  isGif?: boolean;
  isNewsletter?: boolean;
}): string {
  if (!MEDIA.has(type)) throw new Error('msg is not a media msg');
  const kind = type === 'video' && isGif ? 'gif' : type;
  return isNewsletter && kind !== 'document' && kind !== 'product' ? `newsletter-${kind}` : kind;
}
