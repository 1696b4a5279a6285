/** @file The bubbles' way to their media: through the shelf of whatever archive is open now. */
import type { MediaDoor } from '../../components/viewer/media.ts';
import { Fault, toFault } from '../../lib/base/fault.ts';
import type { Viewer } from './model.ts';
import { save } from './save.ts';

export function createDoor(viewer: Viewer): MediaDoor & { readonly saving: () => boolean } {
  let saving = 0;
  return {
    saving: () => saving > 0,
    take: async (sha256, shape) => {
      const shelf = viewer.shelf();
      if (!shelf) throw new Fault('cancelled');
      return shelf.take(sha256, shape);
    },
    giveBack: (sha256, shape) => viewer.shelf()?.giveBack(sha256, shape),
    save: (sha256, name) => {
      const shelf = viewer.shelf();
      if (!shelf) return;
      viewer.fault.value = null;
      saving++;
      shelf
        .sizeOf(sha256)
        .then((size) => save(shelf.pieces(sha256, size), size, name, shelf.lend))
        .catch((thrown: unknown) => {
          const fault = toFault(thrown);
          if (fault.code !== 'cancelled') viewer.fault.value = fault;
        })
        .finally(() => saving--);
    },
  };
}
