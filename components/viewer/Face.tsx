/** @file The round beside a name: its first letters, a figure where there are none. */
import type { ChatKind } from '../../lib/model/chat.ts';
import { Glyph } from '../Glyph.tsx';
import styles from './Face.module.css';

export interface FaceProps {
  readonly name: string;
  readonly kind: ChatKind;
}

/** First letters of the first and the last word; empty for numbers and signs. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...(word ?? '')][0] ?? '').join('');
}

export function Face({ name, kind }: FaceProps) {
  const initials = kind === 'person' ? initialsOf(name) : '';
  return (
    <span class={styles.face} aria-hidden="true">
      {initials || <Glyph name={kind === 'person' || kind === 'self' ? 'person' : 'group'} size={22} />}
    </span>
  );
}
