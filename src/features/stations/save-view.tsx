import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import type { UrlValues } from '../../../web/kit/url-state.ts';

/** Asks for the name of a view. */
export default function SaveView({ page, values, onClose }: { page: string; values: UrlValues; onClose: () => void }) {
  const intl = useIntl();
  const [name, setName] = useState('');
  const save = useWrite('POST', '/views', { invalidates: ['/views'], onDone: onClose });
  const query = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'stations.views.saveTitle' })}
      confirm={intl.formatMessage({ id: 'kit.save' })}
      busy={save.isPending}
      error={save.error}
      disabled={name.trim() === ''}
      onConfirm={() => save.mutate({ body: { page, name: name.trim(), query } })}
    >
      <p className="soft small">
        <FormattedMessage id="stations.views.saveText" />
      </p>
      <TextInput
        label={intl.formatMessage({ id: 'stations.views.name' })}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={80}
        required
      />
    </ConfirmDialog>
  );
}
