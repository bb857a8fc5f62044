import { Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Card } from '../../../web/kit/card.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { formatNumber, formatPower } from '../../../web/kit/num.tsx';
import { Spark } from '../../../web/kit/spark.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import { DriftWords } from './alert.tsx';
import { Master } from './master.tsx';
import { minutesOf, type Part } from './parts.tsx';
import { SilenceForm } from './silence-form.tsx';

/** Master data and what the station said about itself. */
export function Cards(part: Part) {
  return (
    <>
      <div className="info-cards">
        <Model {...part} />
        <Serials {...part} />
        <Communication {...part} />
      </div>
      <Master {...part} />
    </>
  );
}

function Model({ sheet }: Part) {
  const { locale } = useIntl();
  const { model, timeZone } = sheet;
  const rated = [
    model.ratedPower.dcW === undefined ? undefined : `${formatPower(model.ratedPower.dcW, locale)} DC`,
    model.ratedPower.acW === undefined ? undefined : `${formatPower(model.ratedPower.acW, locale)} AC`,
  ].filter(Boolean);
  return (
    <Card title={<FormattedMessage id="information.model" />}>
      <Details
        rows={[
          [<FormattedMessage key="l" id="information.model.vendor" />, model.vendor],
          [<FormattedMessage key="l" id="information.model.model" />, model.model],
          [<FormattedMessage key="l" id="information.model.firmware" />, model.firmware],
          [<FormattedMessage key="l" id="information.model.rated" />, rated.join(' + ')],
          [
            <FormattedMessage key="l" id="information.model.boot" />,
            model.bootedAt ? (
              <span key="v">
                <Time at={model.bootedAt} exact zone={timeZone} />
                {model.bootReason ? <span className="soft"> · {model.bootReason}</span> : null}
              </span>
            ) : null,
          ],
        ]}
      />
      <Firmware {...sheet} />
    </Card>
  );
}

function Serials({ sheet: { serials } }: Part) {
  const ids = ['chargePoint', 'chargeBox', 'meter', 'meterType', 'iccid', 'imsi'] as const;
  return (
    <Card title={<FormattedMessage id="information.serials" />}>
      <Details
        rows={ids.map((id) => [
          <FormattedMessage key="l" id={`information.serials.${id}`} />,
          <Mono key="v" copy={id !== 'meterType'}>
            {serials[id]}
          </Mono>,
        ])}
      />
    </Card>
  );
}

const protocolNames: Readonly<Record<string, string>> = {
  'ocpp1.6': 'OCPP 1.6',
  'ocpp2.0.1': 'OCPP 2.0.1',
  'ocpp2.1': 'OCPP 2.1',
};

function Communication({ sheet, live, station }: Part) {
  const { locale } = useIntl();
  const [editing, setEditing] = useState(false);
  const { connection, timeZone } = sheet;
  const roundTrip = live?.roundTripMs ?? connection.roundTripMs;
  const trips = useRecent(roundTrip, 30);
  const drift = live?.driftSeconds ?? connection.driftSeconds;
  const minutes = minutesOf(connection.pendingAfterSeconds);
  const mayChange = useRight('stations.change');
  return (
    <Card title={<FormattedMessage id="information.communication" />}>
      <Details
        rows={[
          [
            <FormattedMessage key="l" id="information.communication.state" />,
            <Tooltip
              key="v"
              multiline
              maw={280}
              label={<FormattedMessage id={`information.why.${connection.state}`} values={{ minutes }} />}
              events={{ hover: true, focus: true, touch: true }}
            >
              <button type="button" className={`plain info-how ${stateTone[connection.state]}`}>
                <FormattedMessage id={`information.state.${connection.state}`} />
              </button>
            </Tooltip>,
          ],
          [
            <FormattedMessage key="l" id="information.communication.protocol" />,
            connection.protocol && (protocolNames[connection.protocol] ?? connection.protocol),
          ],
          connection.since
            ? [
                <FormattedMessage key="l" id="information.communication.since" />,
                <Time key="v" at={connection.since} exact zone={timeZone} />,
              ]
            : null,
          [
            <FormattedMessage key="l" id="information.communication.address" />,
            <Mono key="v">{connection.address}</Mono>,
          ],
          [
            <FormattedMessage key="l" id="information.communication.security" />,
            connection.securityProfile === undefined ? null : (
              <Security key="v" {...connection} profile={connection.securityProfile} />
            ),
          ],
          [
            <FormattedMessage key="l" id="information.communication.roundTrip" />,
            roundTrip === undefined ? null : (
              <span key="v" className="row">
                <span className="num nowrap">{formatNumber(roundTrip, locale, roundTrip < 10 ? 1 : 0)} ms</span>
                <Spark values={trips} tone="ok" width={80} height={18} />
              </span>
            ),
          ],
          [
            <FormattedMessage key="l" id="information.communication.clock" />,
            drift === undefined ? null : (
              <span key="v" className={connection.driftSuspicious ? 'warn strong' : undefined}>
                <DriftWords seconds={drift} />
              </span>
            ),
          ],
          [
            <FormattedMessage key="l" id="information.communication.silence" />,
            <span key="v" className="row-wrap info-silence">
              <span className="num nowrap">{formatNumber(minutes, locale)} min</span>
              <span className="soft small">
                <FormattedMessage
                  id={`information.communication.${connection.pendingAfterOf === 'fleet' ? 'ofFleet' : 'ofStation'}`}
                />
              </span>
              {mayChange ? (
                <button type="button" className="linklike small" onClick={() => setEditing(true)}>
                  <FormattedMessage id="information.communication.change" />
                </button>
              ) : null}
            </span>,
          ],
        ]}
      />
      {editing ? (
        <SilenceForm stationId={station.id} connection={connection} onClose={() => setEditing(false)} />
      ) : null}
    </Card>
  );
}

const stateTone = { online: 'ok', pending: 'warn', offline: 'bad', never: 'dim' } as const;

/** Profile 0 is a hole: it is red wherever it is seen. */
function Security({ profile, tls }: { profile: number; tls?: string }) {
  if (profile === 0)
    return (
      <Tag tone="bad">
        <FormattedMessage id="information.communication.noPassword" />
      </Tag>
    );
  return (
    <>
      <FormattedMessage id="information.communication.profile" values={{ profile }} />
      {tls ? ` · ${tls}` : null}
    </>
  );
}

/** The last values of a number that moves, since the page was opened. */
function useRecent(value: number | undefined, limit: number): readonly number[] {
  const kept = useRef<number[]>([]);
  const [, redraw] = useState(0);
  useEffect(() => {
    if (value === undefined || kept.current.at(-1) === value) return;
    kept.current = [...kept.current, value].slice(-limit);
    redraw((count) => count + 1);
  }, [value, limit]);
  return kept.current;
}

/** INF-5: what ran here and since when. */
function Firmware({ model, timeZone }: Part['sheet']) {
  if (model.firmwareHistory.length === 0) return null;
  return (
    <section className="info-firmware">
      <h3>
        <FormattedMessage id="information.firmware" />
      </h3>
      <ol>
        {model.firmwareHistory.map((change) => (
          <li key={change.at}>
            <span className="mono">
              {change.from === undefined ? (
                <FormattedMessage id="information.firmware.first" values={{ version: change.to }} />
              ) : (
                <FormattedMessage id="information.firmware.change" values={{ from: change.from, to: change.to }} />
              )}
            </span>
            <Time at={change.at} exact zone={timeZone} />
          </li>
        ))}
      </ol>
    </section>
  );
}
