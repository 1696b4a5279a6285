/** @file Names of people and groups. */
import type { Random } from './random.ts';

/** The first people have these: every script and every nastiness once. */
export const SPECIAL_NAMES = [
  'Anneliese Thistlewhite-Råsbäck',
  'عبد الرحمن المرزوقي القرنفلي',
  'יהודית פרלשטיין־כוכבי',
  '欧阳琉璃钟馗',
  'मृणालिनी चट्टोपाध्यायजी',
  'สมบูรณ์ศักดิ์ จันทร์ประภา',
  '👩🏽‍🚀 Kestrel Vantongeren 🧑‍🧑‍🧒',
  '\u202aOlamide\u202c \u202eFairweatherly\u202c',
  'Zero\u200b\u200dWidth\ufeff Quartermaine',
  'Ἀλεξάνδρα Παπακωνσταντίνου',
  '..\\../CON: <b>Robertina</b> "Tables"; --',
  `Baron ${'Longshanks-'.repeat(45)}Fin`.slice(0, 500),
] as const;

const FIRST = [
  'Wilhelmina',
  'Bartholomew',
  'Oluwaseun',
  'Siobhán',
  'Thaddeus',
  'Marguerite',
  'Ignatius',
  'Philippa',
  'Cornelius',
  'Araminta',
  'Ezekiel',
  'Rosalind',
  'Fitzgerald',
  'Guinevere',
  'Leopoldine',
  'Maximilian',
] as const;
const LAST = [
  'Okonkwo-Brandt',
  'Featherstonehaugh',
  'Achterberg-Ruiz',
  'Vandermeerschen',
  'Pemberton-Ngata',
  'Szczepański',
  'Llanfairpwll',
  'Brzęczyszczykiewicz',
  'Montgomerywell',
  'Hollingsworthy',
  'Castellanossen',
  'Ravenscroftly',
] as const;

export function personName(random: Random, index: number): string {
  const special = SPECIAL_NAMES[index];
  if (special !== undefined) return special;
  return `${random.pick(FIRST)} ${random.pick(LAST)} ${index}`;
}

const GROUPS = [
  'Allotment Thursdays 🌱',
  'رحلة القرنفل السنوية',
  '琉璃读书会第七组',
  'Kitchen-Renovators Anonymous',
  'ועד הבית ברחוב הכוכבים',
  'Sternwartenverein Oberquitzow',
  'चट्टोपाध्याय परिवार समारोह',
  'Choir: altos & tenors "B"',
] as const;

export const groupName = (index: number): string => `${GROUPS[index % GROUPS.length] ?? ''} №${index}`;
