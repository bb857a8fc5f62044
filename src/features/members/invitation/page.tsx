import { Button, PasswordInput } from '@mantine/core';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../../web/api/queries.ts';
import { ProblemText } from '../../../../web/kit/problem.tsx';
import { Gate } from '../../../../web/shell/gate.tsx';
import { useLanguage } from '../../../../web/shell/language.tsx';
import { useTakeSession } from '../../../../web/shell/session.tsx';
import { WithTexts } from '../../../../web/shell/with-texts.tsx';
import { texts } from './texts.ts';

export default function InvitationPage() {
  return (
    <WithTexts texts={texts}>
      <Invitation />
    </WithTexts>
  );
}

/** Who was invited chooses a password and is signed in with it. */
function Invitation() {
  const intl = useIntl();
  const navigate = useNavigate();
  const take = useTakeSession();
  const { setLanguage } = useLanguage();
  const token = useRouterState({ select: (state) => state.location.hash });
  const [password, setPassword] = useState('');
  const read = useWrite('POST', '/invitations/read', { onDone: ({ language }) => setLanguage(language) });
  const signIn = useWrite('POST', '/session', {
    onDone: (session) => {
      take(session);
      void navigate({ to: '/stations' as never, hash: '', replace: true });
    },
  });
  const accept = useWrite('POST', '/invitations/accept', {
    onDone: () => read.data && signIn.mutate({ body: { email: read.data.email, password } }),
  });
  const ask = read.mutate;
  useEffect(() => ask({ body: { token } }), [ask, token]);
  const word = (id: string) => intl.formatMessage({ id: `invitation.${id}` });
  if (read.error)
    return (
      <Gate title={word('title')}>
        <ProblemText error={read.error} />
      </Gate>
    );
  if (!read.data) return null;
  const { name, operator, email } = read.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate({ body: { token, password } });
  };
  return (
    <Gate title={word('title')} note={<FormattedMessage id="invitation.note" values={{ name, operator }} />}>
      <form onSubmit={submit}>
        <p className="soft small">{email}</p>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={word('password')}
          description={word('hint')}
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          autoFocus
          error={accept.error?.fields.password}
          visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.showPassword' }) }}
        />
        {accept.error ? <ProblemText error={accept.error} /> : null}
        {signIn.error ? <ProblemText error={signIn.error} /> : null}
        <Button type="submit" loading={accept.isPending || signIn.isPending}>
          {word('do')}
        </Button>
      </form>
    </Gate>
  );
}
