import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';

export const roles = [
  'administrator',
  'controlRoom',
  'technician',
  'supportAgent',
  'stationOwner',
  'finance',
  'readOnly',
] as const;

/** A new person; whoever has no account gets a password that is shown once. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<(typeof roles)[number]>('controlRoom');
  const add = useWrite('POST', '/members', { invalidates: ['/members'] });
  const word = (id: string) => intl.formatMessage({ id: `members.add.${id}` });
  if (add.data) {
    return (
      <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'members.added.title' }, { name })}>
        <p className="soft small">
          <FormattedMessage id={add.data.password ? 'members.added.text' : 'members.added.known'} values={{ name }} />
        </p>
        {add.data.password ? (
          <Details
            rows={[
              [
                word('email'),
                <Mono key="email" copy>
                  {add.data.member.email}
                </Mono>,
              ],
              [
                intl.formatMessage({ id: 'members.password' }),
                <Mono key="password" copy>
                  {add.data.password}
                </Mono>,
              ],
            ]}
          />
        ) : null}
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { name: name.trim(), email: email.trim(), role } });
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
        <fieldset className="choice-list">
          <legend>{word('role')}</legend>
          {roles.map((each) => (
            <label className="choice" key={each}>
              <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
              <span>
                <strong>
                  <FormattedMessage id={`shell.role.${each}`} />
                </strong>
                <span className="small soft" style={{ display: 'block' }}>
                  <FormattedMessage id={`shell.role.${each}.text`} />
                </span>
              </span>
            </label>
          ))}
        </fieldset>
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
