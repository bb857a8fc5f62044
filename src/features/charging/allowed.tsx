import { useMemo } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { Curve, type CurveLine } from '../../../web/kit/curve.tsx';
import { FilterSegments, FilterSelect } from '../../../web/kit/filter-bar.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { shortTime } from '../../../web/kit/time.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { AskButton } from '../../../web/sheet/ask-button.tsx';
import { evseName, evsesOf } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { Allowed, Profile } from './contract.ts';
import { profileName, rateText } from './words.tsx';

const spans = [24, 48, 168] as const;
/** More places than this are chosen from a list. */
const mostSegments = 5;

/** The place that the address names, else the first charge point. */
export function usePlace(station: StationHead): number {
  const [{ place }] = useUrlState();
  const evses = evsesOf(station.chargePoints);
  const named = Number(place);
  return place !== undefined && (named === 0 || evses.includes(named)) ? named : (evses[0] ?? 0);
}

/** What all profiles together allow at one place, now and in the next hours. */
export function AllowedCard({ station, profiles }: { station: StationHead; profiles: readonly Profile[] }) {
  const intl = useIntl();
  const [values, change] = useUrlState();
  const evse = usePlace(station);
  const unit = values.unit === 'A' ? 'A' : 'W';
  const hours = spans.find((each) => String(each) === values.hours) ?? 24;
  // The beginning is now: it is asked again while somebody looks.
  const read = useRead(
    '/stations/:stationId/charging/allowed',
    { params: { stationId: station.id }, query: { evse, unit, hours } },
    { everyMs: 30_000, keep: true },
  );
  const places = [0, ...evsesOf(station.chargePoints)].map((each) => ({
    value: String(each),
    label: evseName(intl, each, station.chargePoints),
  }));
  const label = intl.formatMessage({ id: 'charging.allowed.place' });
  const choose = (next: string | undefined) => change({ place: next });
  return (
    <Card
      title={<FormattedMessage id="charging.allowed" />}
      note={<FormattedMessage id="charging.allowed.note" values={{ zone: station.timeZone.replaceAll('_', ' ') }} />}
      actions={
        <AskButton
          station={station}
          kind="readCompositeSchedule"
          raw={{ place: String(evse), durationSeconds: String(hours * 3600), unit }}
        >
          <FormattedMessage id="charging.allowed.ask" />
        </AskButton>
      }
    >
      <div className="stack">
        <div className="row-wrap">
          {places.length > mostSegments ? (
            <FilterSelect label={label} value={String(evse)} choices={places} onChange={choose} width={200} />
          ) : (
            <FilterSegments label={label} value={String(evse)} choices={places} onChange={choose} />
          )}
          <FilterSegments
            label={intl.formatMessage({ id: 'charging.allowed.span' })}
            value={String(hours)}
            onChange={(next) => change({ hours: next })}
            choices={spans.map((each) => ({
              value: String(each),
              label: <FormattedMessage id={`charging.allowed.span.${each}`} />,
            }))}
          />
          <FilterSegments
            label={intl.formatMessage({ id: 'charging.allowed.unit' })}
            value={unit}
            onChange={(next) => change({ unit: next })}
            choices={[
              { value: 'W', label: 'kW' },
              { value: 'A', label: 'A' },
            ]}
          />
        </div>
        {read.error ? <ProblemText error={read.error} /> : null}
        {read.data ? (
          <Shown allowed={read.data} profiles={profiles} station={station} />
        ) : (
          <Skeleton lines={1} height={230} width="100%" />
        )}
      </div>
    </Card>
  );
}

