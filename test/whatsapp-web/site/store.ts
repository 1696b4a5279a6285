/** @file The page's collections: chats, contacts, groups, newsletters, as models over the account's data. */
import type { ChatPlan } from '../data/chats.ts';
import { contactsOf, otherAddress, type StoredContact } from '../data/contacts.ts';
import { groupOf, type StoredGroup } from '../data/groups.ts';
import { LABELS, labelsOf } from '../data/labels.ts';
import type { Happening } from '../data/live.ts';
import type { MediumFact } from '../data/medium.ts';
import { pictureRows } from '../data/pictures.ts';
import type { StoredRow } from '../data/row.ts';
import type { World } from '../data/world.ts';
import type { Changes } from './changes.ts';
import { hostileChats } from './lies.ts';
import type { Maker } from './live.ts';
import { Collection, Model, modelClass, type Shape } from './model.ts';
import { CHAT, CONTACT, GROUP, LABEL, NEWSLETTER, PARTICIPANT, PICTURE } from './shapes.ts';
import type { Tripwire } from './tripwire.ts';
import type { Wid, WidFactory } from './wid.ts';

const LATELY = 30;

export class Store {
  readonly Chat: Collection;
  readonly Contact: Collection;
  readonly GroupMetadata: Collection;
  readonly Newsletter: Collection;
  readonly NewsletterMetadata: Collection;
  readonly Msg: Collection;
  readonly ProfilePicThumb: Collection;
  readonly Label: Collection;
  readonly #facts: ReadonlyMap<string, MediumFact>;
  readonly #world: World;
  readonly #wids: WidFactory;
  readonly #maker: Maker;
  readonly #tripwire: Tripwire;
  readonly models: Readonly<
    Record<
      'Chat' | 'Contact' | 'Group' | 'Participant' | 'Newsletter' | 'Picture' | 'Label',
      ReturnType<typeof modelClass>
    >
  >;

  constructor(
    world: World,
    wids: WidFactory,
    maker: Maker,
    tripwire: Tripwire,
    facts: ReadonlyMap<string, MediumFact>,
    changes: Changes,
  ) {
    this.#world = world;
    this.#facts = facts;
    this.#wids = wids;
    this.#maker = maker;
    this.#tripwire = tripwire;
    // Each has a class of its own, by which other programs tell them apart.
    const collection = (name: string): Collection => new (class extends Collection {})(name, tripwire);
    this.Chat = collection('Chat');
    this.Contact = collection('Contact');
    this.GroupMetadata = Object.assign(collection('GroupMetadata'), { _handleParentGroupChange: () => {} });
    this.Newsletter = collection('Newsletter');
    this.NewsletterMetadata = collection('NewsletterMetadata');
    this.Msg = collection('Msg');
    this.ProfilePicThumb = collection('ProfilePicThumb');
    this.Label = collection('Label');
    const modelOf = (shape: Shape) => modelClass(shape, tripwire, changes);
    this.models = {
      Chat: modelOf(CHAT),
      Contact: modelOf(CONTACT),
      Group: modelOf(GROUP),
      Participant: modelOf(PARTICIPANT),
      Newsletter: modelOf(NEWSLETTER),
      Picture: modelOf(PICTURE),
      Label: modelOf(LABEL),
    };
    for (const name of ['Chat', 'Contact'] as const)
      Object.defineProperty(this.models[name].prototype, 'proxyName', { value: name.toLowerCase() });
  }

