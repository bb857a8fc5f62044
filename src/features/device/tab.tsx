import { IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useCannot } from '../../../web/sheet/why-not.ts';
import type { CommandKind } from '../../domain/commands.ts';
import type { StationHead, TabProps } from '../tabs.ts';
import { CardList } from './card-list.tsx';
import { Display } from './display.tsx';
import { Monitors } from './monitors.tsx';
import { Grid, Network } from './network.tsx';
import { Settings } from './settings.tsx';
import { Streams } from './streams.tsx';
import { Tariffs } from './tariffs.tsx';
import './device.css';

/** The parts of this tab, and the command without which a station has nothing there. */
const views: Readonly<
  Record<string, { readonly kind: CommandKind; readonly show: (station: StationHead) => ReactNode }>
> = {
  settings: { kind: 'readSettings', show: (station) => <Settings station={station} /> },
  cards: { kind: 'sendLocalList', show: (station) => <CardList station={station} /> },
  monitors: {
    kind: 'setMonitors',
    show: (station) => (
      <>
        <Monitors station={station} />
        <Streams station={station} />
      </>
    ),
  },
  display: { kind: 'setDisplayMessage', show: (station) => <Display station={station} /> },
  network: { kind: 'setNetworkProfile', show: (station) => <Network station={station} /> },
  tariffs: { kind: 'setDefaultTariff', show: (station) => <Tariffs station={station} /> },
  grid: { kind: 'setDERControl', show: (station) => <Grid station={station} /> },
};

/** What a station is set to and holds of its own: settings, cards, monitors, texts, connection profiles, tariffs, grid controls. */
export function Tab({ station }: TabProps) {
  const intl = useIntl();
  const [{ view }, change] = useUrlState();
  const cannot = useCannot(station);
  const current = view !== undefined && Object.hasOwn(views, view) ? view : 'settings';
  const { kind, show } = views[current]!;
  const why = cannot(kind);
  // On a phone the row of views is wider than the screen.
  const shown = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another button that is pressed
  useEffect(() => {
    shown.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <div className="stack">
      <div className="device-views" ref={shown}>
        <FilterSegments
          label={intl.formatMessage({ id: 'device.views' })}
          value={current}
          onChange={(next) =>
            change({ view: next === 'settings' ? undefined : next, text: undefined, changeable: undefined })
          }
          choices={Object.keys(views).map((value) => ({
            value,
            label: (
              <span className={cannot(views[value]!.kind) === undefined ? undefined : 'dim'}>
                {intl.formatMessage({ id: `device.view.${value}` })}
              </span>
            ),
          }))}
        />
      </div>
      {why === undefined ? (
        show(station)
      ) : (
        <Card>
          <EmptyState
            icon={<IconPlugConnectedX size={20} stroke={1.6} />}
            title={intl.formatMessage({ id: 'device.cannot.title' })}
            text={why}
          />
        </Card>
      )}
    </div>
  );
}
