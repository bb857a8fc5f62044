import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { type Figure, Figures } from '../../../web/kit/figures.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { energyOf, formatNumber, formatPower, powerOf } from '../../../web/kit/num.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { useNow } from '../../../web/kit/time.tsx';
import type { StationHead } from '../tabs.ts';
import type { ChargeLogDetailReply } from './contract.ts';
import { SessionCurve } from './session-curve.tsx';
import { SessionFacts } from './session-facts.tsx';
import { SessionTimeline } from './session-timeline.tsx';
import { StopButton } from './stop-button.tsx';
import { Outcome, suspectWords } from './words.tsx';

/** One session from beginning to end. It has an address of its own: `?session=42`. */
export function SessionDialog({
  station,
  number,
  onClose,
}: {
  station: StationHead;
  number: number;
  onClose: () => void;
}) {
  const intl = useIntl();
  const { data, error, refetch } = useRead('/stations/:stationId/charge-logs/:number', {
    params: { stationId: station.id, number },
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      size={820}
      title={intl.formatMessage({ id: 'charge-logs.detail.title' }, { number: `#${number}` })}
    >
      {error && !data ? (
        <ProblemState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Session detail={data} station={station} />
      ) : (
        <Skeleton lines={12} />
      )}
    </Dialog>
  );
}

function Session({ detail, station }: { detail: ChargeLogDetailReply; station: StationHead }) {
  const intl = useIntl();
  const { session } = detail;
  const running = session.endedAt === undefined;
  return (
    <div className="stack">
      <div className="row-wrap">
        <Outcome session={session} />
        <span className="push row-wrap">
          <GoTo to={`/stations/${station.id}/communication-logs`} search={{ transaction: String(session.number) }}>
            <FormattedMessage id="charge-logs.detail.messages" />
          </GoTo>
          {running ? <StopButton session={session} station={station} wide /> : null}
        </span>
      </div>
      <SessionFigures detail={detail} />
      {session.suspect.length === 0 ? null : (
        <section className="cl-flags" aria-label={intl.formatMessage({ id: 'charge-logs.detail.flags' })}>
          <ul>
            {session.suspect.map((code) => (
              <li key={code}>
                {suspectWords(intl, code)} <span className="mono dim">{code}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <SessionCurve detail={detail} />
      <SessionFacts detail={detail} station={station} />
      <SessionTimeline detail={detail} station={station} />
    </div>
  );
}

function SessionFigures({ detail }: { detail: ChargeLogDetailReply }) {
  const intl = useIntl();
  const now = useNow();
  const { session } = detail;
  const { locale } = intl;
  const running = session.endedAt === undefined;
  const ms = Math.max(0, (running ? now : Date.parse(session.endedAt!)) - Date.parse(session.startedAt));
  const energy = session.energyWh === undefined ? undefined : energyOf(session.energyWh, locale);
  const quantity = (w: number | undefined) => (w === undefined ? undefined : powerOf(w, locale));
  const peak = quantity(session.peakPowerW);
  const power = quantity(session.powerW);
  const hours = ms / 3_600_000;
  const say = (id: string, values?: Record<string, string>) =>
    intl.formatMessage({ id: `charge-logs.detail.${id}` }, values);
  const items: (Figure | undefined)[] = [
    {
      label: say('energy'),
      value: energy?.value ?? <NotReported />,
      unit: energy?.unit,
      note:
        session.energyWh === undefined || hours < 1 / 60
          ? undefined
          : say('average', { power: formatPower(Math.round(session.energyWh / hours), locale) }),
    },
    {
      label: say('duration'),
      value: spanText(ms),
      note:
        detail.idleMs !== undefined && detail.idleMs >= 60_000
          ? say('idle', { span: spanText(detail.idleMs) })
          : undefined,
    },
    running ? { label: say('power'), value: power?.value ?? <NotReported />, unit: power?.unit } : undefined,
    { label: say('peak'), value: peak?.value ?? <NotReported />, unit: peak?.unit },
    {
      label: say('battery'),
      value: session.soc === undefined ? <NotReported /> : formatNumber(session.soc, locale),
      unit: session.soc === undefined ? undefined : '%',
      note:
        session.socStart === undefined || session.soc === undefined
          ? undefined
          : `${formatNumber(session.socStart, locale)} → ${formatNumber(session.soc, locale)} %`,
    },
  ];
  return <Figures label={say('figures')} items={items.filter((item): item is Figure => item !== undefined)} />;
}
