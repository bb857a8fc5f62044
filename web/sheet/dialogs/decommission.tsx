import { useNavigate } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../api/queries.ts';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import type { DialogProps } from '../actions.tsx';

/** Out of service for good: the only dialog in which something must be typed. */
export function DecommissionDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const navigate = useNavigate();
  const decommission = useWrite('POST', '/stations/:stationId/decommission', {
    invalidates: ['/stations', '/stations/counts', '/stations/:stationId'],
    onDone: () => {
      onClose();
      void navigate({ to: '/stations' as never });
    },
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.decommission.title' }, { name: station.name })}
      confirm={intl.formatMessage({ id: 'sheet.decommission.do' })}
      destructive
      typed={station.identity}
      busy={decommission.isPending}
      error={decommission.error}
      onConfirm={() => decommission.mutate({ params: { stationId }, body: { identity: station.identity } })}
    >
      <p className="soft">
        <FormattedMessage id="sheet.decommission.text" values={{ count: station.counters.runningSessions }} />
      </p>
    </ConfirmDialog>
  );
}
