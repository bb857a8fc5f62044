import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../src/features/tabs.ts';
import { StatusText, standingOf } from '../kit/status.tsx';
import { placeKeyOf, placeName } from './places.ts';

/** One of the station's charge points, or the whole station (empty text). */
export function PlaceChoice({
  station,
  value,
  onChange,
  whole = false,
  unusable,
}: {
  station: StationHead;
  value: string;
  onChange: (value: string) => void;
  whole?: boolean;
  unusable?: (standing: string) => boolean;
}) {
  const intl = useIntl();
  return (
    <fieldset className="choice-list">
      <legend>
        <FormattedMessage id="sheet.place" />
      </legend>
      {whole ? (
        <label className="choice">
          <input type="radio" name="place" checked={value === ''} onChange={() => onChange('')} />
          <FormattedMessage id="sheet.place.station" />
        </label>
      ) : null}
      {station.chargePoints.map((point) => {
        const key = placeKeyOf(point);
        return (
          <label className="choice" key={key}>
            <input
              type="radio"
              name="place"
              checked={value === key}
              disabled={unusable?.(standingOf(point.standing)) ?? false}
              onChange={() => onChange(key)}
            />
            <span className="grow">{placeName(intl, point, station.chargePoints)}</span>
            <StatusText standing={point.standing} />
          </label>
        );
      })}
    </fieldset>
  );
}

/** `2.1` back to what a command wants; empty text is the whole station. */
export function placeOf(key: string): { evse?: number; connector?: number } {
  if (key === '') return {};
  const [evse, connector] = key.split('.').map(Number);
  return { evse: evse!, connector: connector! };
}
