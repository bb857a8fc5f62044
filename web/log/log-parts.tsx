import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../src/features/tabs.ts';
import type { Choice } from '../kit/filter-bar.tsx';
import { GoTo } from '../kit/link.tsx';
import { Time } from '../kit/time.tsx';
import { placeKeyOf, placeName } from '../sheet/places.ts';
import { jumpRange } from './use-jump.ts';

/** The charge points of a station as choices of a filter: `2.1` is EVSE 2, connector 1. */
export function useChargePointChoices(station: StationHead): readonly Choice[] {
  const intl = useIntl();
  return station.chargePoints.map((point) => ({
    value: placeKeyOf(point),
    label: placeName(intl, point, station.chargePoints),
  }));
}

/** What a row says of its place: the charge point's name where it is known, else its numbers. */
export function usePlaceName(station: StationHead): (evse: number, connector: number | undefined) => string {
  const intl = useIntl();
  return (evse, connector) => {
    if (evse === 0) return intl.formatMessage({ id: 'sheet.place.station' });
    const known = station.chargePoints.find(
      (point) => point.evse === evse && (connector === undefined || point.connector === connector),
    );
    return placeName(intl, known ?? { evse, connector: connector ?? 1 }, station.chargePoints);
  };
}

/** How far a search got that stopped for its budget. */
export function SearchedTo({ at, onMore }: { at: string; onMore: () => void }) {
  return (
    <div className="log-end">
      <FormattedMessage id="kit.log.searchedTo" values={{ time: <Time at={at} exact /> }} />
      <button type="button" className="linklike" onClick={onMore}>
        <FormattedMessage id="kit.log.searchOn" />
      </button>
    </div>
  );
}

/** A link that looks like a small button. */
export function LinkButton({
  icon,
  children,
  ...target
}: {
  icon: ReactNode;
  children: ReactNode;
  to: string;
  search: Readonly<Record<string, string>>;
}) {
  return (
    <GoTo className="log-link" {...target}>
      {icon}
      {children}
    </GoTo>
  );
}

/** Copies an address of this console, and says that it did. */
export function CopyLink({ path, label }: { path: string; label: string }) {
  const intl = useIntl();
  const [done, setDone] = useState(false);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconLink size={14} stroke={1.8} />}
      onClick={() => {
        void navigator.clipboard?.writeText(`${window.location.origin}${path}`).then(() => {
          setDone(true);
          setTimeout(() => setDone(false), 2000);
        });
      }}
    >
      {done ? intl.formatMessage({ id: 'kit.copied' }) : label}
    </Button>
  );
}

/** Does a list reach back before today, so that its rows have to tell their day? */
export const isOld = (rows: readonly { readonly receivedAt: string }[]): boolean => {
  const oldest = rows.at(-1);
  return oldest !== undefined && new Date(oldest.receivedAt).toDateString() !== new Date().toDateString();
};

/** The time of a row to the millisecond, and its day where that is not today. */
export function RowTime({ at }: { at: string }) {
  const intl = useIntl();
  const ms = Date.parse(at);
  const day = (moment: number) => intl.formatDate(moment, { day: 'numeric', month: 'short', year: '2-digit' });
  const other = day(ms) !== day(Date.now());
  return (
    <>
      {other ? <span className="log-day num">{intl.formatDate(ms, { day: '2-digit', month: 'short' })}</span> : null}
      <Time at={at} exact="ms" />
    </>
  );
}

/** Date and time of day to the millisecond, with the zone: logs are always exact. */
export function ExactMoment({ at }: { at: string }) {
  const intl = useIntl();
  return (
    <time className="num" dateTime={at}>
      {intl.formatDate(at, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
        hour12: false,
        timeZoneName: 'short',
      })}
    </time>
  );
}

/** The address of one message's row in a log, with the minutes around it as its range. */
export const rowAddress = (
  stationId: number,
  tab: 'logs' | 'communication-logs',
  row: { id: string; receivedAt: string },
) => ({
  to: `/stations/${stationId}/${tab}`,
  search: { frame: row.id, ...jumpRange(row.receivedAt) },
});

export const hrefOf = ({ to, search }: { to: string; search: Readonly<Record<string, string>> }): string =>
  `${to}?${new URLSearchParams(search)}`;
