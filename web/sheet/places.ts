import type { IntlShape } from 'react-intl';
import type { StationHead } from '../../src/features/tabs.ts';

type Point = StationHead['chargePoints'][number];

/** A charge point's name: its own, else its number, with the connector where the EVSE has several. */
export function placeName(
  intl: IntlShape,
  point: { readonly evse: number; readonly connector: number; readonly name?: string | undefined },
  all: readonly Point[],
): string {
  if (point.name) return point.name;
  const several = all.filter((each) => each.evse === point.evse).length > 1;
  return intl.formatMessage(
    { id: several ? 'sheet.place.connector' : 'sheet.place.name' },
    { evse: point.evse, connector: point.connector },
  );
}

export const placeKeyOf = (point: { readonly evse: number; readonly connector: number }): string =>
  `${point.evse}.${point.connector}`;

/** An EVSE's name: that of its only charge point, else its number; 0 is the whole station. */
export function evseName(intl: IntlShape, evse: number, all: readonly Point[]): string {
  if (evse === 0) return intl.formatMessage({ id: 'sheet.place.station' });
  const [only, ...more] = all.filter((each) => each.evse === evse);
  return only && more.length === 0
    ? placeName(intl, only, all)
    : intl.formatMessage({ id: 'sheet.place.name' }, { evse });
}

/** The numbers of a station's EVSEs. */
export const evsesOf = (all: readonly Point[]): number[] => [...new Set(all.map((point) => point.evse))];