function Shown({
  allowed,
  profiles,
  station,
}: {
  allowed: Allowed;
  profiles: readonly Profile[];
  station: StationHead;
}) {
  const intl = useIntl();
  const { periods, unit, evse, maxPowerW } = allowed;
  const place = evseName(intl, evse, station.chargePoints);
  const [now] = periods;
  const says = (limit: number | undefined) =>
    limit === undefined ? intl.formatMessage({ id: 'charging.allowed.free' }) : rateText(limit, unit, intl.locale);
  return (
    <>
      <div className="row-wrap">
        <p>
          {now?.limit === undefined ? (
            <FormattedMessage
              id={maxPowerW === undefined ? 'charging.allowed.now.free' : 'charging.allowed.now.most'}
              values={{ place, most: maxPowerW === undefined ? '' : rateText(maxPowerW, 'W', intl.locale) }}
            />
          ) : (
            <FormattedMessage
              id="charging.allowed.now"
              values={{ place, limit: <strong className="num">{rateText(now.limit, unit, intl.locale)}</strong> }}
            />
          )}
        </p>
        {allowed.sessionNumber === undefined ? null : (
          <GoTo to={`/stations/${station.id}/charge-logs`} search={{ session: String(allowed.sessionNumber) }}>
            <FormattedMessage id="charging.session" values={{ number: allowed.sessionNumber }} />
          </GoTo>
        )}
      </div>
      {periods.some(({ limit }) => limit !== undefined) ? (
        <div className="charging-ahead">
          <AllowedCurve allowed={allowed} zone={station.timeZone} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
          <section className="charging-steps" tabIndex={0} aria-label={intl.formatMessage({ id: 'charging.steps' })}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">
                    <FormattedMessage id="charging.steps.from" />
                  </th>
                  <th scope="col" className="right">
                    <FormattedMessage id="charging.steps.limit" />
                  </th>
                  <th scope="col">
                    <FormattedMessage id="charging.steps.why" />
                  </th>
                </tr>
              </thead>
              <tbody>
                {periods.map((period) => (
                  <tr key={period.startSeconds}>
                    <td className="num">
                      {shortTime(intl, Date.parse(allowed.from) + period.startSeconds * 1000, station.timeZone)}
                    </td>
                    <td className="num right">{says(period.limit)}</td>
                    <td>
                      {period.profileIds.length === 0 ? (
                        <FormattedMessage id="charging.steps.free" />
                      ) : (
                        <Because ids={period.profileIds} profiles={profiles} station={station} />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      ) : null}
    </>
  );
}

function Because({
  ids,
  profiles,
  station,
}: {
  ids: readonly number[];
  profiles: readonly Profile[];
  station: StationHead;
}) {
  const intl = useIntl();
  return ids
    .map((id) => {
      const profile = profiles.find((one) => one.id === id);
      return profile === undefined
        ? intl.formatMessage({ id: 'charging.profile.number' }, { id })
        : profileName(intl, profile, station);
    })
    .join(', ');
}

function AllowedCurve({ allowed, zone }: { allowed: Allowed; zone: string }) {
  const intl = useIntl();
  const { unit, from, durationSeconds, periods, maxPowerW } = allowed;
  const lines = useMemo<CurveLine[]>(() => {
    const begins = Date.parse(from);
    const ends = begins + durationSeconds * 1000;
    const most = unit === 'W' ? maxPowerW : undefined;
    const steps = periods.map((period) => [begins + period.startSeconds * 1000, period.limit ?? most ?? null] as const);
    return [
      {
        label: intl.formatMessage({ id: 'charging.steps.limit' }),
        unit,
        stepped: true,
        filled: true,
        points: [...steps, [ends, steps.at(-1)?.[1] ?? null] as const],
      },
      ...(most === undefined
        ? []
        : [
            {
              label: intl.formatMessage({ id: 'charging.allowed.most' }),
              unit,
              colour: '--c4',
              points: [[begins, most] as const, [ends, most] as const],
            },
          ]),
    ];
  }, [unit, from, durationSeconds, periods, maxPowerW, intl]);
  const format = useMemo(
    () => (value: number, of: string) => rateText(value, of as 'W' | 'A', intl.locale),
    [intl.locale],
  );
  return (
    <Curve
      label={intl.formatMessage({ id: 'charging.allowed' })}
      lines={lines}
      format={format}
      zone={zone}
      height={190}
    />
  );
}
