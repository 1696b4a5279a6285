/** @file Text as it was written: links that are safe to follow, names for the people mentioned. */
import type { Jid } from '../../lib/model/record.ts';
import styles from './RichText.module.css';
import type { NameOf } from './words.ts';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string };

/** Ends where a sign turns the direction of writing: an address must not look like another. */
const LINK = /\bhttps?:\/\/[^\s<>"'`\p{Cf}]{1,2000}/giu;
/** Signs that end a sentence, not an address. */
const TAIL = new Set('.,;:!?)]}…»”’');

/** Cuts text at links and mentions. Only http and https become links. */
export function partsOf(text: string, mentions: readonly Jid[], nameOf: NameOf): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = withoutTail(match[0]);
    const href = toHref(shown);
    if (!href) continue;
    parts.push(...mentionsIn(text.slice(at, match.index), mentions, nameOf));
    parts.push({ kind: 'link', text: shown, href });
    at = match.index + shown.length;
  }
  parts.push(...mentionsIn(text.slice(at), mentions, nameOf));
  return parts;
}

function withoutTail(found: string): string {
  let end = found.length;
  while (end > 0 && TAIL.has(found.charAt(end - 1))) end--;
  return found.slice(0, end);
}

function toHref(found: string): string | null {
  if (!URL.canParse(found)) return null;
  const url = new URL(found);
  if (url.username || url.password) return null; // made to look like another address
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/** A mention is written as @ and the digits of the address. */
function mentionsIn(text: string, mentions: readonly Jid[], nameOf: NameOf): readonly TextPart[] {
  if (text === '') return [];
  const named = new Map(mentions.map((id) => [`@${id.split('@')[0] ?? ''}`, id]));
  if (named.size === 0) return [{ kind: 'text', text }];
  return text
    .split(/(@\d{3,})/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const id = named.get(piece);
      return id ? { kind: 'mention', text: `@${nameOf(id)}` } : { kind: 'text', text: piece };
    });
}

export interface RichTextProps {
  readonly text: string;
  readonly mentions?: readonly Jid[];
  readonly nameOf: NameOf;
}

export function RichText({ text, mentions = [], nameOf }: RichTextProps) {
  return (
    <p class={styles.text} dir="auto">
      {partsOf(text, mentions, nameOf).map((part, index) => {
        const key = `${index}`;
        if (part.kind === 'link')
          return (
            <a key={key} href={part.href} target="_blank" rel="noopener noreferrer" dir="ltr">
              {part.text}
            </a>
          );
        if (part.kind === 'mention')
          return (
            <bdi key={key} class={styles.mention}>
              {part.text}
            </bdi>
          );
        return part.text;
      })}
    </p>
  );
}
