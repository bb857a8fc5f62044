import { useMemo } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../../src/features/tabs.ts';
import { Curve } from '../../kit/curve.tsx';
import { spanText } from '../../kit/moments.ts';
import { formatNumber, formatPower } from '../../kit/quantities.ts';
import { shortTime, useNow } from '../../kit/time.tsx';
import type { Life } from './life.tsx';

type CompositeSchedule = NonNullable<NonNullable<Life['answer']>['composite']>;

/** The limit that results from all profiles, as a curve with the present moment, and as a table. */
export function Composite({
  composite,
  from,
  station,
}: {
  composite: CompositeSchedule;
  /** When it begins where the station does not say. */
  from: string;
  station: StationHead;
}) {
  const intl = useIntl();
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const { schedule, evse } = composite;
  const begins = Date.parse(schedule.startsAt ?? from);
  const last = schedule.periods.at(-1);
  const seconds = schedule.durationSeconds ?? (last ? last.startSeconds + 3600 : 0);
  const label = intl.formatMessage({ id: 'commands.answer.composite' });
  const word = intl.formatMessage({ id: 'commands.answer.composite.limit' });
  const lines = useMemo(() => {
    const ends = schedule.periods.at(-1);
    const steps = schedule.periods.map(
      (period) => [begins + period.startSeconds * 1000, period.limit ?? null] as const,
    );
    return [
      {
        label: word,
        unit: schedule.unit,
        stepped: true,
        filled: true,
        points: ends ? [...steps, [begins + seconds * 1000, ends.limit ?? null] as const] : steps,
      },
    ];
  }, [schedule, begins, seconds, word]);
  const format = useMemo(
    () => (value: number, unit: string) =>
      unit === 'W' ? formatPower(value, intl.locale) : `${formatNumber(value, intl.locale, 1)}\u00a0A`,
    [intl.locale],
  );
  const now = intl.formatMessage({ id: 'commands.answer.composite.now' });
  const mark = useMemo(() => ({ at: minute, label: now }), [minute, now]);
  if (!last) return <FormattedMessage id="commands.answer.composite.none" />;
  return (
    <div className="stack" style={{ gap: 8 }}>
      <p className="small soft">
        <FormattedMessage
          id="commands.answer.composite.of"
          values={{
            place:
              evse === 0
                ? intl.formatMessage({ id: 'commands.form.place.whole' })
                : intl.formatMessage({ id: 'sheet.place.name' }, { evse }),
            from: shortTime(intl, begins, station.timeZone),
            span: spanText(seconds * 1000),
          }}
        />{' '}
        · <FormattedMessage id="commands.form.zone" values={{ zone: station.timeZone.replaceAll('_', ' ') }} />
      </p>
      <Curve label={label} lines={lines} format={format} zone={station.timeZone} height={190} mark={mark} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className="answer-scroll" tabIndex={0} aria-label={label}>
        <table className="answer-table">
          <thead>
            <tr>
              <th scope="col">
                <FormattedMessage id="commands.answer.composite.periods" />
              </th>
              <th scope="col" className="right">
                {word}
              </th>
            </tr>
          </thead>
          <tbody>
            {schedule.periods.map((period) => (
              <tr key={period.startSeconds}>
                <td className="num">{shortTime(intl, begins + period.startSeconds * 1000, station.timeZone)}</td>
                <td className="num right">{period.limit === undefined ? '–' : format(period.limit, schedule.unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
