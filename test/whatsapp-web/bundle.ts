/** @file The page's scripts, bundled from their sources in memory. */
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { SCRIPTS } from './shell.ts';

let bundled: Promise<ReadonlyMap<string, string>> | null = null;

/** Path under the site → code. Bundled once per process. */
export function pageScripts(): Promise<ReadonlyMap<string, string>> {
  bundled ??= bundleAll();
  return bundled;
}

async function bundleAll(): Promise<ReadonlyMap<string, string>> {
  const entries = await Promise.all(
    Object.entries(SCRIPTS).map(async ([path, source]): Promise<[string, string]> => {
      await using bundle = await rolldown({
        input: fileURLToPath(new URL(source, import.meta.url)),
        platform: 'browser',
        tsconfig: false,
      });
      const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
      return [path, output[0].code];
    }),
  );
  return new Map(entries);
}
