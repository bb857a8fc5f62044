import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { TimeZoneField } from '../../../web/kit/time-zone.tsx';
import { Gate, GateSteps } from '../../../web/shell/gate.tsx';
import { browserTimeZone, languages, useLanguage } from '../../../web/shell/language.tsx';
import { useTakeSession } from '../../../web/shell/session.tsx';
import { setupSteps } from './steps.tsx';

/** The one-time token of the printed link: `/setup?token=...`, `/setup#...` or `/setup#token=...`. */
function useToken(): string {
  const location = useRouterState({ select: (state) => state.location });
  const search = location.search as Record<string, unknown>;
  return String(search.token ?? '') || location.hash.replace(/^token=/, '');
}

/** The administrator, then the operator; both are made in one step at the end. */
export function AccountSteps() {
  const intl = useIntl();
  const navigate = useNavigate();
  const take = useTakeSession();
  const { language, setLanguage } = useLanguage();
  const linked = useToken();
  const [typedToken, setTypedToken] = useState('');
  const [step, setStep] = useState<'token' | 'you' | 'operator'>(linked ? 'you' : 'token');
  const [person, setPerson] = useState({ name: '', email: '', password: '' });
  const [operator, setOperator] = useState('');
  const [timeZone, setTimeZone] = useState(browserTimeZone);
  const token = linked || typedToken.trim();
  const complete = useWrite('POST', '/setup', {
    invalidates: ['/setup'],
    onDone: (session) => {
      take(session);
      void navigate({ to: '/setup' as never, search: {} as never, hash: '', replace: true });
    },
  });
  const word = (id: string) => intl.formatMessage({ id: `setup.${id}` });
  const next = (to: typeof step) => (event: FormEvent) => {
    event.preventDefault();
    setStep(to);
  };

  if (step === 'token') {
    return (
      <Gate title={word('noToken.title')} note={word('noToken.text')}>
        <form onSubmit={next('you')}>
          <TextInput
            label={word('token')}
            value={typedToken}
            onChange={(event) => setTypedToken(event.currentTarget.value)}
            required
            autoFocus
            autoComplete="off"
          />
          <Button type="submit">{word('continue')}</Button>
        </form>
      </Gate>
    );
  }
  if (step === 'you') {
    return (
      <Gate title={word('title')} note={word('note')} wide>
        <form onSubmit={next('operator')}>
          <GateSteps steps={setupSteps} current={0} />
          <div>
            <h2>{word('you.title')}</h2>
            <p className="soft small">{word('you.note')}</p>
          </div>
          <TextInput
            label={word('name')}
            autoComplete="name"
            value={person.name}
            onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
            maxLength={120}
            required
            autoFocus
          />
          <TextInput
            label={word('email')}
            type="email"
            autoComplete="username"
            value={person.email}
            onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
            maxLength={254}
            required
          />
          <PasswordInput
            label={word('password')}
            description={word('passwordHint')}
            autoComplete="new-password"
            value={person.password}
            onChange={(event) => setPerson({ ...person, password: event.currentTarget.value })}
            minLength={10}
            maxLength={200}
            required
            visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.showPassword' }) }}
          />
          <div className="dialog-actions">
            <Button type="submit">{word('continue')}</Button>
          </div>
        </form>
      </Gate>
    );
  }
  const refused = complete.error?.status === 401 || complete.error?.status === 403;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    complete.mutate({
      body: {
        token,
        operator: operator.trim(),
        language,
        timeZone,
        administrator: { ...person, email: person.email.trim() },
      },
    });
  };
  return (
    <Gate title={word('title')} wide>
      <form onSubmit={submit}>
        <GateSteps steps={setupSteps} current={1} />
        <div>
          <h2>{word('operator.title')}</h2>
          <p className="soft small">{word('operator.note')}</p>
        </div>
        <TextInput
          label={word('operator')}
          description={word('operatorHint')}
          value={operator}
          onChange={(event) => setOperator(event.currentTarget.value)}
          maxLength={120}
          required
          autoFocus
          autoComplete="organization"
        />
        <div className="field-row">
          <label className="field">
            <span>{word('language')}</span>
            <select
              className="filter-select field-select"
              value={language}
              onChange={(event) => setLanguage(event.target.value as (typeof languages)[number])}
            >
              {languages.map((each) => (
                <option key={each} value={each}>
                  {intl.formatMessage({ id: `shell.language.${each}` })}
                </option>
              ))}
            </select>
          </label>
          <TimeZoneField label={word('timeZone')} value={timeZone} onChange={setTimeZone} />
        </div>
        {complete.error ? (
          refused ? (
            <p className="problem" role="alert">
              <FormattedMessage id="setup.tokenRefused" />
            </p>
          ) : (
            <ProblemText error={complete.error} />
          )
        ) : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={() => setStep('you')}>
            {word('back')}
          </Button>
          <Button type="submit" loading={complete.isPending}>
            {word('create')}
          </Button>
        </div>
      </form>
    </Gate>
  );
}
