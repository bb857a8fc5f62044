import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { TriggerableMessage } from '../../../src/domain/commands.ts';
import { useAsk } from '../../kit/command-button.tsx';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import type { DialogProps } from '../actions.tsx';

const messages: readonly TriggerableMessage[] = [
  'status',
  'heartbeat',
  'meter',
  'boot',
  'transaction',
  'firmwareStatus',
  'logStatus',
];

/** Asking a station to speak now. */
export function TriggerDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const [message, setMessage] = useState<TriggerableMessage>('status');
  // TransactionEvent exists in 2.x only (OCPP 2.0.1 F06); in 1.6 meter values say it.
  const shown = station.protocol === 'ocpp1.6' ? messages.filter((each) => each !== 'transaction') : messages;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.trigger.title' })}
      confirm={intl.formatMessage({ id: 'sheet.trigger.do' })}
      onConfirm={() => {
        void ask(
          stationId,
          'trigger',
          { message },
          intl.formatMessage(
            { id: 'sheet.trigger.label' },
            { message: intl.formatMessage({ id: `sheet.trigger.${message}` }) },
          ),
        );
        onClose();
      }}
    >
      <fieldset className="choice-list" style={{ maxHeight: 'none' }}>
        <legend>
          <FormattedMessage id="sheet.trigger.message" />
        </legend>
        {shown.map((each) => (
          <label className="choice" key={each}>
            <input type="radio" name="message" checked={message === each} onChange={() => setMessage(each)} />
            <FormattedMessage id={`sheet.trigger.${each}`} />
          </label>
        ))}
      </fieldset>
    </ConfirmDialog>
  );
}
