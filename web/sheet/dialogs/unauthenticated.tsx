import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../../src/features/tabs.ts';
import { useWrite } from '../../api/queries.ts';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import type { DialogProps } from '../actions.tsx';

export const passwordless = (station: StationHead): boolean => station.badges.includes('unauthenticated');

/** Lets this one station in without a password (security profile 0), or asks for one again. The reason is kept. */
export function UnauthenticatedDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const [reason, setReason] = useState('');
  const allowed = !passwordless(station);
  const words = allowed ? 'sheet.passwordless' : 'sheet.password';
  const change = useWrite('PUT', '/stations/:stationId/unauthenticated', {
    invalidates: ['/stations', '/stations/:stationId'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: `${words}.title` }, { name: station.name })}
      confirm={intl.formatMessage({ id: `${words}.do` })}
      destructive={allowed}
      disabled={reason.trim() === ''}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ params: { stationId }, body: { allowed, reason: reason.trim() } })}
    >
      <p className="soft">
        <FormattedMessage id={`${words}.text`} />
      </p>
      <TextInput
        label={intl.formatMessage({ id: 'sheet.password.reason' })}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        required
      />
    </ConfirmDialog>
  );
}
