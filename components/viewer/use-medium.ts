/** @file A medium for as long as its bubble is in the document. */
import { useEffect, useState } from 'preact/hooks';
import type { MediaFact } from '../../lib/model/media.ts';
import type { MediaDoor, ShownMedium } from './media.ts';

export interface HeldMedium {
  readonly found: ShownMedium | null;
  readonly wanted: boolean;
  readonly want: () => void;
}

/** @param atOnce pictures come by themselves, what plays only when asked for. */
export function useMedium(media: MediaDoor, { sha256, shape }: MediaFact, atOnce: boolean): HeldMedium {
  const [found, setFound] = useState<ShownMedium | null>(null);
  const [wanted, setWanted] = useState(atOnce);
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    media.take(sha256, shape).then(
      (shown) => here && setFound(shown),
      () => here && setFound({ state: 'missing', missing: null }),
    );
    return () => {
      here = false;
      setFound(null);
      media.giveBack(sha256, shape);
    };
  }, [media, sha256, shape, wanted]);
  return { found, wanted, want: () => setWanted(true) };
}
