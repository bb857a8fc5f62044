import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useAsk } from '../../kit/command-button.tsx';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import type { DialogProps } from '../actions.tsx';

/** A vendor's own message. */
export function TransferDialog({ stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const [vendorId, setVendorId] = useState('');
  const [messageId, setMessageId] = useState('');
  const [data, setData] = useState('');
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.transfer.title' })}
      confirm={intl.formatMessage({ id: 'sheet.transfer.do' })}
      disabled={vendorId.trim() === ''}
      onConfirm={() => {
        void ask(
          stationId,
          'dataTransfer',
          {
            vendorId: vendorId.trim(),
            ...(messageId.trim() ? { messageId: messageId.trim() } : {}),
            ...(data ? { data } : {}),
          },
          `${intl.formatMessage({ id: 'sheet.transfer.title' })} · ${vendorId.trim()}`,
        );
        onClose();
      }}
    >
      <p className="soft">
        <FormattedMessage id="sheet.transfer.text" />
      </p>
      <TextInput
        label={intl.formatMessage({ id: 'sheet.transfer.vendor' })}
        value={vendorId}
        onChange={(event) => setVendorId(event.currentTarget.value)}
        maxLength={255}
        required
      />
      <TextInput
        label={intl.formatMessage({ id: 'sheet.transfer.message' })}
        value={messageId}
        onChange={(event) => setMessageId(event.currentTarget.value)}
        maxLength={50}
      />
      <Textarea
        label={intl.formatMessage({ id: 'sheet.transfer.data' })}
        value={data}
        onChange={(event) => setData(event.currentTarget.value)}
        maxLength={30000}
        rows={4}
      />
    </ConfirmDialog>
  );
}