  /** After the login: everything the page's database holds. With `empty-store` the list of chats stays empty. */
  fill(): void {
    const { chats, params } = this.#world;
    const { Label, Newsletter } = this.models;
    Collection.fill(
      this.Contact,
      contactsOf(this.#world).map((contact) => this.#contact(contact)),
    );
    const groups = chats.flatMap((chat) => groupOf(chat) ?? []).map((group) => this.#group(group));
    Collection.fill(this.GroupMetadata, groups);
    const news = chats.filter(({ sort }) => sort === 'newsletter');
    Collection.fill(
      this.NewsletterMetadata,
      news.map(
        ({ id, name }) => new Newsletter({ id: this.#wid(id), name, subscribersCount: 12, stale: true }),
      ),
    );
    Collection.fill(
      this.Newsletter,
      news.map((chat) => this.#chat(chat)),
    );
    Collection.fill(this.ProfilePicThumb, this.#pictures());
    Collection.fill(
      this.Label,
      LABELS.map((label) => new Label({ ...label, predefinedId: label.predefinedId ?? undefined })),
    );
    if (!params.faults.includes('empty-store')) Collection.fill(this.Chat, this.allChats());
    if (params.faults.includes('hostile-chats'))
      Object.defineProperty(this.Chat, 'getModelsArray', {
        value: () => [...hostileChats(), ...this.Chat._models],
      });
  }

  /** As read anew from the database. */
  allChats(): Model[] {
    return this.#world.chats
      .filter((chat) => chat.sort !== 'newsletter' && !this.#world.isGone(chat))
      .map((chat) => this.#chat(chat));
  }

  /** Something happened in the account while it was read: the chat moves up, counts one more, or is gone. */
  lived({ kind, chat }: Happening): void {
    const model = this.Chat.get(chat.id);
    if (!model) return;
    if (kind === 'chat-gone') Collection.drop(this.Chat, model);
    if (kind !== 'arrive') return;
    const newest = this.#world.newest(chat);
    const unreadCount = Number(model.get('unreadCount')) + (newest?.key.fromMe ? 0 : 1);
    Model.change(model, { t: newest?.t, unreadCount });
    Collection.raise(this.Chat, model);
  }

  /** The first messages of every chat are in memory. */
  finishLoading(): void {
    for (const chat of this.Chat._models) Model.change(chat, { pendingInitialLoading: false });
  }

  clear(): void {
    for (const collection of [
      this.Chat,
      this.Contact,
      this.GroupMetadata,
      this.Newsletter,
      this.NewsletterMetadata,
    ])
      Collection.fill(collection, []);
  }

  unreadCounts(): Record<string, number> {
    return Object.fromEntries(
      [...this.Chat._models, ...this.Newsletter._models].map((chat) => [
        String(chat.get('id')),
        Number(chat.get('unreadCount')),
      ]),
    );
  }

  /** The other address of a person, where the page knows it. */
  other(id: unknown): Wid | undefined {
    const found = otherAddress(this.#world, String(id));
    return found === null ? undefined : this.#wid(found);
  }

  #wid(id: string): Wid {
    return this.#wids.createWid(id);
  }

  #chat(chat: ChatPlan): Model {
    const { params, me } = this.#world;
    const newest = this.#world.newest(chat);
    const received = this.lastReceived(chat);
    const contact = this.Contact.get(chat.id);
    return new this.models.Chat({
      id: this.#wid(chat.id),
      accountLid: chat.id.endsWith('@c.us') && chat.id !== me.pn ? this.other(chat.id) : undefined,
      t: newest?.t ?? 0,
      unreadCount: chat.unread,
      archive: chat.archived,
      pin: chat.pinned ? 1_790_000_000 + chat.index : undefined,
      isReadOnly: chat.left,
      isLocked: chat.locked,
      muteExpiration: chat.index % 7 === 6 ? -1 : 0,
      name: chat.name ?? undefined,
      notSpam: true,
      lastReceivedKey: received && this.#maker.key(received.key),
      ephemeralDuration: chat.ephemeral || undefined,
      ephemeralSettingTimestamp: chat.ephemeral ? 1_780_000_000 : undefined,
      endOfHistoryTransferType: chat.endOfHistory,
      pendingInitialLoading: true,
      hasChatBeenOpened: false,
      limitSharing: limitSharing(chat),
      tcToken: new Uint8Array([params.seed & 255, 1, 2, 3]).buffer,
      tcTokenTimestamp: 1_790_000_000,
      formattedTitle: chat.name ?? contact?.get('name') ?? chat.id,
      active: false,
      markedUnread: false,
      contact,
      groupMetadata: this.GroupMetadata.get(chat.id),
      newsletterMetadata: this.NewsletterMetadata.get(chat.id),
      isParentGroup: chat.sort === 'community',
      groupType: chat.sort === 'announcement' ? 'LINKED_ANNOUNCEMENT_GROUP' : 'DEFAULT',
      msgs: new Collection('Chat.msgs', this.#tripwire),
      labels: labelsOf(chat),
      presence: { subscribe: this.#tripwire.wire('presence.subscribe()', () => Promise.resolve()) },
      isFavorite: chat.index % 6 === 1,
    });
  }

  /** The newest message of somebody else, unless it lies far back. */
  lastReceived(chat: ChatPlan): StoredRow | undefined {
    const last = this.#world.places(chat) - 1;
    for (let index = last; index > last - LATELY && index >= 0; index--) {
      const rows = this.#world.place(chat, index);
      const row = rows.findLast(({ key, withheld }) => !key.fromMe && !withheld);
      if (row) return row;
    }
    return undefined;
  }

  /** Of everybody whose chat is open: with what is known, or with nothing. */
  #pictures(): Model[] {
    const known = new Map(pictureRows(this.#world, this.#facts).map((row) => [row.id, row]));
    const ids = new Set([...known.keys(), ...this.#world.chats.map(({ id }) => id)]);
    return [...ids].map(
      (id) => new this.models.Picture({ ...known.get(id), id: this.#wid(String(id)), stale: true }),
    );
  }

  #contact(contact: StoredContact): Model {
    const business = contact.verifiedName !== null;
    return new this.models.Contact({
      id: this.#wid(contact.id),
      name: contact.name ?? undefined,
      shortName: contact.shortName ?? undefined,
      pushname: contact.pushname ?? undefined,
      type: 'in',
      verifiedName: contact.verifiedName ?? undefined,
      verifiedLevel: contact.verifiedLevel || undefined,
      isBusiness: business,
      isEnterprise: contact.verifiedLevel === 3,
      isDeactivated: false,
      username: contact.username ?? undefined,
      isUsernameContact: contact.username !== null,
      syncToAddressbook: false,
      phoneNumber: contact.phone === null ? undefined : this.#wid(contact.phone),
      displayNameLID: contact.masked ?? undefined,
    });
  }

  #group(group: StoredGroup): Model {
    const { Group, Participant } = this.models;
    const participants = (name: string, members: readonly { id: string }[]): Collection => {
      const found = new Collection(name, this.#tripwire);
      const models = members.map(({ id, ...rest }) => {
        return new Participant({ id: this.#wid(id), ...rest, contact: this.Contact.get(id) });
      });
      Collection.fill(found, models);
      return found;
    };
    return new Group({
      id: this.#wid(group.id),
      creation: group.created,
      owner: group.owner === null ? undefined : this.#wid(group.owner),
      subject: group.subject,
      subjectTime: group.created + 60,
      desc: group.description ?? undefined,
      descOwner: group.description && group.owner ? this.#wid(group.owner) : undefined,
      descId: group.description ? `desc-${group.created}` : undefined,
      descTime: group.description ? group.created + 120 : undefined,
      memberAddMode: 'all_member_add',
      membershipApprovalMode: group.announce,
      numSubgroups: group.isParent ? 3 : undefined,
      ephemeralDuration: 0,
      restrict: false,
      announce: group.announce,
      size: group.members.length,
      isLidAddressingMode: group.lidAddressing,
      isParentGroup: group.isParent,
      parentGroup: group.parent === null ? undefined : this.#wid(group.parent),
      defaultSubgroup: group.isAnnouncements,
      stale: true,
      displayedDesc: '',
      participants: participants('participants', group.members),
      pastParticipants: participants('pastParticipants', group.past),
      pendingParticipants: participants('pendingParticipants', []),
    });
  }
}

/** Some chats have the setting and it is off. */
function limitSharing({ protected: on, index }: ChatPlan): object | undefined {
  if (on)
    return {
      sharingLimited: true,
      trigger: 1,
      limitSharingSettingTimestamp: 1_780_000_000_000,
      initiatedByMe: false,
    };
  return index % 5 === 2 ? { sharingLimited: false, trigger: 0, initiatedByMe: true } : undefined;
}
