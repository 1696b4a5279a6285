/** @file Going on with the opened backup in this browser: the offer, what came of it, or why not. */
import { i18n } from '#i18n';
import type { FaultNote } from '../../lib/base/fault.ts';
import { Button } from '../Button.tsx';
import { Disclosure } from '../Disclosure.tsx';
import { FaultNotice } from '../FaultNotice.tsx';
import { Notice } from '../Notice.tsx';
import styles from './Adopt.module.css';

export interface AdoptProps {
  readonly offer:
    | { readonly at: 'can' | 'taking' | 'taken'; readonly account: string }
    | { readonly at: 'altered' }
    | { readonly at: 'other'; readonly shortName: string };
  readonly fault: Pick<FaultNote, 'code' | 'detail'> | null;
  readonly onTake: () => void;
  readonly onNotNow: () => void;
}

export function Adopt({ offer, fault, onTake, onNotNow }: AdoptProps) {
  switch (offer.at) {
    case 'altered':
      return (
        <Disclosure summary={i18n.t('viewer.adopt.not')}>
          <p>{i18n.t('viewer.adopt.altered')}</p>
        </Disclosure>
      );
    case 'other':
      return (
        <Disclosure summary={i18n.t('viewer.adopt.not')}>
          <p>{i18n.t('viewer.adopt.other', [offer.shortName])}</p>
        </Disclosure>
      );
    case 'taken':
      return (
        <Notice tone="good" title={i18n.t('viewer.adopt.taken')} live>
          <p>{i18n.t('viewer.adopt.taken_text')}</p>
        </Notice>
      );
    default:
      return (
        <section class={styles.offer} aria-label={i18n.t('viewer.adopt.headline')}>
          <div class={styles.about}>
            <p class={styles.headline}>{i18n.t('viewer.adopt.headline')}</p>
            <p class={styles.text}>{i18n.t('viewer.adopt.text', [`\u2066${offer.account}\u2069`])}</p>
          </div>
          <div class={styles.buttons}>
            <Button disabled={offer.at === 'taking'} onPress={onNotNow}>
              {i18n.t('viewer.adopt.not_now')}
            </Button>
            <Button disabled={offer.at === 'taking'} onPress={onTake}>
              {i18n.t(offer.at === 'taking' ? 'viewer.adopt.taking' : 'viewer.adopt.take')}
            </Button>
          </div>
          {fault && (
            <div class={styles.fault}>
              <FaultNotice fault={fault} />
            </div>
          )}
        </section>
      );
  }
}
