/** @file Profile pictures that the page holds already. Asking for any other would ask WhatsApp's servers, and might be seen. */
import type { FoundPicture, Page } from '../bridge/protocol.ts';
import { sizeAtHand } from './media.ts';
import { get, type Modules, type Realm } from './modules.ts';
import { idText } from './plain.ts';
import { modelsOf } from './selftest.ts';

const SLICE = 100;

/** The list is gone through, and none is asked for by its id: that would mark it as stale (facts D). */
export async function pictureSlice(
  realm: Realm,
  modules: Modules,
  from: number,
): Promise<Page<FoundPicture>> {
  const models = modelsOf(modules.pick('pictures'));
  const items: FoundPicture[] = [];
  for (const model of models.slice(from, from + SLICE)) {
    const [id, filehash] = [idText(get(model, 'id')), get(model, 'filehash')];
    if (id === null || typeof filehash !== 'string' || filehash === '') continue;
    const size = await sizeAtHand(realm, modules, filehash);
    if (size === null) continue;
    const at = get(model, 'timestamp');
    items.push({
      id,
      filehash,
      size,
      tag: idText(get(model, 'tag')),
      at: typeof at === 'number' ? at : null,
    });
  }
  return { items, nameless: 0, next: from + SLICE < models.length ? from + SLICE : null };
}
