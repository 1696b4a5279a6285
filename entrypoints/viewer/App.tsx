/** @file The viewer as it stands: a place to drop, a lock, or two panes. */
import { useMemo } from 'preact/hooks';
import { i18n } from '#i18n';
import { FaultNotice } from '../../components/FaultNotice.tsx';
import { wordsOf } from '../../components/fault-words.ts';
import { Notice } from '../../components/Notice.tsx';
import { Adopt } from '../../components/viewer/Adopt.tsx';
import { ChatList } from '../../components/viewer/ChatList.tsx';
import { ChatPane } from '../../components/viewer/ChatPane.tsx';
import { CheckFile } from '../../components/viewer/CheckFile.tsx';
import { Drop } from '../../components/viewer/Drop.tsx';
import { Everything } from '../../components/viewer/Everything.tsx';
import type { MediaDoor } from '../../components/viewer/media.ts';
import { Outside } from '../../components/viewer/Outside.tsx';
import { Reading } from '../../components/viewer/Reading.tsx';
import { Unlock } from '../../components/viewer/Unlock.tsx';
import { createNameOf, titleOf } from '../../components/viewer/words.ts';
import { ALONE_MINUTES } from '../shared/idle.ts';
import type { Adoption } from './adoption.ts';
import type { Check } from './check.ts';
import type { Viewer } from './model.ts';
import type { ViewerNote } from './protocol.ts';

export const CheckApp = ({ check }: { readonly check: Check }) => (
  <CheckFile
    stage={check.stage.value}
    saved={check.saved.value}
    fault={check.fault.value}
    several={check.several.value}
    now={Date.now()}
    onPick={(files) => void check.pick(files.map(({ file }) => file))}
    onAgain={check.again}
  />
);

export interface ViewerAppProps {
  readonly viewer: Viewer;
  readonly media: MediaDoor;
  readonly adoption: Adoption;
}

export function ViewerApp({ viewer, media, adoption }: ViewerAppProps) {
  switch (viewer.stage.value) {
    case 'drop':
    case 'opening':
      return (
        <Drop
          headline={i18n.t('viewer.drop.headline')}
          text={i18n.t('viewer.drop.text')}
          many
          busy={viewer.stage.value === 'opening' ? i18n.t('viewer.drop.opening') : null}
          onPick={(files) => void viewer.pick(files)}
        >
          {viewer.fault.value && <FaultNotice fault={viewer.fault.value} />}
          {viewer.alone.value && (
            <Notice tone="careful" live>
              <p>{i18n.t('viewer.drop.alone', [ALONE_MINUTES])}</p>
            </Notice>
          )}
        </Drop>
      );
    case 'locked':
    case 'unlocking':
      return (
        <Unlock
          file={viewer.file.value}
          shortName={viewer.shortName.value}
          notes={[...viewer.notes.value, ...seenOutside(viewer)]}
          outside={<LookOutside viewer={viewer} />}
          ways={viewer.usable.value}
          fault={viewer.fault.value}
          slip={viewer.slip.value}
          unlocking={viewer.stage.value === 'unlocking'}
          on={{
            password: (password) => void viewer.unlock(password),
            phrase: (words) => void viewer.unlockWithPhrase(words),
            typing: viewer.typing,
            passkey: () => void viewer.unlockWithPasskey(),
          }}
          onOther={viewer.lock}
        />
      );
    case 'open':
      return <Opened viewer={viewer} media={media} adoption={adoption} />;
  }
}

const termsOf = (note: ViewerNote): string => wordsOf(note).terms;

/** What the look from outside found, and opening the file had not told. */
function seenOutside(viewer: Viewer): readonly ViewerNote[] {
  const known = new Set(viewer.notes.value.map(termsOf));
  const found = viewer.outside.state.value?.result?.findings ?? [];
  return found.filter((note) => !known.has(termsOf(note)));
}

function LookOutside({ viewer }: { readonly viewer: Viewer }) {
  const { fault, state } = viewer.outside;
  if (fault.value) return <FaultNotice fault={fault.value} />;
  const look = state.value;
  if (!look) return null;
  return (
    <Outside
      depth={look.depth === 'sums' ? 'sums' : 'frames'}
      done={look.done}
      of={look.of}
      findings={look.result?.findings.length ?? null}
      onLook={viewer.lookCloser}
      onStop={viewer.stopLooking}
    />
  );
}

function CheckOfAll({ viewer }: { readonly viewer: Viewer }) {
  const { fault, state } = viewer.everything;
  if (fault.value) return <FaultNotice fault={fault.value} />;
  return state.value && <Everything {...state.value} onStop={viewer.stopChecking} />;
}

function Opened({ viewer, media, adoption }: ViewerAppProps) {
  const history = viewer.history.value;
  const people = viewer.people.value;
  const account = history?.account;
  const nameOf = useMemo(() => createNameOf(people, [account?.id, account?.lid]), [people, account]);
  const offer = adoption.offer.value;
  if (!history) return null;
  return (
    <Reading
      chats={history.chats.length}
      messages={history.chats.reduce((sum, { count }) => sum + count, 0)}
      runs={history.runs}
      notes={viewer.notes.value}
      continues={history.continues}
      check={
        (viewer.everything.state.value || viewer.everything.fault.value) && <CheckOfAll viewer={viewer} />
      }
      onCheck={viewer.everything.state.value ? null : viewer.checkEverything}
      onLock={viewer.lock}
      offer={
        offer && (
          <Adopt
            offer={offer}
            fault={adoption.fault.value}
            onTake={() => void adoption.take()}
            onNotNow={adoption.notNow}
          />
        )
      }
      list={
        <ChatList
          chats={history.chats}
          people={people}
          nameOf={nameOf}
          chosen={viewer.chosen.value}
          previews={viewer.previews.value}
          now={Date.now()}
          onChoose={viewer.choose}
          onSee={viewer.preview}
        />
      }
      pane={
        viewer.chat.value && <Chat key={viewer.chosen.value} viewer={viewer} media={media} nameOf={nameOf} />
      }
    />
  );
}

interface ChatProps extends Omit<ViewerAppProps, 'adoption'> {
  readonly nameOf: (id: string) => string;
}

function Chat({ viewer, media, nameOf }: ChatProps) {
  const chat = viewer.chat.value;
  const pages = viewer.pages.value;
  const version = pages?.version.value;
  // a new version is a new answer
  const at = useMemo(() => (index: number) => pages?.at(index), [pages, version]);
  const see = useMemo(() => (from: number, to: number) => void pages?.see(from, to), [pages]);
  if (!chat || !pages) return null;
  return (
    <ChatPane
      chat={chat}
      name={titleOf(chat, viewer.people.value)}
      nameOf={nameOf}
      fault={pages.fault.value}
      at={at}
      media={media}
      onSee={see}
      onBack={() => viewer.choose(null)}
    />
  );
}
