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
