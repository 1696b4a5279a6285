/** @file Links in text: what is followed, what only looks like one, and what would take for ever. */
import { expect, it } from 'vitest';
import { partsOf } from '../../components/viewer/RichText.tsx';

const links = (text: string): string[] =>
  partsOf(text, [], () => '').flatMap((part) => (part.kind === 'link' ? [part.text] : []));

it.each([
  ['see https://example.org/a?b=1.', ['https://example.org/a?b=1']],
  ['(http://example.org)…', ['http://example.org']],
  ['javascript:alert(1) ftp://x.y file:///etc', []],
  ['https://example.org@evil.test/ is not example.org', []],
  ['https://example.org\u202egro.live', ['https://example.org']],
])('%s', (text, expected) => {
  expect(links(text)).toEqual(expected);
});

it('a long row of signs after an address does not hold the page', () => {
  expect(links(`https://${'.'.repeat(65_500)}a`)).toEqual([]);
  expect(links(`https://a${'.'.repeat(65_500)}a`)).toEqual(['https://a']);
});
