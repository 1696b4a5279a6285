/** @file The frozen archives of this folder, for Node and the browser alike. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name → the archive in base64, and its JSON. */
    frozen: Readonly<Record<string, { readonly archive: string; readonly json: string }>>;
  }
}

export default function setup(project: TestProject): void {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const names = readdirSync(folder).flatMap((file) => /^(.*)\.keepsake$/.exec(file)?.[1] ?? []);
  const frozen = names.map((name) => [
    name,
    {
      archive: readFileSync(`${folder}${name}.keepsake`, 'base64'),
      json: readFileSync(`${folder}${name}.json`, 'utf8'),
    },
  ]);
  project.provide('frozen', Object.fromEntries(frozen));
}
