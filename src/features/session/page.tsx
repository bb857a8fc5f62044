import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Gate } from '../../../web/shell/gate.tsx';
import { useTakeSession } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { texts } from './texts.ts';

export default function SignInPage() {
  return (
    <WithTexts texts={texts}>
      <SignIn />
    </WithTexts>
  );
}

/** E-mail and password, then a code where the person has set one up. */
function SignIn() {
  const [codeNeeded, setCodeNeeded] = useState(false);
  return codeNeeded ? (
    <CodeStep onBack={() => setCodeNeeded(false)} />
  ) : (
    <PasswordStep onCode={() => setCodeNeeded(true)} />
  );
}

function PasswordStep({ onCode }: { onCode: () => void }) {
  const intl = useIntl();
  const take = useTakeSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useWrite('POST', '/session', { onDone: (session) => (session.codeNeeded ? onCode() : take(session)) });
  const refused = signIn.error?.type === 'session.refused';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ body: { email: email.trim(), password } });
  };
  return (
    <Gate title={intl.formatMessage({ id: 'session.title' })}>
      <form onSubmit={submit}>
        <TextInput
          label={intl.formatMessage({ id: 'session.email' })}
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
          autoFocus
        />
        <PasswordInput
          label={intl.formatMessage({ id: 'session.password' })}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          error={refused ? intl.formatMessage({ id: 'session.refused' }) : undefined}
          visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.showPassword' }) }}
        />
        {signIn.error && !refused ? <ProblemText error={signIn.error} /> : null}
        <Button type="submit" loading={signIn.isPending}>
          <FormattedMessage id="session.do" />
        </Button>
        <p className="small dim">
          <FormattedMessage id="session.forgot" />
        </p>
      </form>
    </Gate>
  );
}

function CodeStep({ onBack }: { onBack: () => void }) {
  const intl = useIntl();
  const take = useTakeSession();
  const [kind, setKind] = useState<'totp' | 'backup'>('totp');
  const [code, setCode] = useState('');
  const [trustDevice, setTrust] = useState(false);
  const prove = useWrite('POST', '/session/code', { onDone: take });
  const refused = prove.error?.type === 'session.refused';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate({ body: { code: code.trim(), kind, trustDevice } });
  };
  return (
    <Gate
      title={intl.formatMessage({ id: 'session.code.title' })}
      note={<FormattedMessage id={kind === 'totp' ? 'session.code.note' : 'session.code.backupNote'} />}
    >
      <form onSubmit={submit}>
        <TextInput
          key={kind}
          label={intl.formatMessage({ id: kind === 'totp' ? 'session.code.label' : 'session.code.backup' })}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          minLength={6}
          required
          autoFocus
          error={refused ? intl.formatMessage({ id: 'session.code.refused' }) : undefined}
        />
        <Checkbox
          label={intl.formatMessage({ id: 'session.code.trust' })}
          checked={trustDevice}
          onChange={(event) => setTrust(event.currentTarget.checked)}
        />
        {prove.error && !refused ? <ProblemText error={prove.error} /> : null}
        <Button type="submit" loading={prove.isPending}>
          <FormattedMessage id="session.do" />
        </Button>
        <div className="row-wrap" style={{ justifyContent: 'space-between' }}>
          <button type="button" className="linklike small" onClick={() => setKind(kind === 'totp' ? 'backup' : 'totp')}>
            <FormattedMessage id={kind === 'totp' ? 'session.code.useBackup' : 'session.code.useApp'} />
          </button>
          <button type="button" className="linklike small" onClick={onBack}>
            <FormattedMessage id="session.code.back" />
          </button>
        </div>
      </form>
    </Gate>
  );
}
