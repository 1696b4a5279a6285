/** @file A recovery phrase, for who wants one: offered, shown, asked for. Going on without it is one click. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import { Notice } from '../Notice.tsx';
import { AskedWords, typedIn } from '../ways/AskedWords.tsx';
import { Words } from '../ways/Words.tsx';
import { Stage } from './Stage.tsx';
import type { SetupActions } from './step.ts';
import styles from './steps.module.css';

export interface PhraseStepProps {
  readonly on: Pick<SetupActions, 'back' | 'showWords' | 'goOn'>;
}

export const PhraseStep = ({ on }: PhraseStepProps) => (
  <Stage
    question={i18n.t('setup.phrase.question')}
    reason={i18n.t('setup.phrase.reason')}
    onSubmit={on.showWords}
    actions={
      <>
        <Button onPress={on.back}>{i18n.t('common.back')}</Button>
        <Button onPress={on.goOn}>{i18n.t('setup.phrase.skip')}</Button>
        <Button kind="primary" type="submit">
          {i18n.t('setup.phrase.show')}
        </Button>
      </>
    }
  >
    <p class={styles.quiet}>{i18n.t('setup.phrase.without')}</p>
  </Stage>
);

export interface WordsStepProps {
  readonly words: readonly string[];
  readonly on: { readonly back: () => void; readonly written: () => void };
}

export const WordsStep = ({ words, on }: WordsStepProps) => (
  <Stage
    question={i18n.t('ways.words.question')}
    reason={i18n.t('ways.words.reason')}
    onSubmit={on.written}
    actions={
      <>
        <Button onPress={on.back}>{i18n.t('common.back')}</Button>
        <Button kind="primary" type="submit">
          {i18n.t('ways.words.written')}
        </Button>
      </>
    }
  >
    <Words words={words} />
    <Notice tone="careful">
      <p>{i18n.t('ways.words.secret')}</p>
    </Notice>
  </Stage>
);

export interface AskedStepProps {
  readonly asked: readonly number[];
  readonly wrong: readonly number[];
  readonly on: { readonly back: () => void; readonly answer: (typed: readonly string[]) => void };
}

export const AskedStep = ({ asked, wrong, on }: AskedStepProps) => (
  <Stage
    question={i18n.t('ways.asked.question')}
    reason={i18n.t('ways.asked.reason')}
    onSubmit={(form) => on.answer(typedIn(form))}
    actions={
      <>
        <Button onPress={on.back}>{i18n.t('ways.asked.again')}</Button>
        <Button kind="primary" type="submit">
          {i18n.t('common.continue')}
        </Button>
      </>
    }
  >
    <AskedWords asked={asked} wrong={wrong} />
  </Stage>
);
