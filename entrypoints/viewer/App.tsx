/** @file The viewer as it stands: a place to drop, a lock, or two panes. */
import { useMemo } from 'preact/hooks';
import { i18n } from '#i18n';
import { FaultNotice } from '../../components/FaultNotice.tsx';
import { ChatList } from '../../components/viewer/ChatList.tsx';
import { ChatPane } from '../../components/viewer/ChatPane.tsx';
import { CheckFile } from '../../components/viewer/CheckFile.tsx';
import { Drop } from '../../components/viewer/Drop.tsx';
import type { MediaDoor } from '../../components/viewer/media.ts';
import { Reading } from '../../components/viewer/Reading.tsx';
import { Unlock } from '../../components/viewer/Unlock.tsx';
import { createNameOf, titleOf } from '../../components/viewer/words.ts';
import type { Check } from './check.ts';
import type { Viewer } from './model.ts';

export const CheckApp = ({ check }: { readonly check: Check }) => (
  <CheckFile
    stage={check.stage.value}
    saved={check.saved.value}
    fault={check.fault.value}
    several={check.several.value}
    now={Date.now()}
    onPick={(files) => void check.pick(files)}
    onAgain={check.again}
  />
);

export interface ViewerAppProps {
  readonly viewer: Viewer;
  readonly media: MediaDoor;
}

export function ViewerApp({ viewer, media }: ViewerAppProps) {
  switch (viewer.stage.value) {
    case 'drop':
    case 'opening':
      return (
        <Drop
          headline={i18n.t('viewer.drop.headline')}
          text={i18n.t('viewer.drop.text')}
          several={viewer.several.value}
          busy={viewer.stage.value === 'opening' ? i18n.t('viewer.drop.opening') : null}
          onPick={(files) => void viewer.pick(files)}
        >
          {viewer.fault.value && <FaultNotice fault={viewer.fault.value} />}
        </Drop>
      );
    case 'locked':
    case 'unlocking':
      return (
        <Unlock
          file={viewer.file.value}
          shortName={viewer.shortName.value}
          notes={viewer.notes.value}
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
      return <Opened viewer={viewer} media={media} />;
  }
}

function Opened({ viewer, media }: ViewerAppProps) {
  const history = viewer.history.value;
  const people = viewer.people.value;
  const account = history?.account;
  const nameOf = useMemo(() => createNameOf(people, [account?.id, account?.lid]), [people, account]);
  if (!history) return null;
  return (
    <Reading
      chats={history.chats.length}
      messages={history.chats.reduce((sum, { count }) => sum + count, 0)}
      runs={history.runs}
      notes={viewer.notes.value}
      onLock={viewer.lock}
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

interface ChatProps extends ViewerAppProps {
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
