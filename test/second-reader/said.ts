/** @file Name → value of docs/format.md's worked example: a line begins with its name, long values go on below. */
import { readFileSync } from 'node:fs';
import { must } from '../../lib/base/bytes.ts';

export const text = readFileSync(new URL('../../docs/format.md', import.meta.url), 'utf8');

export const values = new Map<string, string>();
{
  const section = must(/## 11\. A worked example\n[\s\S]*?\n(?=## )/.exec(text)?.[0], 'example');
  let name = '';
  for (const line of section.split('\n').filter((one) => one.startsWith('    '))) {
    name = line.slice(4, 24).trim() || name;
    values.set(name, (values.get(name) ?? '') + line.slice(24));
  }
}

export const said = (name: string): string => must(values.get(name), name);
