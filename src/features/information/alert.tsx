import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { GoTo } from '../../../web/kit/link.tsx';
import { spanText } from '../../../web/kit/moments.ts';
import { Span } from '../../../web/kit/time.tsx';
import { placeName } from '../../../web/sheet/places.ts';
import { faultWords, minutesOf, type Part } from './parts.tsx';

const bold = (parts: ReactNode[]) => <strong>{parts}</strong>;

/** One strip, only when someone must act: the worst thing first, the others are in Errors. */
export function Alert(part: Part) {
  const { sheet, station } = part;
  const { connection } = sheet;
  if (sheet.alert) return <FaultAlert {...part} />;
  if (connection.state === 'offline') {
    return (
      <Strip
        tone="bad"
        to={`/stations/${station.id}/connection-history`}
        action={<FormattedMessage id="information.alert.history" />}
      >
        <FormattedMessage
          id="information.alert.offline"
          values={{ b: bold, span: <Span since={connection.lastMessageAt ?? null} /> }}
        />
      </Strip>
    );
  }
  if (connection.state === 'pending') {
    return (
      <Strip
        tone="warn"
        to={`/stations/${station.id}/connection-history`}
        action={<FormattedMessage id="information.alert.history" />}
      >
        <FormattedMessage
          id="information.alert.pending"
          values={{
            b: bold,
            span: <Span since={connection.lastMessageAt ?? connection.since ?? null} />,
            minutes: minutesOf(connection.pendingAfterSeconds),
          }}
        />
      </Strip>
    );
  }
  if (connection.driftSuspicious) {
    return (
      <Strip
        tone="warn"
        to={`/stations/${station.id}/errors`}
        action={<FormattedMessage id="information.alert.view" />}
      >
        <FormattedMessage
          id="information.alert.drift"
          values={{ b: bold, drift: <DriftWords seconds={connection.driftSeconds ?? 0} /> }}
        />
      </Strip>
    );
  }
  return null;
}

/** "5 min behind" */
export function DriftWords({ seconds }: { seconds: number }) {
  const intl = useIntl();
  if (seconds === 0) return <FormattedMessage id="information.drift.exact" />;
  const span = spanText(Math.abs(seconds) * 1000);
  return <>{intl.formatMessage({ id: `information.drift.${seconds < 0 ? 'behind' : 'ahead'}` }, { span })}</>;
}

function FaultAlert({ sheet, station }: Part) {
  const intl = useIntl();
  const alert = sheet.alert!;
  const place =
    alert.evse === 0
      ? station.name
      : placeName(
          intl,
          { evse: alert.evse, connector: alert.connector, name: alert.chargePointName },
          station.chargePoints,
        );
  return (
    <Strip
      tone="bad"
      to={`/stations/${station.id}/errors`}
      search={{ error: alert.errorId }}
      action={<FormattedMessage id="information.alert.view" />}
    >
      <FormattedMessage
        id="information.alert.has"
        values={{ b: bold, place, fault: faultWords(intl, alert.code), span: <Span since={alert.since} /> }}
      />{' '}
      {alert.chargePoints === 0 ? null : alert.affected === alert.chargePoints ? (
        <FormattedMessage id="information.alert.all" />
      ) : (
        <FormattedMessage id="information.alert.some" values={{ affected: alert.affected, all: alert.chargePoints }} />
      )}{' '}
      {alert.openErrors > 1 ? (
        <FormattedMessage id="information.alert.more" values={{ count: alert.openErrors - 1 }} />
      ) : null}
    </Strip>
  );
}

function Strip({
  tone,
  to,
  search,
  action,
  children,
}: {
  tone: 'bad' | 'warn';
  to: string;
  search?: Readonly<Record<string, string>>;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={`alert-strip alert-${tone}`} role="status">
      <IconAlertTriangleFilled size={18} aria-hidden />
      <p className="grow">{children}</p>
      <GoTo to={to} {...(search ? { search } : {})} className="alert-action">
        {action}
      </GoTo>
    </section>
  );
}
