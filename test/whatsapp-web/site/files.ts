/** @file The page's own store of media files: Cache Storage, one entry a file. */

export const FILES = 'lru-media-array-buffer-cache';

export const fileUrl = (filehash: string): string =>
  `https://_media_cache_v2_.whatsapp.com/${FILES}_${encodeURIComponent(filehash)}`;

/** What a reader of the store needs, without a browser. */
export class FileStore {
  readonly #files = new Map<string, ArrayBuffer>();

  put(filehash: string, bytes: ArrayBuffer): void {
    this.#files.set(fileUrl(filehash), bytes);
  }

  readonly match = async (url: string, { cacheName }: { cacheName?: string } = {}) => {
    const found = cacheName === undefined || cacheName === FILES ? this.#files.get(url) : undefined;
    return found && new Response(found);
  };
}
