import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../api/queries.ts';
import { ConfirmDialog } from '../../kit/confirm.tsx';

/** Ends the station's connection. It comes back by itself; what it has not been answered it sends again. */
export function DisconnectDialog({ stationId, onClose }: { stationId: number; onClose: () => void }) {
  const intl = useIntl();
  const end = useWrite('POST', '/stations/:stationId/connections/disconnect', {
    invalidates: ['/stations/:stationId', '/stations/:stationId/connections'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      destructive
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.disconnect.title' })}
      confirm={intl.formatMessage({ id: 'sheet.disconnect.do' })}
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate({ params: { stationId } })}
    >
      <p className="soft">
        <FormattedMessage id="sheet.disconnect.text" />
      </p>
    </ConfirmDialog>
  );
}
