import { useMemo, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Curve, type CurveLine } from '../../../web/kit/curve.tsx';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { formatNumber, formatPower } from '../../../web/kit/num.tsx';
import type { ChargeLogDetailReply } from './contract.ts';

/** W and Wh come as they are; the axis speaks kW and kWh. */
const format = (locale: string) => (value: number, unit: string) =>
  unit === 'W'
    ? formatPower(value, locale)
    : `${formatNumber(value, locale, unit === 'kWh' && value < 10 ? 1 : 0)}\u00a0${unit}`;

/** Power or energy over time, with the battery beside it where the vehicle says it. */
export function SessionCurve({ detail }: { detail: ChargeLogDetailReply }) {
  const intl = useIntl();
  const { curve, timeZone } = detail;
  const [shown, setShown] = useState<'power' | 'energy'>(curve.power.length > 0 ? 'power' : 'energy');
  const label = (id: string) => intl.formatMessage({ id: `charge-logs.detail.curve.${id}` });
  const lines = useMemo<CurveLine[]>(() => {
    const name = (id: string) => intl.formatMessage({ id: `charge-logs.detail.curve.${id}` });
    return [
      shown === 'power'
        ? { label: name('power'), unit: 'W', points: curve.power, filled: true }
        : {
            label: name('energy'),
            unit: 'kWh',
            points: curve.energy.map(([at, wh]) => [at, wh / 1000] as const),
            filled: true,
          },
      ...(curve.soc.length > 0
        ? [{ label: name('soc'), unit: '%', points: curve.soc, colour: '--c4', right: true }]
        : []),
    ];
  }, [curve, shown, intl]);
  const formatted = useMemo(() => format(intl.locale), [intl.locale]);
  if (curve.power.length + curve.energy.length + curve.soc.length === 0)
    return (
      <p className="dim">
        <FormattedMessage id="charge-logs.detail.curve.none" />
      </p>
    );
  return (
    <section className="stack cl-curve">
      <header className="row-wrap">
        <div className="grow">
          <h3>
            <FormattedMessage id="charge-logs.detail.curve" />
          </h3>
          <p className="small dim">
            <FormattedMessage id="charge-logs.detail.curve.zone" values={{ zone: timeZone }} />
          </p>
        </div>
        <FilterSegments
          value={shown}
          onChange={setShown}
          label={label('show')}
          choices={[
            { value: 'power', label: label('power') },
            { value: 'energy', label: label('energy') },
          ]}
        />
      </header>
      <Curve label={label(shown)} lines={lines} format={formatted} zone={timeZone} height={210} />
      {curve.truncated ? (
        <p className="small warn">
          <FormattedMessage id="charge-logs.detail.curve.truncated" />
        </p>
      ) : null}
    </section>
  );
}
