import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { CredentialsBox } from '../../../web/kit/credentials-box.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';

/** A station before it first connects: its name, and then what has to be typed into it, shown once. */
export default function AddStation({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [identity, setIdentity] = useState('');
  const [name, setName] = useState('');
  const [location, setLocation] = useState('');
  const create = useWrite('POST', '/stations', { invalidates: ['/stations', '/stations/counts', '/stations/choices'] });
  const word = (id: string) => intl.formatMessage({ id: `stations.add.${id}` });
  if (create.data) {
    const { stationId, credentials } = create.data;
    return (
      <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'stations.added.title' }, { name })}>
        <div className="stack">
          <p className="soft">
            <FormattedMessage id="stations.added.text" />
          </p>
          <CredentialsBox credentials={credentials} />
          <div className="dialog-actions">
            <Button onClick={() => void navigate({ to: `/stations/${stationId}/information` as never })}>
              <FormattedMessage id="stations.added.open" />
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  const taken = create.error?.type === 'name.taken';
  const fields = create.error?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      body: {
        identity: identity.trim(),
        name: name.trim() || identity.trim(),
        ...(location.trim() ? { location: location.trim() } : {}),
      },
    });
  };
  return (
    <Dialog opened onClose={onClose} title={word('title')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('identity')}
          description={word('identityHint')}
          value={identity}
          onChange={(event) => setIdentity(event.currentTarget.value)}
          maxLength={48}
          pattern="[A-Za-z0-9*\-_=:+\|@.]+"
          required
          data-autofocus
          error={taken ? intl.formatMessage({ id: 'stations.taken' }) : fields.identity}
        />
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          error={fields.name}
        />
        <TextInput
          label={word('location')}
          value={location}
          onChange={(event) => setLocation(event.currentTarget.value)}
          maxLength={200}
          error={fields.location}
        />
        {create.error && !taken ? <ProblemText error={create.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={create.isPending}>
            {word('do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
