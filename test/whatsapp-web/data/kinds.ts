/** @file Which kind of message stands at a place: in the first chats every kind once, after that by weight. */
import type { ChatPlan } from './chats.ts';
import * as media from './kinds/media.ts';
import { GROUP_NOTICES, NOTICES } from './kinds/notices.ts';
import { RARE_KINDS, rare } from './kinds/rare.ts';
import * as system from './kinds/system.ts';
import type { Kind } from './kinds/text.ts';
import * as text from './kinds/text.ts';
import * as things from './kinds/things.ts';
import type { Slot } from './slot.ts';

const SHOWCASE: readonly Kind[] = [
  text.plain,
  text.link,
  text.reply,
  text.replyToPicture,
  text.edited,
  text.starred,
  text.hostile,
  text.longest,
  media.image,
  media.largeFile,
  media.twice,
  media.album,
  media.video,
  media.document,
  media.captioned,
  media.emptyFile,
  media.sticker,
  media.voice,
  media.audio,
  media.gif,
  media.videoNote,
  media.viewOnce,
  text.replyToViewOnce,
  media.troubled('wrong-hash'),
  media.troubled('refused'),
  media.troubled('transient'),
  media.troubled('cached'),
  media.troubled('no-key'),
  media.troubled('failing'),
  media.troubled('expired'),
  media.highDefinition,
  media.largeVideo,
  things.location,
  things.vcard,
  things.cards,
  things.poll,
  things.event,
  things.call,
  things.future,
  text.revoked,
  text.empty,
  text.vanishing,
  media.vanishingImage,
  text.threaded,
  text.forwarded,
  system.waiting,
  system.change,
  system.hiddenChange,
  system.unknownChange,
  system.ephemeralSet,
  ...RARE_KINDS,
  media.stickerPack,
  media.animated,
  media.motionPhoto,
  text.pinned,
  text.commented,
  text.keptInChat,
  text.fromBot,
  things.liveLocation,
  things.quiz,
  ...system.HIDDEN_CHANGES,
  ...system.CHANGES,
  ...NOTICES,
];

const GROUP_SHOWCASE: readonly Kind[] = [
  text.mention,
  text.reply,
  things.poll,
  system.groupNotice,
  text.revoked,
  media.album,
  media.image,
  media.largeVideo,
  system.change,
  system.hiddenChange,
  things.call,
  things.event,
  media.voice,
  system.groupNotice,
  media.largeFile,
  text.hostile,
  text.pinned,
  things.quiz,
  ...GROUP_NOTICES,
];

/** An announcement group's first. */
const COMMENTED = 3;

const WEIGHTS: readonly (readonly [number, Kind])[] = [
  [620, text.plain],
  [40, text.link],
  [80, text.reply],
  [12, text.replyToPicture],
  [30, text.mention],
  [18, text.forwarded],
  [14, text.edited],
  [6, text.starred],
  [3, text.pinned],
  [8, text.revoked],
  [52, media.image],
  [9, media.video],
  [4, media.gif],
  [16, media.sticker],
  [22, media.voice],
  [3, media.audio],
  [2, media.videoNote],
  [7, media.document],
  [3, media.captioned],
  [4, media.album],
  [1, media.twice],
  [1, media.highDefinition],
  [1, media.viewOnce],
  [4, things.location],
  [3, things.vcard],
  [1, things.cards],
  [3, things.poll],
  [2, things.event],
  [7, things.call],
  [4, rare],
  [1, things.future],
  [4, system.waiting],
  [6, system.change],
  [4, system.hiddenChange],
];
const WHOLE = WEIGHTS.reduce((sum, [weight]) => sum + weight, 0);

/** Places of a run of notices that an announcement group withholds, at its end and in its middle. */
const AT_END = 12;
const IN_MIDDLE = 60;

export function kindAt(slot: Slot): Kind {
  const { chat, index } = slot;
  if (index >= chat.slots) return text.plain; // arrived while the account is read
  if (index === 0) return chat.members.length > 0 ? system.created : system.encrypted;
  if (chat.sort === 'community') return system.groupNotice;
  if (chat.sort === 'announcement' && isWithheld(chat, index)) return system.withheldNotice;
  if (chat.sort === 'announcement' && index % 5 === COMMENTED) return text.commented;
  if (chat.ephemeral > 0)
    return index === 1 ? system.ephemeralSet : index % 3 === 0 ? media.vanishingImage : text.vanishing;
  const showcase = chat.index === 0 ? SHOWCASE : chat.index === 1 ? GROUP_SHOWCASE : [];
  const shown = showcase[index - 1];
  if (shown) return shown;
  if (chat.members.length > 0 && slot.random.chance(0.03)) return system.groupNotice;
  let at = slot.random.int(WHOLE);
  for (const [weight, kind] of WEIGHTS) {
    at -= weight;
    if (at < 0) return kind;
  }
  return text.plain;
}

function isWithheld({ slots }: ChatPlan, index: number): boolean {
  const end = Math.min(AT_END, Math.floor(slots / 4));
  const middle = Math.min(IN_MIDDLE, Math.floor(slots / 3));
  const start = Math.floor(slots / 3);
  return index >= slots - end || (index >= start && index < start + middle);
}
