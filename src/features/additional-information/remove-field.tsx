import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import type { Field } from './tab.tsx';

/** Says at how many stations a field has a value before it goes. */
export function RemoveField({ field, onClose }: { field: Field; onClose: () => void }) {
  const intl = useIntl();
  const params = { fieldId: field.id };
  const use = useRead('/station-fields/:fieldId/use', { params });
  const remove = useWrite('DELETE', '/station-fields/:fieldId', {
    invalidates: ['/stations/:stationId/additional-information', '/station-fields', '/stations'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'fields.remove.title' }, { name: field.name })}
      confirm={intl.formatMessage({ id: 'fields.remove.do' })}
      destructive
      busy={remove.isPending}
      disabled={!use.data}
      error={remove.error ?? use.error}
      onConfirm={() => remove.mutate({ params })}
    >
      <p className="soft">
        {use.data ? <FormattedMessage id="fields.remove.text" values={{ stations: use.data.stations }} /> : '\u00a0'}
      </p>
    </ConfirmDialog>
  );
}
