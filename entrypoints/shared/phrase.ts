/** @file A recovery phrase made or looked over in a page. The list of words comes only when somebody needs it. */
import { type Fault, toFault } from '../../lib/base/fault.ts';

const library = () => import('../../lib/vault/phrase.ts');

/** 24 words with single spaces. */
export const newPhrase = async (): Promise<string> => (await library()).newPhrase();

/**
 * What is wrong with words typed so far. The last one counts once something stands behind it, or all are there.
 * @returns `phrase-word`, `phrase-checksum`; null while they may become a phrase, and when they are one.
 */
export async function slipIn(typed: string): Promise<Fault | null> {
  const { parsePhrase, PHRASE_WORDS } = await library();
  const judge = (text: string): Fault | null => {
    try {
      parsePhrase(text);
      return null;
    } catch (thrown) {
      return toFault(thrown);
    }
  };
  const all = judge(typed);
  if (all?.code === 'phrase-checksum' || all === null) return all;
  const whole = judge(typed.replace(/\S+$/, ''));
  if (whole?.code === 'phrase-word') return whole;
  if (all.code === 'phrase-length' && Number(all.detail.words) > PHRASE_WORDS) return all;
  return null;
}
