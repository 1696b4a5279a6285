/** @file Reactions under a bubble: each sign once, with how many and from whom. */
import { i18n } from '#i18n';
import type { Reaction } from '../../lib/model/record.ts';
import { toCount } from '../figures.ts';
import styles from './Reactions.module.css';
import type { NameOf } from './words.ts';

export interface ReactionsProps {
  readonly reactions: readonly Reaction[];
  readonly nameOf: NameOf;
}

export function Reactions({ reactions, nameOf }: ReactionsProps) {
  const bySign = Map.groupBy(reactions, ({ text }) => text);
  return (
    <ul class={styles.reactions} aria-label={i18n.t('message.reactions')}>
      {[...bySign].map(([sign, from]) => {
        const names = from.map(({ sender }) => nameOf(sender)).join(', ');
        return (
          <li key={sign} class={styles.reaction} title={names}>
            <span aria-hidden="true">
              {sign} {from.length > 1 && <span class={styles.count}>{toCount(from.length)}</span>}
            </span>
            <span class="aside">{i18n.t('message.reaction', [sign, names])}</span>
          </li>
        );
      })}
    </ul>
  );
}
