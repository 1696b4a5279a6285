/** @file Texts in many scripts and lengths, strewn with words that occur nowhere else. */
import type { Random } from './random.ts';

/** Words that are looked for on the disk: none of them may be found in the clear. */
export const PLANTED_WORDS = [
  'quillmarsh-vellichor',
  'zephyrine-oubliette',
  'brambleworth-9731',
  'Nachtigallenschwarm',
  'пересвистывание-лада',
  'شمعدانيات-المرايا',
  'פעמוניות-הצפון',
  '薄荷琉璃钟摆',
  '藤棚の螢石時計',
  'मृगतृष्णा-दर्पणिका',
  'กังหันจันทรานิรันดร์',
  'λυκαυγές-ἀστροφεγγιά',
  'ostrakon/halcyon~4417',
  'emoji👩🏽‍🚀🏴‍☠️sentinel',
] as const;

const VOCABULARY: readonly (readonly string[])[] = [
  [
    'see',
    'you',
    'at',
    'eight',
    'the',
    'train',
    'is',
    'late',
    'again',
    'bring',
    'bread',
    'and',
    'the',
    'keys',
  ],
  ['morgen', 'früh', 'geht', 'es', 'nicht', 'Straße', 'gesperrt', 'größer', 'übrigens', 'schön', 'danke'],
  ['cosa', 'facciamo', 'domani', 'perché', 'il', 'libro', 'è', 'già', 'finito', 'ciao', 'a', 'più', 'tardi'],
  ['привет', 'как', 'дела', 'завтра', 'утром', 'поезд', 'опять', 'опоздал', 'спасибо'],
  ['مرحبا', 'كيف', 'حالك', 'غدا', 'القطار', 'متأخر', 'شكرا', 'إلى', 'اللقاء'],
  ['שלום', 'מה', 'נשמע', 'מחר', 'בבוקר', 'הרכבת', 'מאחרת', 'תודה'],
  ['明天', '见面', '火车', '晚点', '谢谢', '吃饭', '了吗', '好的'],
  ['नमस्ते', 'कल', 'सुबह', 'ट्रेन', 'देर', 'धन्यवाद', 'फिर', 'मिलेंगे'],
  ['สวัสดี', 'พรุ่งนี้', 'รถไฟ', 'สาย', 'ขอบคุณ', 'แล้วเจอกัน'],
  ['👍', '😀', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🤷🏾‍♀️', '1️⃣', '❤️', '🇮🇹'],
];

export const SENTENCE_MARKS = ['', '', '.', '!', '?', ' …', '\n', '\n\n— '] as const;

/** One message's worth. */
export function text(random: Random): string {
  const length = random.chance(0.002) ? random.between(1500, 4000) : random.between(1, 18);
  return words(random, length);
}

export function words(random: Random, count: number): string {
  const vocabulary = random.pick(VOCABULARY);
  const parts: string[] = [];
  for (let i = 0; i < count; i++)
    parts.push(random.pick(vocabulary) + (i % 9 === 8 ? random.pick(SENTENCE_MARKS) : ''));
  if (random.chance(0.25)) parts.splice(random.int(parts.length + 1), 0, random.pick(PLANTED_WORDS));
  return parts.join(' ');
}

/** Exactly so many UTF-16 units, of whole characters. */
export function longText(random: Random, length: number): string {
  let whole = `${PLANTED_WORDS[0]} `;
  while (whole.length < length) whole += `${words(random, 40)}\n`;
  return whole.slice(0, length).replace(/[\ud800-\udbff]$/, '.');
}
