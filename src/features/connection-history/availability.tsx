import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { Span, shortTime } from '../../../web/kit/time.tsx';
import type { Availability } from './contract.ts';

const days = 30;

/** The last 30 days as a strip of hours, with the sum in words. */
export function AvailabilityStrip({ stationId }: { stationId: number }) {
  const intl = useIntl();
  const availability = useRead(
    '/stations/:stationId/connections/availability',
    { params: { stationId }, query: { days } },
    { everyMs: 60_000 },
  );
  return (
    <Card
      title={<FormattedMessage id="connections.strip.title" values={{ days }} />}
      note={<FormattedMessage id="connections.strip.note" values={{ zone: intl.timeZone ?? 'UTC' }} />}
    >
      {availability.error ? (
        <ProblemState error={availability.error} onRetry={() => void availability.refetch()} />
      ) : availability.data ? (
        <>
          <Figures data={availability.data} />
          <Strip data={availability.data} />
        </>
      ) : (
        <Skeleton lines={4} />
      )}
    </Card>
  );
}

const shareText = (intl: ReturnType<typeof useIntl>, share: number) =>
  // 99.996 % is not "100 %": a full figure stands only for a full time.
  intl.formatNumber(share < 1 ? Math.min(share, 0.9999) : 1, {
    style: 'percent',
    minimumFractionDigits: share < 1 ? 2 : 0,
    maximumFractionDigits: 2,
  });

function Figures({ data }: { data: Availability }) {
  const intl = useIntl();
  return (
    <dl className="strip-figures">
      <div>
        <dt>
          <FormattedMessage id="connections.strip.share" />
        </dt>
        <dd className="num">
          {data.share === undefined ? <FormattedMessage id="kit.notReported" /> : shareText(intl, data.share)}
        </dd>
      </div>
      <div>
        <dt>
          <FormattedMessage id="connections.strip.interruptions" />
        </dt>
        <dd className="num">
          {data.interruptions === 0 ? (
            <FormattedMessage id="connections.strip.none" />
          ) : (
            intl.formatNumber(data.interruptions)
          )}
        </dd>
      </div>
      <div>
        <dt>
          <FormattedMessage id="connections.strip.longest" />
        </dt>
        <dd>
          {data.interruptions === 0 ? <FormattedMessage id="connections.strip.none" /> : <Span ms={data.longestMs} />}
        </dd>
      </div>
      <div>
        <dt>
          <FormattedMessage id="connections.strip.now" />
        </dt>
        <dd>
          {data.since === undefined ? (
            <FormattedMessage id="connections.strip.now.never" />
          ) : (
            <FormattedMessage
              id={`connections.strip.now.${data.connected ? 'connected' : 'offline'}`}
              values={{ span: <Span since={data.since} /> }}
            />
          )}
        </dd>
      </div>
    </dl>
  );
}

const classOf = (share: number | null): string =>
  share === null ? 'strip-none' : share >= 0.9995 ? 'strip-full' : share <= 0.0005 ? 'strip-off' : 'strip-part';

/** Hours of one kind side by side are one piece; in a partly connected hour the height is the share. */
function Strip({ data }: { data: Availability }) {
  const intl = useIntl();
  const start = Date.parse(data.from);
  const pieces = piecesOf(data.steps);
  const summary = intl.formatMessage(
    { id: 'connections.strip.label' },
    { days, share: data.share === undefined ? '–' : shareText(intl, data.share), interruptions: data.interruptions },
  );
  const marks = [0, 7, 14, 21, 28].map((day) => ({
    at: (day * 24) / data.steps.length,
    time: start + day * 86_400_000,
  }));
  return (
    <figure className="strip">
      <svg viewBox={`0 0 ${data.steps.length} 40`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {pieces.map(({ from, length, share }) => (
          <g key={from} className={classOf(share)}>
            <title>
              {intl.formatMessage(
                { id: share === null ? 'connections.strip.before' : 'connections.strip.hour' },
                { time: shortTime(intl, start + from * data.stepMs), share: shareText(intl, share ?? 0) },
              )}
            </title>
            <rect className="strip-ground" x={from} y={0} width={length} height={40} />
            {share === null ? null : (
              <rect className="strip-share" x={from} y={40 - 40 * share} width={length} height={40 * share} />
            )}
          </g>
        ))}
      </svg>
      <div className="strip-marks" aria-hidden>
        {marks.map(({ at, time }) => (
          <span key={time} style={{ left: `${at * 100}%` }}>
            {intl.formatDate(time, { day: 'numeric', month: 'short' })}
          </span>
        ))}
      </div>
      <figcaption className="strip-legend">
        {(['full', 'part', 'off'] as const).map((kind) => (
          <span key={kind}>
            <i className={`strip-key strip-key-${kind}`} />
            <FormattedMessage id={`connections.strip.${kind}`} />
          </span>
        ))}
        {data.steps[0] === null ? (
          <span>
            <i className="strip-key strip-key-none" />
            <FormattedMessage id="connections.strip.before" />
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}

function piecesOf(steps: readonly (number | null)[]): { from: number; length: number; share: number | null }[] {
  const pieces: { from: number; length: number; share: number | null }[] = [];
  for (const [at, share] of steps.entries()) {
    const last = pieces.at(-1);
    if (last && last.share === share) last.length++;
    else pieces.push({ from: at, length: 1, share });
  }
  return pieces;
}
