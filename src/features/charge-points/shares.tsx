import type { UseQueryResult } from '@tanstack/react-query';
import { FormattedMessage, useIntl } from 'react-intl';
import type { ApiError } from '../../../web/api/problem.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { energyOf, formatEnergy, formatNumber } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { RangePicker } from '../../../web/kit/range.tsx';
import { Rings } from '../../../web/kit/rings.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { placeKeyOf, placeName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';

type SharesReply = Reply<RouteAt<'GET', '/stations/:stationId/charge-point-shares'>>;

/** Two rings over the same charge points, and their table. */
export function Shares({
  shares,
  station,
  selected,
  onSelect,
}: {
  shares: UseQueryResult<SharesReply, ApiError>;
  station: StationHead;
  selected: string | undefined;
  onSelect: (id: string) => void;
}) {
  const intl = useIntl();
  const { data, error } = shares;
  return (
    <Card
      title={<FormattedMessage id="charge-points.shares" />}
      note={<FormattedMessage id="charge-points.shares.note" />}
      actions={<RangePicker fallback="30d" all />}
    >
      {error && !data ? (
        <ProblemState error={error} onRetry={() => void shares.refetch()} />
      ) : !data ? (
        <Skeleton lines={7} />
      ) : data.sessions === 0 ? (
        <p className="dim cp-empty">
          <FormattedMessage id="charge-points.shares.none" />
        </p>
      ) : (
        <>
          <Rings
            selected={selected}
            onSelect={onSelect}
            rings={[
              {
                title: intl.formatMessage({ id: 'charge-points.shares.sessions' }),
                format: (count) => ({
                  value: formatNumber(count, intl.locale),
                  unit: intl.formatMessage({ id: 'charge-points.shares.ringUnit' }, { count }),
                }),
              },
              {
                title: intl.formatMessage({ id: 'charge-points.shares.energy' }),
                format: (wh) => energyOf(wh, intl.locale),
              },
            ]}
            items={data.items.map((item) => ({
              id: placeKeyOf(item),
              label: placeName(intl, item, station.chargePoints),
              values: [item.sessions, item.energyWh ?? null],
            }))}
          />
          <Notes data={data} />
        </>
      )}
    </Card>
  );
}

/** The sums, and honestly what is not in them. */
function Notes({ data }: { data: SharesReply }) {
  const { locale, formatMessage } = useIntl();
  const silent = data.items.reduce((sum, item) => sum + item.withoutEnergy, 0);
  return (
    <p className="cp-notes small dim">
      <FormattedMessage
        id="charge-points.shares.total"
        values={{
          sessions: `${formatNumber(data.sessions, locale)} ${formatMessage({ id: 'charge-points.shares.sessionsUnit' }, { count: data.sessions })}`,
          energy:
            data.energyWh === undefined
              ? formatMessage({ id: 'kit.notReported' })
              : formatEnergy(data.energyWh, locale),
        }}
      />{' '}
      {silent > 0 ? <FormattedMessage id="charge-points.shares.silent" values={{ count: silent }} /> : null}{' '}
      {data.nowhere > 0 ? (
        <FormattedMessage id="charge-points.shares.nowhere" values={{ count: data.nowhere }} />
      ) : null}
    </p>
  );
}
