import { Button } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../src/features/tabs.ts';
import { useWrite } from '../api/queries.ts';
import { ConfirmDialog } from '../kit/confirm.tsx';
import { ProblemText } from '../kit/problem.tsx';
import { Time } from '../kit/time.tsx';
import { visibleText } from '../kit/visible-text.ts';
import { useRight } from '../shell/session.tsx';
import './notice.css';

const bold = (parts: ReactNode[]) => <strong>{parts}</strong>;
const afterwards = ['/stations/:stationId', '/stations/:stationId/connections'] as const;

/** Above every tab: the station is kept out, or somebody else speaks under its name. With what can be done about it. */
export function Notice({ station, stationId }: { station: StationHead; stationId: number }) {
  const { blocked, second } = station.connection;
  if (blocked) return <Blocked stationId={stationId} blocked={blocked} />;
  if (second) return <Second station={station} stationId={stationId} second={second} />;
  return null;
}

function Blocked({
  stationId,
  blocked,
}: {
  stationId: number;
  blocked: NonNullable<StationHead['connection']['blocked']>;
}) {
  const lift = useWrite('DELETE', '/stations/:stationId/block', { invalidates: afterwards });
  const mayCommand = useRight('connectionHistory.act');
  return (
    <Strip>
      <p className="grow">
        <FormattedMessage
          id={`sheet.blocked.${blocked.cause ?? 'flood'}`}
          values={{ b: bold, until: <Time at={blocked.until} exact /> }}
        />
      </p>
      {lift.error ? <ProblemText error={lift.error} /> : null}
      {mayCommand ? (
        <Button
          size="xs"
          variant="default"
          loading={lift.isPending}
          onClick={() => lift.mutate({ params: { stationId } })}
        >
          <FormattedMessage id="sheet.blocked.lift" />
        </Button>
      ) : null}
    </Strip>
  );
}

function Second({
  station,
  stationId,
  second,
}: {
  station: StationHead;
  stationId: number;
  second: NonNullable<StationHead['connection']['second']>;
}) {
  const [asking, setAsking] = useState(false);
  const mayCommand = useRight('connectionHistory.act');
  return (
    <Strip>
      <p className="grow">
        <FormattedMessage
          id="sheet.second"
          values={{
            b: bold,
            address: <span className="mono">{visibleText(second.address)}</span>,
            held: <span className="mono">{visibleText(station.connection.address ?? '?')}</span>,
            at: <Time at={second.at} />,
          }}
        />
      </p>
      {mayCommand ? (
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          <FormattedMessage id="sheet.second.switch" />
        </Button>
      ) : null}
      {asking ? <SwitchDialog stationId={stationId} address={second.address} onClose={() => setAsking(false)} /> : null}
    </Strip>
  );
}

/** C-03: says that the other connection is the right one. */
export function SwitchDialog({
  stationId,
  address,
  onClose,
}: {
  stationId: number;
  address: string;
  onClose: () => void;
}) {
  const intl = useIntl();
  const change = useWrite('POST', '/stations/:stationId/connections/switch', {
    invalidates: afterwards,
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      destructive
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.switch.title' })}
      confirm={intl.formatMessage({ id: 'sheet.switch.do' })}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ params: { stationId }, body: { address } })}
    >
      <p className="soft">
        <FormattedMessage
          id="sheet.switch.text"
          values={{ address: <span className="mono">{visibleText(address)}</span> }}
        />
      </p>
    </ConfirmDialog>
  );
}

function Strip({ children }: { children: ReactNode }) {
  return (
    <section className="sheet-notice" role="status">
      <IconAlertTriangleFilled size={18} aria-hidden />
      {children}
    </section>
  );
}
