import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { tabs } from '../../src/features/tabs.ts';
import { useRead } from '../api/queries.ts';
import { useReturnFocus } from '../kit/return-focus.ts';
import { StatusIcon } from '../kit/status.tsx';
import { Highlight } from './highlight.tsx';
import { pages } from './pages.ts';
import { useRight, useSession } from './session.tsx';
import './palette.css';

interface Hit {
  readonly key: string;
  readonly group: 'stations' | 'thisStation' | 'pages';
  readonly title: string;
  readonly note: string;
  readonly to: string;
  readonly standing?: string;
}

const groups = ['thisStation', 'stations', 'pages'] as const;

/** Ctrl+K: any station by any of its names and numbers, the tabs of this one, every page. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  useReturnFocus();
  return (
    <Modal.Root opened onClose={onClose} size={600} lockScroll={false} yOffset="16vh">
      <Modal.Overlay />
      <Modal.Content aria-label={intl.formatMessage({ id: 'shell.search.label' })} classNames={{ content: 'palette' }}>
        <Search onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function useHits(text: string): { hits: readonly Hit[]; searching: boolean } {
  const intl = useIntl();
  const { rights } = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [typed] = useDebouncedValue(text.trim(), 120);
  const maySee = useRight('stations.see');
  const found = useRead(
    '/search',
    { query: { text: typed } },
    { enabled: maySee && typed.length > 0, keep: true, staleMs: 10_000 },
  );
  const words = text.trim().toLowerCase();
  const station = /^\/stations\/(\d+)/.exec(path)?.[1];
  const contains = (hit: Hit) =>
    words === '' || hit.title.toLowerCase().includes(words) || hit.note.toLowerCase().includes(words);
  const ofStation: Hit[] = station
    ? tabs.map((tab) => ({
        key: `tab-${tab.id}`,
        group: 'thisStation',
        title: intl.formatMessage({ id: `sheet.tab.${tab.id}` }),
        note: intl.formatMessage({ id: `sheet.group.${tab.group}` }),
        to: `/stations/${station}/${tab.id}`,
      }))
    : [];
  const stations: Hit[] =
    words === ''
      ? []
      : (found.data?.items ?? []).map((item) => ({
          key: `station-${item.stationId}-${item.matched}-${item.text}`,
          group: 'stations',
          title: item.name,
          note: [
            item.identity,
            item.location,
            item.matched === 'name' || item.matched === 'identity' || item.matched === 'location'
              ? undefined
              : `${intl.formatMessage({ id: `shell.search.matched.${item.matched}` })} ${item.text}`,
          ]
            .filter(Boolean)
            .join(' · '),
          to: `/stations/${item.stationId}`,
          standing: item.standing,
        }));
  const ofConsole: Hit[] = [
    ...pages
      .filter((page) => rights.includes(page.right))
      .map(
        (page): Hit => ({
          key: page.id,
          group: 'pages',
          title: intl.formatMessage({ id: `shell.nav.${page.id}` }),
          note: '',
          to: page.to,
        }),
      ),
    {
      key: 'account',
      group: 'pages',
      title: intl.formatMessage({ id: 'shell.user.account' }),
      note: '',
      to: '/account',
    },
  ];
  return {
    hits: [...ofStation.filter(contains), ...stations, ...ofConsole.filter(contains)],
    searching: typed !== text.trim() || found.isFetching,
  };
}

function Search({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { hits, searching } = useHits(text);
  const current = hits[Math.min(at, hits.length - 1)];
  useEffect(() => {
    if (current) document.getElementById(`${list}-${current.key}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, list]);
  const open = (hit: Hit) => {
    onClose();
    void navigate({ to: hit.to as never });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length);
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      open(current);
    }
  };
  return (
    <>
      <div className="palette-field">
        <IconSearch size={19} stroke={1.7} aria-hidden />
        <input
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-activedescendant={current ? `${list}-${current.key}` : undefined}
          aria-autocomplete="list"
          aria-label={intl.formatMessage({ id: 'shell.search.label' })}
          placeholder={intl.formatMessage({ id: 'shell.search.hint' })}
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
        className="palette-list"
        id={list}
        role="listbox"
        aria-label={intl.formatMessage({ id: 'shell.search.label' })}
      >
        {groups.map((group) => {
          const inGroup = hits.filter((hit) => hit.group === group);
          if (inGroup.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, which has no element of its own
            <div key={group} role="group" aria-labelledby={`${list}-${group}`}>
              <p className="palette-group" id={`${list}-${group}`} role="presentation">
                <FormattedMessage id={`shell.search.${group}`} />
              </p>
              {inGroup.map((hit) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points at the option
                // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field opens it
                <div
                  key={hit.key}
                  id={`${list}-${hit.key}`}
                  role="option"
                  aria-selected={hit === current}
                  className={hit === current ? 'palette-hit palette-on' : 'palette-hit'}
                  onClick={() => open(hit)}
                  onMouseMove={() => setAt(hits.indexOf(hit))}
                >
                  {hit.standing ? <StatusIcon standing={hit.standing} /> : null}
                  <span className="grow">
                    <span className="palette-title clip">
                      <Highlight text={hit.title} words={text} />
                    </span>
                    {hit.note ? (
                      <span className="palette-note clip">
                        <Highlight text={hit.note} words={text} />
                      </span>
                    ) : null}
                  </span>
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {hits.length === 0 && !searching ? (
        <p className="palette-none" role="status">
          <FormattedMessage id="shell.search.none" values={{ text }} />
        </p>
      ) : null}
    </>
  );
}
