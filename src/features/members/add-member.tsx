import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { StandingFields } from '../../../web/shell/standing/fields.tsx';
import { InvitationBox } from './invitation-box.tsx';

/** A new person is invited by a link; whoever has an account here already keeps theirs. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('controlRoom');
  const [entityId, setEntity] = useState<number | undefined>();
  const add = useWrite('POST', '/members', { invalidates: ['/members'] });
  const word = (id: string) => intl.formatMessage({ id: `members.add.${id}` });
  if (add.data) {
    const { invitation } = add.data;
    return (
      <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'members.added.title' }, { name })}>
        {invitation ? (
          <InvitationBox invitation={invitation} name={name} />
        ) : (
          <p className="soft small">
            <FormattedMessage id="members.added.known" values={{ name }} />
          </p>
        )}
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({
      body: {
        name: name.trim(),
        email: email.trim(),
        role: role as 'technician',
        ...(entityId === undefined ? {} : { entityId }),
      },
    });
  };
  return (
    <Dialog opened onClose={onClose} title={word('title')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          data-autofocus
          error={add.error?.fields.name}
        />
        <TextInput
          label={word('email')}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          maxLength={254}
          required
          error={add.error?.fields.email}
        />
        <StandingFields
          role={role}
          entityId={entityId}
          onRole={setRole}
          onEntity={setEntity}
          errors={add.error?.fields}
        />
        {add.error ? <ProblemText error={add.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={add.isPending}>
            {word('do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
