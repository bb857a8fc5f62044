import { useIntl } from 'react-intl';
import { NotReported } from './not-reported.tsx';
import { formatEnergy, formatNumber, formatPower } from './quantities.ts';

export { energyOf, formatBytes, formatEnergy, formatNumber, formatPower, powerOf } from './quantities.ts';

/** A number with its unit in tabular figures. Absent is "Not reported", never 0. */
export function Num({ value, unit, digits = 0 }: { value: number | null | undefined; unit?: string; digits?: number }) {
  const { locale } = useIntl();
  if (value === null || value === undefined || Number.isNaN(value)) return <NotReported />;
  return (
    <span className="num nowrap">
      {formatNumber(value, locale, digits, digits)}
      {unit ? `\u00a0${unit}` : ''}
    </span>
  );
}

/** Wh, shown as kWh or MWh. */
export function Energy({ wh }: { wh: number | null | undefined }) {
  const { locale } = useIntl();
  return wh === null || wh === undefined ? (
    <NotReported />
  ) : (
    <span className="num nowrap">{formatEnergy(wh, locale)}</span>
  );
}

/** W, shown as kW or MW. A true zero is soft, so that the eye finds what runs. */
export function Power({ w }: { w: number | null | undefined }) {
  const { locale } = useIntl();
  return w === null || w === undefined ? (
    <NotReported />
  ) : (
    <span className={`num nowrap${w === 0 ? ' dim' : ''}`}>{formatPower(w, locale)}</span>
  );
}
