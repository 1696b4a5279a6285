/** @file What works in this version of WhatsApp Web, what does not and what that means for a backup; and a report for whoever mends it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Disclosure } from '../Disclosure.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { toCount } from '../figures.ts';
import { Glyph } from '../Glyph.tsx';
import { abilitiesIn, type Served } from './abilities.ts';
import { Mending } from './Mending.tsx';
import type { MendingState, PopupActions, WorksState } from './screen.ts';
import styles from './Works.module.css';

export interface WorksProps {
  readonly state: WorksState;
  readonly mending: MendingState;
  readonly on: Pick<PopupActions, 'lookAtWorks' | 'makeReport' | 'copyReport'>;
}

export function Works({ state, mending, on }: WorksProps) {
  const content = useRef<HTMLDivElement>(null);
  // It comes late, and would stand below what is seen.
  useLayoutEffect(() => {
    if (state.at === 'shown') content.current?.closest('details')?.scrollIntoView({ block: 'nearest' });
  }, [state]);
  return (
    <Disclosure summary={i18n.t('popup.works.title')} onOpen={on.lookAtWorks}>
      <div class={styles.works} ref={content}>
        <p role="status">{briefOf(state)}</p>
        {state.at === 'failed' && <FaultNotice fault={state.fault} brief />}
        {state.at === 'shown' && <Shown served={state.served} />}
        <Mending state={mending} on={on} />
      </div>
    </Disclosure>
  );
}

function briefOf(state: WorksState): string {
  if (state.at === 'asking') return i18n.t('popup.works.looking');
  if (state.at !== 'shown') return '';
  const { length } = abilitiesIn(state.served).lacks;
  const words =
    length === 0 ? i18n.t('popup.works.all') : i18n.t('popup.works.some', length, [toCount(length)]);
  return `${i18n.t('popup.works.version', [state.version])} ${words}`;
}

function Shown({ served }: { readonly served: Served }) {
  const { works, lacks } = abilitiesIn(served);
  const names = works.map((ability) => i18n.t(`ability.${ability}.name`));
  return (
    <>
      {lacks.length > 0 && (
        <div>
          <h2 class={[styles.title, styles.lacks].join(' ')}>
            <Glyph name="careful" size={16} />
            {i18n.t('popup.works.lacks')}
          </h2>
          <ul class={styles.list}>
            {lacks.map((ability) => (
              <li key={ability}>
                {i18n.t('popup.works.without', [
                  i18n.t(`ability.${ability}.name`),
                  i18n.t(`ability.${ability}.without`),
                ])}
              </li>
            ))}
          </ul>
        </div>
      )}
      {names.length > 0 && (
        <div>
          <h2 class={[styles.title, styles.good].join(' ')}>
            <Glyph name="good" size={16} />
            {i18n.t('popup.works.works')}
          </h2>
          <p class={styles.list}>{names.join(' · ')}</p>
        </div>
      )}
      <Disclosure summary={i18n.t('popup.works.names')}>
        <dl class={styles.names} dir="ltr">
          {Object.entries(served).map(([name, path]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{path ?? i18n.t('popup.works.none')}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </>
  );
}
