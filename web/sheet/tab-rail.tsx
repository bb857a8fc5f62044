import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { type StationHead, tabGroups, tabs } from '../../src/features/tabs.ts';
import { useSession } from '../shell/session.tsx';

/** What stands behind a tab's name: how many, and whether that is bad. */
function counterOf(
  id: string,
  station: StationHead | undefined,
): { count: number; bad: boolean; words?: string } | undefined {
  if (!station) return undefined;
  const { chargePoints, runningSessions, openErrors } = station.counters;
  if (id === 'charge-points' && chargePoints > 0) return { count: chargePoints, bad: false };
  if (id === 'charge-logs' && runningSessions > 0)
    return { count: runningSessions, bad: false, words: 'sheet.tab.running' };
  if (id === 'errors' && openErrors > 0) return { count: openErrors, bad: true, words: 'sheet.tab.open' };
  return undefined;
}

/** All tabs that exist, in their groups; on narrow screens one row that scrolls to the current one. */
export function TabRail({
  stationId,
  current,
  station,
}: {
  stationId: number;
  current: string;
  station: StationHead | undefined;
}) {
  const intl = useIntl();
  const { rights } = useSession();
  const rail = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = rail.current;
    if (!element) return;
    const show = () => {
      const link = element.querySelector<HTMLElement>(`[data-tab="${current}"]`);
      if (link && element.scrollWidth > element.clientWidth) element.scrollLeft = link.offsetLeft - 24;
    };
    show();
    // A phone that is turned has another width.
    const turned = new ResizeObserver(show);
    turned.observe(element);
    return () => turned.disconnect();
  }, [current]);
  return (
    <nav className="tab-rail" aria-label={intl.formatMessage({ id: 'sheet.tabs' })} ref={rail}>
      {tabGroups.map((group) => {
        const inGroup = tabs.filter((tab) => tab.group === group && rights.includes(tab.right));
        if (inGroup.length === 0) return null;
        return (
          <div className="sheet-group" key={group}>
            <p className="sheet-group-name">
              <FormattedMessage id={`sheet.group.${group}`} />
            </p>
            <ul>
              {inGroup.map((tab) => {
                const counter = counterOf(tab.id, station);
                const open = tab.id === current;
                return (
                  <li key={tab.id}>
                    <Link
                      to={`/stations/${stationId}/${tab.id}` as never}
                      data-tab={tab.id}
                      className={open ? 'sheet-tab sheet-tab-now' : 'sheet-tab'}
                      aria-current={open ? 'page' : undefined}
                      onMouseEnter={() => void tab.load()}
                    >
                      <span className="grow">
                        <FormattedMessage id={`sheet.tab.${tab.id}`} />
                      </span>
                      {counter ? (
                        <span className={counter.bad ? 'sheet-count sheet-count-bad num' : 'sheet-count num'}>
                          <span aria-hidden={counter.words !== undefined}>{counter.count}</span>
                          {counter.words ? (
                            <span className="sr">
                              {intl.formatMessage({ id: counter.words }, { count: counter.count })}
                            </span>
                          ) : null}
                        </span>
                      ) : null}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
