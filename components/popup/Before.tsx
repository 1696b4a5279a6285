/** @file Before set-up: what Keepsake is for, and one button. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { Seal } from '../Mark.tsx';
import styles from './story.module.css';

export const Before = ({ onSetUp }: { readonly onSetUp: () => void }) => (
  <>
    <div class={styles.welcome}>
      <Seal size={88} />
      <h1 class={styles.headline}>{i18n.t('popup.before.headline')}</h1>
      <p class={styles.text}>{i18n.t('popup.before.text')}</p>
    </div>
    <div class={styles.actions}>
      <Button kind="primary" wide onPress={onSetUp}>
        {i18n.t('popup.set_up')}
      </Button>
    </div>
  </>
);
