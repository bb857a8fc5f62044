import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../api/queries.ts';
import { ConfirmDialog, Dialog } from '../../kit/confirm.tsx';
import { CredentialsBox } from '../../kit/credentials-box.tsx';
import type { DialogProps } from '../actions.tsx';

/** A new password for the station, shown once. */
export function CredentialsDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const rotate = useWrite('POST', '/stations/:stationId/credentials', { invalidates: ['/stations/:stationId'] });
  if (rotate.data) {
    return (
      <Dialog
        opened
        onClose={onClose}
        title={intl.formatMessage({ id: 'sheet.credentials.done' }, { name: station.name })}
      >
        <CredentialsBox credentials={rotate.data.credentials} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.credentials.title' }, { name: station.name })}
      confirm={intl.formatMessage({ id: 'sheet.credentials.do' })}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate({ params: { stationId } })}
    >
      <p className="soft">
        <FormattedMessage id="sheet.credentials.text" />
      </p>
    </ConfirmDialog>
  );
}
