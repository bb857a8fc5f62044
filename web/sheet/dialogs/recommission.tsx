import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../api/queries.ts';
import { ConfirmDialog, Dialog } from '../../kit/confirm.tsx';
import { CredentialsBox } from '../../kit/credentials-box.tsx';
import type { DialogProps } from '../actions.tsx';

/** A station that had left the network comes back, with a new password, shown once. */
export function RecommissionDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const back = useWrite('POST', '/stations/:stationId/recommission', {
    invalidates: ['/stations', '/stations/counts', '/stations/:stationId'],
  });
  const { name } = station;
  if (back.data) {
    return (
      <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'sheet.recommission.done' }, { name })}>
        <CredentialsBox credentials={back.data.credentials} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.recommission.title' }, { name })}
      confirm={intl.formatMessage({ id: 'sheet.recommission.do' })}
      busy={back.isPending}
      error={back.error}
      onConfirm={() => back.mutate({ params: { stationId } })}
    >
      <p className="soft">
        <FormattedMessage id="sheet.recommission.text" />
      </p>
    </ConfirmDialog>
  );
}
