/** @file Colours stand in one file, and what is written in them can be read. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const THEME = readFileSync(`${ROOT}components/theme.css`, 'utf8');

const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|:\s*(?:white|black|red|green|blue|gray|grey|orange|pink|purple|yellow|brown)\b/gi;

const files = ['components', 'entrypoints'].flatMap((room) =>
  readdirSync(`${ROOT}${room}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(css|tsx|html)$/.test(path))
    .map((path) => `${room}/${path}`),
);

describe('colours', () => {
  it('are found where they are', () => {
    expect('a { color: #fff; background: rgb(0 0 0); border-color: white }'.match(COLOUR)).toHaveLength(3);
    expect('import x from "#i18n"; color-mix(in srgb, var(--ink) 4%, transparent)'.match(COLOUR)).toBeNull();
  });

  it.each(files.filter((path) => path !== 'components/theme.css'))('%s names none', (path) => {
    expect(readFileSync(ROOT + path, 'utf8').match(COLOUR) ?? []).toEqual([]);
  });

  it.each(files.filter((path) => path.endsWith('.css')))('%s uses only those of the theme', (path) => {
    const own = `${THEME}\n${readFileSync(ROOT + path, 'utf8')}`;
    const used = [...own.matchAll(/var\((--[a-z-]+)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !own.includes(`${name}:`))).toEqual([]);
  });
});

/** The custom properties of a scheme, the later rule winning. */
function palette(dark: boolean): ReadonlyMap<string, string> {
  const [light = '', rest = ''] = THEME.split('@media (prefers-color-scheme: dark)');
  const block = rest.slice(0, rest.indexOf('@media'));
  const text = dark ? light + block : light;
  return new Map(
    [...text.matchAll(/(--[a-z-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', false],
  ['dark', true],
])('text in the %s scheme', (_, dark) => {
  const colours = palette(dark);
  const colour = (name: string) => colours.get(name) ?? expect.fail(`no ${name}`);

  it.each(['--ink', '--muted', '--wax', '--good', '--careful', '--bad'])(
    '%s is read on paper and cards',
    (name) => {
      for (const ground of ['--paper', '--surface'])
        expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(5.3);
    },
  );

  it('is read on own bubbles and on the primary button', () => {
    expect(contrast(colour('--ink'), colour('--mine'))).toBeGreaterThanOrEqual(7);
    expect(contrast(colour('--muted'), colour('--mine'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('--on-wax'), colour('--wax'))).toBeGreaterThanOrEqual(5.3);
    expect(contrast(colour('--on-wax'), colour('--wax-pressed'))).toBeGreaterThanOrEqual(5.3);
  });

  it('has edges that are seen', () => {
    expect(contrast(colour('--edge'), colour('--surface'))).toBeGreaterThanOrEqual(3);
  });
});
