import { Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { type Figure, Figures } from '../../../web/kit/figures.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { NotReported } from '../../../web/kit/not-reported.tsx';
import { energyOf, formatNumber, formatPower, powerOf } from '../../../web/kit/num.tsx';
import { Spark } from '../../../web/kit/spark.tsx';
import type { InformationReply } from './contract.ts';
import type { Part } from './parts.tsx';

type FiguresReply = InformationReply['figures'];

/** The strip of numbers now. A number that cannot be known truthfully is not in it. */
export function Numbers({ sheet, live }: Part) {
  const intl = useIntl();
  const { figures } = sheet;
  const connected = live?.connected ?? sheet.connection.state !== 'offline';
  const w = connected ? (live ? (live.powerW ?? (runs(sheet) ? undefined : 0)) : figures.powerW) : undefined;
  const power = w === undefined ? undefined : powerOf(w, intl.locale);
  const energy = figures.energyTodayWh && energyOf(figures.energyTodayWh.value, intl.locale);
  const items: (Figure | undefined)[] = [
    {
      label: intl.formatMessage({ id: 'information.power' }),
      value: power?.value ?? <NotReported />,
      unit: power?.unit,
      spark: <Spark values={[...figures.powerLastHour, ...(w === undefined ? [] : [w])]} />,
      note:
        figures.gridLimitW === undefined ? (
          <FormattedMessage id="information.power.noLimit" />
        ) : (
          <FormattedMessage
            id="information.power.ofLimit"
            values={{ limit: formatPower(figures.gridLimitW, intl.locale) }}
          />
        ),
    },
    {
      label: intl.formatMessage({ id: 'information.energyToday' }),
      value: energy?.value ?? <NotReported />,
      unit: energy?.unit,
      note: <Versus {...figures.energyTodayWh} sheet={sheet} relative />,
    },
    {
      label: intl.formatMessage({ id: 'information.sessionsToday' }),
      value: formatNumber(figures.sessionsToday.value, intl.locale),
      note: <Versus {...figures.sessionsToday} sheet={sheet} />,
    },
    figures.availability && availabilityFigure(figures.availability),
    startsFigure(figures.starts),
  ];
  return (
    <Figures
      label={intl.formatMessage({ id: 'information.figures' })}
      items={items.filter((item): item is Figure => item !== undefined)}
    />
  );
}

const runs = (sheet: InformationReply): boolean => sheet.chargePoints.some((bay) => bay.session);

const percent = (share: number, digits: number): ReactNode => <PercentValue share={share} digits={digits} />;
function PercentValue({ share, digits }: { share: number; digits: number }) {
  const { locale } = useIntl();
  // 99.996 % is not 100 %: what is short of full is never rounded up to it.
  const floored = Math.floor(share * 100 * 10 ** digits) / 10 ** digits;
  return <>{formatNumber(floored, locale, digits, share === 1 ? 0 : digits)}</>;
}

function availabilityFigure(availability: NonNullable<FiguresReply['availability']>): Figure {
  return {
    label: <AvailabilityLabel since={availability.since} />,
    value: percent(availability.share, 2),
    unit: '%',
    note:
      availability.share === 1 ? (
        <FormattedMessage id="information.availability.full" />
      ) : (
        <FormattedMessage
          id="information.availability.lost"
          values={{
            offline: spanText(wholeMinutes(availability.offlineMs)),
            fault: spanText(wholeMinutes(availability.faultMs)),
          }}
        />
      ),
  };
}

/** Seconds of a month are noise; something short of a minute is one. */
const wholeMinutes = (ms: number): number => (ms === 0 ? 0 : Math.max(60_000, Math.round(ms / 60_000) * 60_000));

function AvailabilityLabel({ since }: { since: string }) {
  const intl = useIntl();
  const month = Date.now() - Date.parse(since) > 29.9 * 86_400_000;
  return (
    <Explained by={intl.formatMessage({ id: 'information.availability.how' })}>
      {month ? (
        <FormattedMessage id="information.availability" />
      ) : (
        <FormattedMessage
          id="information.availability.since"
          values={{ date: intl.formatDate(since, { day: 'numeric', month: 'short' }) }}
        />
      )}
    </Explained>
  );
}

function startsFigure(starts: FiguresReply['starts']): Figure {
  return {
    label: <StartsLabel />,
    value: starts ? percent((starts.sessions - starts.failed) / starts.sessions, 1) : '–',
    unit: starts ? '%' : undefined,
    note: starts ? (
      <FormattedMessage id="information.starts.failed" values={{ ...starts }} />
    ) : (
      <FormattedMessage id="information.starts.none" />
    ),
  };
}

function StartsLabel() {
  const intl = useIntl();
  return (
    <Explained by={intl.formatMessage({ id: 'information.starts.how' })}>
      <FormattedMessage id="information.starts" />
    </Explained>
  );
}

/** A label that says on hover and focus how its number is counted. */
function Explained({ by, children }: { by: string; children: ReactNode }) {
  return (
    <Tooltip label={by} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className="plain info-how">
        {children}
      </button>
    </Tooltip>
  );
}

/** The delta names what it is compared with: the same weekday of last week, until the same time of day. */
function Versus({
  value,
  lastWeek,
  sheet,
  relative = false,
}: {
  value?: number;
  lastWeek?: number;
  sheet: InformationReply;
  relative?: boolean;
}) {
  const intl = useIntl();
  const weekday = intl.formatDate(sheet.now, { weekday: 'short', timeZone: sheet.timeZone });
  if (value === undefined || lastWeek === undefined || (relative && lastWeek === 0))
    return <FormattedMessage id="information.versus.none" values={{ weekday }} />;
  const delta = relative ? (value - lastWeek) / lastWeek : value - lastWeek;
  const text = relative
    ? intl.formatNumber(Math.abs(delta), { style: 'percent', maximumFractionDigits: 0 })
    : intl.formatNumber(Math.abs(delta));
  const Arrow = delta < 0 ? IconArrowDown : IconArrowUp;
  return (
    <>
      {delta === 0 ? (
        <span className="num">±0</span>
      ) : (
        <span className={`num strong nowrap ${delta < 0 ? 'soft' : 'ok'}`}>
          <Arrow size={13} stroke={2.2} className="info-arrow" aria-label={delta < 0 ? '−' : '+'} />
          {text}
        </span>
      )}{' '}
      <FormattedMessage id="information.versus" values={{ weekday }} />
    </>
  );
}
