import { IconChartGridDots } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Bars } from '../../../web/kit/bars.tsx';
import { Card } from '../../../web/kit/card.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
import { FilterSegments } from '../../../web/kit/filter-bar.tsx';
import { HeatMap } from '../../../web/kit/heat-map.tsx';
import { formatEnergy, formatNumber } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import type { PatternsReply } from './contract.ts';

const day = 86_400_000;

/** Stations are rarely full: the scale ends at the next round share above the busiest hour. */
function scaleTop(rows: readonly (readonly (number | null)[])[]): number {
  const most = Math.max(0, ...rows.flat().map((value) => value ?? 0));
  return [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((step) => most <= step) ?? 1;
}

/** When the station is busy, and what it delivered day by day. */
export function Patterns({ stationId }: { stationId: number }) {
  const read = useRead(
    '/stations/:stationId/patterns',
    { params: { stationId } },
    { everyMs: 300_000, staleMs: 60_000 },
  );
  if (read.error && !read.data)
    return (
      <Card>
        <ProblemState error={read.error} onRetry={() => void read.refetch()} />
      </Card>
    );
  return (
    <div className="info-patterns">
      {read.data ? <Heat {...read.data} /> : <Waiting title="information.heat" />}
      {read.data ? <Consumption {...read.data} /> : <Waiting title="information.consumption" />}
    </div>
  );
}

function Waiting({ title }: { title: string }) {
  return (
    <Card title={<FormattedMessage id={title} />}>
      <Skeleton lines={8} />
    </Card>
  );
}

function Heat({ utilisation, timeZone }: PatternsReply) {
  const intl = useIntl();
  const [shown, setShown] = useState<'inUse' | 'energy'>('inUse');
  const days = Math.max(1, Math.round((Date.parse(utilisation.to) - Date.parse(utilisation.from)) / day));
  const energy = utilisation.energyWh;
  const used = utilisation.inUse.some((row) => row.some((value) => value !== null && value > 0));
  return (
    <Card
      title={<FormattedMessage id="information.heat" />}
      note={<FormattedMessage id="information.heat.note" values={{ zone: timeZone }} />}
      actions={
        <FilterSegments
          value={shown}
          onChange={setShown}
          label={intl.formatMessage({ id: 'information.heat.switch' })}
          choices={[
            { value: 'inUse', label: intl.formatMessage({ id: 'information.heat.inUse' }) },
            { value: 'energy', label: intl.formatMessage({ id: 'information.heat.energy' }) },
          ]}
        />
      }
    >
      {!used ? (
        <EmptyState
          icon={<IconChartGridDots size={20} stroke={1.6} />}
          title={<FormattedMessage id="information.heat.none.title" />}
          text={<FormattedMessage id="information.heat.none.text" />}
        />
      ) : shown === 'inUse' ? (
        <HeatMap
          label={intl.formatMessage({ id: 'information.heat' })}
          rows={utilisation.inUse}
          max={scaleTop(utilisation.inUse)}
          format={(share) => intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })}
          note={intl.formatMessage({ id: 'information.heat.share' }, { days })}
        />
      ) : energy ? (
        <HeatMap
          label={intl.formatMessage({ id: 'information.heat' })}
          rows={energy}
          format={(wh) => formatEnergy(wh, intl.locale)}
          note={intl.formatMessage({ id: 'information.heat.average' }, { days })}
        />
      ) : (
        <p className="dim">
          <FormattedMessage id="information.heat.noEnergy" />
        </p>
      )}
    </Card>
  );
}

function Consumption({ consumption, timeZone }: PatternsReply) {
  const intl = useIntl();
  const label = (text: string) =>
    intl.formatDate(`${text}T12:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <Card
      title={<FormattedMessage id="information.consumption" />}
      note={
        consumption.totalWh === undefined ? (
          <FormattedMessage id="information.consumption.none" />
        ) : (
          <FormattedMessage
            id="information.consumption.total"
            values={{ energy: formatEnergy(consumption.totalWh, intl.locale) }}
          />
        )
      }
    >
      <Bars
        label={intl.formatMessage({ id: 'information.consumption.label' }, { zone: timeZone })}
        unit="kWh"
        format={(kwh) => formatNumber(kwh, intl.locale, kwh > 0 && kwh < 10 ? 1 : 0)}
        bars={consumption.days.map((one, index) => ({
          label: label(one.day),
          value: one.energyWh === undefined ? null : one.energyWh / 1000,
          partial: index === consumption.days.length - 1,
        }))}
      />
    </Card>
  );
}
