import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { TimeZoneField } from '../../../web/kit/time-zone.tsx';
import { AccountParts } from '../../../web/shell/account-parts.tsx';
import { useSession } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { browserOf } from './browser.tsx';
import { texts } from './texts.ts';
import { TwoFactor } from './two-factor.tsx';

export type Account = Reply<RouteAt<'GET', '/account'>>;

export default function AccountPage() {
  return (
    <WithTexts texts={texts}>
      <OwnAccount />
    </WithTexts>
  );
}

/** What is one's own: name, language, password, second factor, sessions. */
function OwnAccount() {
  const intl = useIntl();
  const account = useRead('/account');
  if (account.error) return <ProblemState page error={account.error} onRetry={() => void account.refetch()} />;
  return (
    <Page title={intl.formatMessage({ id: 'account.title' })} note={account.data?.email}>
      <div className="settings">
        {account.data ? (
          <>
            <Person account={account.data} />
            <Password />
            <TwoFactor account={account.data} />
            <AccountParts />
            <Sessions />
          </>
        ) : (
          <SkeletonCard lines={6} />
        )}
      </div>
    </Page>
  );
}

function Person({ account }: { account: Account }) {
  const intl = useIntl();
  const { operator } = useSession();
  const [name, setName] = useState(account.name);
  const [language, setLanguage] = useState<string>(account.language ?? '');
  const [timeZone, setTimeZone] = useState(account.timeZone ?? '');
  const change = useWrite('PATCH', '/account', { invalidates: ['/account', '/session'] });
  const word = (id: string) => intl.formatMessage({ id: `account.${id}` });
  const asOperator = (value: string) => intl.formatMessage({ id: 'account.ofOperator' }, { value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      body: {
        name: name.trim(),
        language: language === '' ? null : (language as 'en' | 'de'),
        timeZone: timeZone === '' ? null : timeZone,
      },
    });
  };
  return (
    <Card title={word('you')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          autoComplete="name"
          error={change.error?.fields.name}
        />
        <label className="field">
          <span>{word('language')}</span>
          <select
            className="filter-select field-select"
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
          >
            <option value="">{asOperator(intl.formatMessage({ id: `shell.language.${operator.language}` }))}</option>
            <option value="en">English</option>
            <option value="de">Deutsch</option>
          </select>
        </label>
        <TimeZoneField
          label={word('timeZone')}
          value={timeZone}
          onChange={setTimeZone}
          none={asOperator(operator.timeZone)}
        />
        {change.error ? <ProblemText error={change.error} /> : null}
        <div className="row">
          <Button type="submit" loading={change.isPending}>
            {word('save')}
          </Button>
          <span className="ok small" role="status">
            {change.isSuccess ? word('saved') : ''}
          </span>
        </div>
      </form>
    </Card>
  );
}

function Password() {
  const intl = useIntl();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useWrite('POST', '/account/password', {
    invalidates: ['/account/sessions'],
    onDone: () => {
      setCurrent('');
      setNext('');
    },
  });
  const word = (id: string) => intl.formatMessage({ id: `account.${id}` });
  const wrong = change.error?.type === 'session.refused';
  const toggle = { 'aria-label': intl.formatMessage({ id: 'kit.showPassword' }) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ body: { current, next } });
  };
  return (
    <Card title={word('password')} note={word('passwordNote')}>
      <form className="stack" onSubmit={submit}>
        <PasswordInput
          label={word('password.current')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          required
          error={wrong ? word('password.wrong') : change.error?.fields.current}
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          label={word('password.next')}
          description={word('password.hint')}
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          required
          error={change.error?.fields.next}
          visibilityToggleButtonProps={toggle}
        />
        {change.error && !wrong ? <ProblemText error={change.error} /> : null}
        <div className="row">
          <Button type="submit" variant="default" loading={change.isPending}>
            {word('password.do')}
          </Button>
          <span className="ok small" role="status">
            {change.isSuccess ? word('password.done') : ''}
          </span>
        </div>
      </form>
    </Card>
  );
}

function Sessions() {
  const intl = useIntl();
  const sessions = useRead('/account/sessions');
  const end = useWrite('DELETE', '/account/sessions/:sessionId', { invalidates: ['/account/sessions'] });
  const endOthers = useWrite('DELETE', '/account/sessions', { invalidates: ['/account/sessions'] });
  const items = sessions.data?.items ?? [];
  return (
    <Card
      title={intl.formatMessage({ id: 'account.sessions' })}
      actions={
        items.length > 1 ? (
          <Button size="xs" variant="default" onClick={() => endOthers.mutate({})}>
            <FormattedMessage id="account.sessions.endOthers" />
          </Button>
        ) : null
      }
    >
      <ul className="stack" style={{ gap: 10 }}>
        {items.map((session) => (
          <li key={session.id} className="row small">
            <span className="grow">
              <span className="strong">
                {browserOf(session.browser) ?? intl.formatMessage({ id: 'account.sessions.unknown' })}
              </span>{' '}
              <span className="mono dim">{session.address}</span>
              <span className="dim" style={{ display: 'block' }}>
                <FormattedMessage id="account.sessions.last" /> <Time at={session.lastSeenAt} />
              </span>
            </span>
            {session.current ? (
              <Tag tone="ok">{intl.formatMessage({ id: 'account.sessions.this' })}</Tag>
            ) : (
              <button
                type="button"
                className="linklike"
                aria-label={intl.formatMessage({ id: 'account.sessions.endOf' }, { address: session.address ?? '' })}
                onClick={() => end.mutate({ params: { sessionId: session.id } })}
              >
                <FormattedMessage id="account.sessions.end" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
