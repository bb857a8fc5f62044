import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { CredentialsBox } from '../../../web/kit/credentials-box.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import type { Knocking } from './page.tsx';

/** Takes a station in, and then shows its credentials once. */
export function AdoptDialog({ station, onClose }: { station: Knocking; onClose: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [name, setName] = useState(station.identity);
  const [location, setLocation] = useState('');
  const adopt = useWrite('POST', '/onboarding/:stationId/adopt', {
    invalidates: ['/onboarding', '/stations', '/stations/counts'],
  });
  const word = (id: string) => intl.formatMessage({ id: `onboarding.adopt.${id}` });
  if (adopt.data) {
    const { stationId, credentials } = adopt.data;
    return (
      <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'onboarding.adopted.title' }, { name })}>
        <div className="stack">
          <p className="soft">
            <FormattedMessage id="onboarding.adopted.text" />
          </p>
          <CredentialsBox credentials={credentials} />
          <div className="dialog-actions">
            <Button onClick={() => void navigate({ to: `/stations/${stationId}/information` as never })}>
              <FormattedMessage id="onboarding.adopted.open" />
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adopt.mutate({
      params: { stationId: station.stationId },
      body: { name: name.trim(), ...(location.trim() ? { location: location.trim() } : {}) },
    });
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'onboarding.adopt.title' }, { identity: station.identity })}
    >
      <form className="stack" onSubmit={submit}>
        <p className="soft">{word('text')}</p>
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          data-autofocus
          error={adopt.error?.fields.name}
        />
        <TextInput
          label={word('location')}
          value={location}
          onChange={(event) => setLocation(event.currentTarget.value)}
          maxLength={200}
          error={adopt.error?.fields.location}
        />
        {adopt.error ? <ProblemText error={adopt.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={adopt.isPending}>
            {word('do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
