import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { formatNumber } from '../../../web/kit/num.tsx';
import { exactTime } from '../../../web/kit/time.tsx';
import { placeName } from '../../../web/sheet/places.ts';
import type { StationHead } from '../tabs.ts';
import type { ChargeLogDetailReply } from './contract.ts';
import { authorisationWords, reasonWords } from './words.tsx';

/** What is known of a session, line by line. */
export function SessionFacts({ detail, station }: { detail: ChargeLogDetailReply; station: StationHead }) {
  const intl = useIntl();
  const { session } = detail;
  const label = (id: string) => <FormattedMessage key={id} id={`charge-logs.detail.${id}`} />;
  const register = (wh: number | undefined) =>
    wh === undefined
      ? intl.formatMessage({ id: 'kit.notReported' })
      : `${formatNumber(wh / 1000, intl.locale, 3)}\u00a0kWh`;
  const rows: (readonly [ReactNode, ReactNode] | null)[] = [
    [
      label('chargePoint'),
      session.evse === undefined
        ? null
        : placeName(
            intl,
            { evse: session.evse, connector: session.connector ?? 1, name: session.chargePointName },
            station.chargePoints,
          ),
    ],
    [
      label('card'),
      session.token ? (
        <span key="v" className="row-wrap">
          {session.token.holder}
          <Mono copy>{session.token.number}</Mono>
        </span>
      ) : null,
    ],
    detail.authorisation
      ? [label('authorisation'), authorisationWords(intl, detail.authorisation.reason ?? detail.authorisation.status)]
      : null,
    [
      label('transactionId'),
      <Mono key="v" copy>
        {session.transactionId}
      </Mono>,
    ],
    detail.remoteStartId === undefined ? null : [label('remote'), <Mono key="v">{detail.remoteStartId}</Mono>],
    [
      label('start'),
      session.startKnown ? (
        <Moment
          key="v"
          at={session.startedAt}
          sent={detail.startSentAt}
          received={detail.startReceivedAt}
          zone={detail.timeZone}
        />
      ) : null,
    ],
    [
      label('end'),
      session.endedAt === undefined ? (
        <FormattedMessage key="v" id="charge-logs.detail.running" />
      ) : (
        <Moment
          key="v"
          at={session.endedAt}
          sent={detail.endSentAt}
          received={detail.endReceivedAt}
          zone={detail.timeZone}
        />
      ),
    ],
    session.endedAt === undefined
      ? null
      : [
          label('outcome'),
          <span key="v">
            {reasonWords(intl, session)} {session.reason ? <span className="mono dim">{session.reason}</span> : null}
          </span>,
        ],
    [
      label('meter'),
      detail.meterStart === undefined && detail.meterEnd === undefined ? null : (
        <span key="v" className="num">
          <FormattedMessage
            id="charge-logs.detail.meterRange"
            values={{
              start: register(detail.meterStart),
              end: session.endedAt === undefined ? '…' : register(detail.meterEnd),
            }}
          />
        </span>
      ),
    ],
    detail.gaps.length === 0
      ? null
      : [
          label('gaps'),
          <FormattedMessage
            key="v"
            id="charge-logs.detail.gaps.text"
            values={{ ranges: detail.gaps.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(', ') }}
          />,
        ],
  ];
  return <Details rows={rows} />;
}

/** The station's time; what it wrote and when it came only where that tells something more. */
function Moment({
  at,
  sent,
  received,
  zone,
}: {
  at: string;
  sent: string | undefined;
  received: string | undefined;
  zone: string;
}) {
  const intl = useIntl();
  const late = received !== undefined && Math.abs(Date.parse(received) - Date.parse(at)) >= 60_000;
  return (
    <span className="cl-moment">
      <time
        dateTime={at}
        title={sent === undefined ? undefined : intl.formatMessage({ id: 'charge-logs.detail.asSent' }, { text: sent })}
      >
        {exactTime(intl, Date.parse(at), zone)}
      </time>
      {late ? (
        <span className="small warn">
          <FormattedMessage
            id="charge-logs.detail.received"
            values={{ time: exactTime(intl, Date.parse(received), zone) }}
          />
        </span>
      ) : null}
    </span>
  );
}
