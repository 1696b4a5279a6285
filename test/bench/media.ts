/** @file Fetching and sealing media against a bare loop in the page that downloads the same files and lets them go. */
import { openWorld, type World } from '../e2e/world.ts';
import { type Add, timed } from './capture.ts';

const PASSWORD = 'bench password';
const ACCOUNTS = [
  { name: 'small', query: 'seed=4&chats=20&messages=5000&mediaMiB=20' },
  { name: 'large', query: 'seed=4&chats=5&messages=300&mediaMiB=200' },
];

export async function media(add: Add): Promise<void> {
  for (const { name, query } of ACCOUNTS) {
    const world = await openWorld({ query });
    try {
      await world.until('the page', ({ page }) => page === 'ready');
      await world.adopt(PASSWORD);
      const bare = await bareDownloads(world);
      const { status, fetching } = await timed(world, { full: true });
      const { kept = 0, bytes = 0 } = status.last?.report?.media ?? {};
      const [ours, theirs] = [bytes / fetching, bare.bytes / bare.milliseconds].map((rate) => rate / 1000);
      const ratio = (ours ?? 0) / (theirs ?? 1);
      add(
        `${name} media sealed, MB/s`,
        `${ours?.toFixed(1)} (${kept} files, ${(fetching / kept).toFixed(1)} ms each)`,
        '',
        true,
      );
      add(
        `a bare download loop, ${name} media, MB/s`,
        `${theirs?.toFixed(1)} (${bare.files} files, ${(bare.milliseconds / bare.files).toFixed(1)} ms each)`,
        '',
        true,
      );
      add(`media : bare loop, ${name} files`, ratio.toFixed(2), '≥ 0.5', ratio >= 0.5);
    } finally {
      await world.close();
    }
  }
}

/** Every file that a message names, once, through the page's own download (facts C3), nothing done with it. */
function bareDownloads(world: World): Promise<{ files: number; bytes: number; milliseconds: number }> {
  return world.whatsapp().evaluate(async () => {
    type Row = Record<string, unknown> & { id: unknown };
    const { require: find } = window as unknown as { require: (name: string) => Record<string, never> };
    const { msgFindBefore } = find('WAWebDBMessageFindLocal') as unknown as {
      msgFindBefore(ask: { anchor: unknown; count: number }): Promise<{ messages: Row[] }>;
    };
    const { Chat } = find('WAWebCollections') as unknown as { Chat: { getModelsArray(): { id: unknown }[] } };
    const { downloadManager } = find('WAWebDownloadManager') as unknown as {
      downloadManager: { downloadAndMaybeDecrypt(ask: object): Promise<ArrayBuffer> };
    };
    const rows = new Map<unknown, Row>();
    for (const { id } of Chat.getModelsArray()) {
      let anchor: unknown = { remote: id };
      for (;;) {
        const { messages } = await msgFindBefore({ anchor, count: 50 });
        const [first] = messages;
        if (!first) break;
        for (const row of messages) if (row.directPath && row.mediaKey) rows.set(row.filehash, row);
        anchor = first.id;
      }
    }
    const metrics = { addAnnotations: () => metrics, addPoint: () => metrics };
    const start = performance.now();
    let [files, bytes] = [0, 0];
    for (const row of rows.values())
      try {
        const { directPath, encFilehash, filehash, mediaKey, mediaKeyTimestamp, type, mimetype } = row;
        const file = await downloadManager.downloadAndMaybeDecrypt({
          directPath,
          encFilehash,
          filehash,
          mediaKey,
          mediaKeyTimestamp,
          type,
          mimetype,
          signal: new AbortController().signal,
          downloadQpl: metrics,
        });
        files++;
        bytes += file.byteLength;
      } catch {
        // gone from the servers: it costs both the same
      }
    return { files, bytes, milliseconds: performance.now() - start };
  });
}
