/** @file Small line drawings, always beside a word. */
import styles from './Glyph.module.css';

const PATHS = {
  good: 'M4 12.5l5 5L20 6.500',
  careful: 'M12 4.500L2.800 20h18.400zM12 10v4.500M12 17.300v.2',
  bad: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500v6M12 16.300v.2',
  waiting: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500V12l3 2',
  back: 'M15 5l-7 7 7 7',
  open: 'M9 5l7 7-7 7',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  drop: 'M12 4v11m-4.500-4.500L12 15l4.500-4.500M4 16v4h16v-4',
  image: 'M4 5h16v14H4zM4 16l4.500-5 4 4.500 2.500-2.500 5 5M15.500 9.200v.1',
  video: 'M3 6h12v12H3zM15 10.500l6-3.500v10l-6-3.500',
  audio:
    'M9 18a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0zm0 0V5l11-2v13m0 0a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0z',
  voice: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  sticker: 'M5 4h14v9l-6 7H5zM13 20v-7h6M9 9v.1M15 9v.1',
  play: 'M8 5l11 7-11 7z',
  place:
    'M12 21s7-6.500 7-11.500a7 7 0 0 0-14 0C5 14.500 12 21 12 21zM12 7.500a2.200 2.200 0 1 1 0 4.400 2.200 2.200 0 0 1 0-4.400z',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.500 20.500a7.500 7.500 0 0 1 15 0',
  group:
    'M9 5a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM2.500 19.500a6.500 6.500 0 0 1 13 0M16 5.500a3.300 3.300 0 0 1 0 6M18 14.300a6.500 6.500 0 0 1 3.500 5.200',
  poll: 'M5 20v-7M12 20V5M19 20v-11',
  call: 'M6 3h3.500l1.500 5-2 1.500a12 12 0 0 0 5.500 5.500l1.500-2 5 1.500V18a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z',
  event: 'M4 6h16v14H4zM4 10.500h16M8.500 3.500V7M15.500 3.500V7',
  star: 'M12 4l2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8z',
  forward: 'M13 6l6 6-6 6M19 12H5',
  unknown:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .9-1 1.700M12 16.800v.1',
} as const;

export type GlyphName = keyof typeof PATHS;

export interface GlyphProps {
  readonly name: GlyphName;
  readonly size?: number;
}

/** Those that point the way turn round where the text runs from right to left. */
const TURNS: readonly GlyphName[] = ['back', 'open', 'forward', 'play'];

export const Glyph = ({ name, size = 20 }: GlyphProps) => (
  <svg
    class={TURNS.includes(name) ? styles.turns : styles.glyph}
    viewBox="0 0 24 24"
    width={size}
    height={size}
    aria-hidden="true"
    focusable="false"
  >
    <path d={PATHS[name]} />
  </svg>
);
