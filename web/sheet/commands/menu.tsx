import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind } from '../../../src/domain/commands.ts';
import { commandGroups, type Description } from '../../../src/features/commands/fields/field.ts';
import { describedKinds, descriptions } from '../../../src/features/commands/fields/index.ts';
import { texts } from '../../../src/features/commands/texts.ts';
import type { StationHead } from '../../../src/features/tabs.ts';
import { Highlight } from '../../shell/highlight.tsx';
import { useWhyNot } from '../why-not.ts';
import '../../shell/palette.css';
import './menu.css';

const described: Readonly<Record<CommandKind, Description>> = descriptions;

/** What a command is found by: its words in both languages, its group, what OCPP calls it. */
const searched = new Map(
  describedKinds.map((kind) => {
    const { actions, group } = described[kind];
    const ids = [`commands.kind.${kind}`, `commands.says.${kind}`, `commands.group.${group}`];
    const words = [texts.en, texts.de].flatMap((catalogue) =>
      ids.map((id) => (catalogue as Record<string, string>)[id]),
    );
    return [kind, [kind, ...actions, ...words].join('\n').toLowerCase()];
  }),
);
const fits = (kind: CommandKind, words: string) =>
  words.split(/\s+/).every((word) => searched.get(kind)!.includes(word));

/** Every command there is, found by typing; what cannot be done now says why. */
export function CommandMenu({
  station,
  onChoose,
  onList,
  onClose,
}: {
  station: StationHead;
  onChoose: (kind: CommandKind) => void;
  onList: () => void;
  onClose: () => void;
}) {
  const intl = useIntl();
  return (
    <Modal.Root opened onClose={onClose} size={640} lockScroll={false} yOffset="10vh" returnFocus={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={intl.formatMessage({ id: 'commands.menu' })} classNames={{ content: 'palette' }}>
        <Search station={station} onChoose={onChoose} onList={onList} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({
  station,
  onChoose,
  onList,
}: {
  station: StationHead;
  onChoose: (kind: CommandKind) => void;
  onList: () => void;
}) {
  const intl = useIntl();
  const list = useId();
  const whyNot = useWhyNot(station);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const words = text.trim().toLowerCase();
  const hits = commandGroups.flatMap((group) =>
    describedKinds.filter((kind) => described[kind].group === group && fits(kind, words)),
  );
  const current = hits[Math.min(at, hits.length - 1)];
  useEffect(() => {
    if (current) document.getElementById(`${list}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, list]);
  const choose = (kind: CommandKind) => {
    if (whyNot(kind) === undefined) onChoose(kind);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length);
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      choose(current);
    }
  };
  const label = intl.formatMessage({ id: 'commands.menu.search' });
  return (
    <>
      <div className="palette-field">
        <IconSearch size={19} stroke={1.7} aria-hidden />
        <input
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-activedescendant={current ? `${list}-${current}` : undefined}
          aria-autocomplete="list"
          aria-label={label}
          placeholder={intl.formatMessage({ id: 'commands.menu.hint' })}
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div
        className="palette-list command-list"
        id={list}
        role="listbox"
        aria-label={intl.formatMessage({ id: 'commands.menu' })}
      >
        {commandGroups.map((group) => {
          const inGroup = hits.filter((kind) => described[kind].group === group);
          if (inGroup.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, which has no element of its own
            <div key={group} role="group" aria-labelledby={`${list}-g-${group}`}>
              <p className="palette-group" id={`${list}-g-${group}`} role="presentation">
                <FormattedMessage id={`commands.group.${group}`} />
              </p>
              {inGroup.map((kind) => {
                const why = whyNot(kind);
                return (
                  // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points at the option
                  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field opens it
                  <div
                    key={kind}
                    id={`${list}-${kind}`}
                    role="option"
                    aria-selected={kind === current}
                    aria-disabled={why !== undefined}
                    className={`palette-hit command-hit${kind === current ? ' palette-on' : ''}${why ? ' command-off' : ''}`}
                    onClick={() => choose(kind)}
                    onMouseMove={() => setAt(hits.indexOf(kind))}
                  >
                    <span className="grow">
                      <span className="palette-title">
                        <span>
                          <Highlight text={intl.formatMessage({ id: `commands.kind.${kind}` })} words={text} />
                        </span>
                        <span className="mono">
                          <Highlight text={described[kind].actions.join(', ')} words={text} />
                        </span>
                      </span>
                      {why ? (
                        <span className="command-why">{why}</span>
                      ) : (
                        <span className="palette-note">
                          <Highlight text={intl.formatMessage({ id: `commands.says.${kind}` })} words={text} />
                        </span>
                      )}
                    </span>
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
      {hits.length === 0 ? (
        <p className="palette-none" role="status">
          <FormattedMessage id="commands.menu.none" values={{ text }} />
        </p>
      ) : null}
      <div className="command-foot">
        <span className="grow" aria-live="polite">
          <FormattedMessage id="commands.menu.count" values={{ count: hits.length }} />
        </span>
        <button type="button" className="linklike" onClick={onList}>
          <FormattedMessage id="commands.menu.asked" />
        </button>
      </div>
    </>
  );
}
