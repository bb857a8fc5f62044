import { Button } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Details } from '../../../web/kit/details.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { formatBytes } from '../../../web/kit/num.tsx';
import { Span, Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { DisconnectDialog } from '../../../web/sheet/dialogs/disconnect.tsx';
import { SwitchDialog } from '../../../web/sheet/notice.tsx';
import { useRight } from '../../../web/shell/session.tsx';
import type { ConnectionRow } from './contract.ts';
import { useConnectionWords } from './words.tsx';

type Rows = Parameters<typeof Details>[0]['rows'];

/** Everything known of one connection or refused attempt. */
export function ConnectionDetail({ row, stationId }: { row: ConnectionRow; stationId: number }) {
  return (
    <div>
      {row.kind === 'refused' ? <Refused row={row} /> : <Connection row={row} />}
      <Orders row={row} stationId={stationId} />
      {row.kind === 'connection' ? (
        <p style={{ marginTop: 12 }}>
          <GoTo
            to={`/stations/${stationId}/communication-logs`}
            search={{ from: row.openedAt, ...(row.closedAt === undefined ? {} : { until: row.closedAt }) }}
          >
            <FormattedMessage id="connections.showMessages" />
          </GoTo>
        </p>
      ) : null}
    </div>
  );
}

const label = (id: string) => <FormattedMessage id={`connections.${id}`} />;
const mono = (text: string | undefined) => (text === undefined ? undefined : <Mono copy>{visibleText(text)}</Mono>);

function Connection({ row }: { row: ConnectionRow }) {
  const intl = useIntl();
  const words = useConnectionWords();
  const number = (value: number | undefined) => (value === undefined ? undefined : intl.formatNumber(value));
  const rows: Rows = [
    [label('from'), <Time key="v" at={row.openedAt} exact />],
    row.closedAt === undefined ? null : [label('until'), <Time key="v" at={row.closedAt} exact />],
    [
      label('duration'),
      row.closedAt === undefined ? <Span key="v" since={row.openedAt} /> : <Span key="v" ms={row.durationMs} />,
    ],
    row.code === undefined ? null : [label('code'), `${row.code} ${words.code(row.code)}`],
    row.side === undefined ? null : [label('side'), intl.formatMessage({ id: `connections.side.${row.side}` })],
    row.closedAt === undefined
      ? null
      : [label('reason'), row.reason === undefined ? undefined : visibleText(words.reason(row.reason))],
    row.closedAt === undefined ? null : [label('last'), mono(row.lastAction)],
    [label('address'), mono(row.address)],
    [label('protocol'), row.protocol],
    [label('node'), mono(row.node)],
    [
      label('profile'),
      row.securityProfile === undefined
        ? undefined
        : intl.formatMessage({ id: 'connections.profile.n' }, { profile: row.securityProfile }),
    ],
    [label('tls'), row.tls ?? intl.formatMessage({ id: 'connections.tls.none' })],
    row.replacing === undefined ? null : [label('replacing'), intl.formatMessage({ id: 'connections.yes' })],
    row.closedAt === undefined ? null : [label('received'), number(row.received)],
    row.closedAt === undefined ? null : [label('sent'), number(row.sent)],
    row.closedAt === undefined
      ? null
      : [label('bytes'), row.bytes === undefined ? undefined : formatBytes(row.bytes, intl.locale)],
  ];
  return <Details rows={rows} />;
}

function Refused({ row }: { row: ConnectionRow }) {
  const intl = useIntl();
  const rows: Rows = [
    [label('from'), <Time key="v" at={row.openedAt} exact />],
    row.closedAt === undefined ? null : [label('lastAttempt'), <Time key="v" at={row.closedAt} exact />],
    [label('attempts.label'), intl.formatNumber(row.attempts)],
    [label('address'), mono(row.address)],
    [label('protocol'), row.protocol === undefined ? undefined : visibleText(row.protocol)],
  ];
  return <Details rows={rows} />;
}

/** What can be done about it: end the open one, or let in who was refused because of it. */
function Orders({ row, stationId }: { row: ConnectionRow; stationId: number }) {
  const [asking, setAsking] = useState(false);
  const mayCommand = useRight('connectionHistory.act');
  const open = row.kind === 'connection' && row.closedAt === undefined;
  const second = row.refused === 'second.connection' && row.address !== undefined;
  if (!mayCommand || !(open || second)) return null;
  const close = () => setAsking(false);
  return (
    <p style={{ marginTop: 12 }}>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        <FormattedMessage id={open ? 'connections.disconnect' : 'connections.switch'} />
      </Button>
      {asking && open ? <DisconnectDialog stationId={stationId} onClose={close} /> : null}
      {asking && second ? <SwitchDialog stationId={stationId} address={row.address!} onClose={close} /> : null}
    </p>
  );
}
