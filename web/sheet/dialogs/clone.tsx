import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../api/queries.ts';
import { Dialog } from '../../kit/confirm.tsx';
import { CredentialsBox } from '../../kit/credentials-box.tsx';
import { GoTo } from '../../kit/link.tsx';
import { ProblemText } from '../../kit/problem.tsx';
import type { DialogProps } from '../actions.tsx';

/** A new station like this one. */
export function CloneDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const [identity, setIdentity] = useState('');
  const [name, setName] = useState('');
  const clone = useWrite('POST', '/stations/:stationId/clone', { invalidates: ['/stations', '/stations/counts'] });
  const title = intl.formatMessage({ id: 'sheet.clone.title' }, { name: station.name });
  if (clone.data) {
    return (
      <Dialog opened onClose={onClose} title={title}>
        <div className="stack">
          <CredentialsBox credentials={clone.data.credentials} />
          <GoTo to={`/stations/${clone.data.stationId}/information`}>
            <FormattedMessage id="sheet.clone.open" />
          </GoTo>
        </div>
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    clone.mutate({ params: { stationId }, body: { identity: identity.trim(), name: name.trim() || identity.trim() } });
  };
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">
          <FormattedMessage id="sheet.clone.text" />
        </p>
        <TextInput
          label={intl.formatMessage({ id: 'sheet.clone.identity' })}
          value={identity}
          onChange={(event) => setIdentity(event.currentTarget.value)}
          maxLength={48}
          required
          data-autofocus
          error={clone.error?.fields.identity}
        />
        <TextInput
          label={intl.formatMessage({ id: 'sheet.clone.name' })}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          error={clone.error?.fields.name}
        />
        {clone.error && Object.keys(clone.error.fields).length === 0 ? <ProblemText error={clone.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={clone.isPending}>
            <FormattedMessage id="sheet.clone.do" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
