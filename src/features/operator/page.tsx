import { Button, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { Card } from '../../../web/kit/card.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { TimeZoneField } from '../../../web/kit/time-zone.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { DemoCard } from './demo-card.tsx';
import { RetentionCard } from './retention-card.tsx';
import { texts } from './texts.ts';

type Operator = Reply<RouteAt<'GET', '/operator'>>;

export default function OperatorPage() {
  return (
    <WithTexts texts={texts}>
      <Settings />
    </WithTexts>
  );
}

/** The operator's name and defaults, where stations connect, the simulated ones. */
function Settings() {
  const intl = useIntl();
  const operator = useRead('/operator');
  const setup = useRead('/setup');
  if (operator.error) return <ProblemState page error={operator.error} onRetry={() => void operator.refetch()} />;
  return (
    <Page
      title={intl.formatMessage({ id: 'operator.title' })}
      note={operator.data ? intl.formatMessage({ id: 'operator.note' }, { name: operator.data.name }) : undefined}
    >
      <div className="settings">
        <div className="stack">
          {operator.data ? <General key={operator.data.id} operator={operator.data} /> : <SkeletonCard lines={6} />}
          <RetentionCard />
        </div>
        <div className="stack">
          <Card
            title={intl.formatMessage({ id: 'operator.connect' })}
            note={intl.formatMessage({ id: 'operator.connectNote' })}
          >
            <Details
              rows={[
                [
                  intl.formatMessage({ id: 'operator.url' }),
                  <Mono key="url" copy>
                    {setup.data?.ocppUrl}
                  </Mono>,
                ],
                [
                  intl.formatMessage({ id: 'operator.listening' }),
                  setup.data ? (
                    <FormattedMessage
                      key="open"
                      id={setup.data.listening.loopbackOnly ? 'operator.loopback' : 'operator.loopback.no'}
                      values={{ setting: <code className="mono">{`${setup.data.listening.setting}=0.0.0.0`}</code> }}
                    />
                  ) : null,
                ],
              ]}
            />
          </Card>
          <DemoCard />
        </div>
      </div>
    </Page>
  );
}

function General({ operator }: { operator: Operator }) {
  const intl = useIntl();
  const [name, setName] = useState(operator.name);
  const [language, setLanguage] = useState(operator.language);
  const [timeZone, setTimeZone] = useState(operator.timeZone);
  const [minutes, setMinutes] = useState<number | string>(operator.pendingAfterSeconds / 60);
  const change = useWrite('PATCH', '/operator', { invalidates: ['/operator', '/session'] });
  const word = (id: string) => intl.formatMessage({ id: `operator.${id}` });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      body: { name: name.trim(), language, timeZone, pendingAfterSeconds: Math.round(Number(minutes) * 60) },
    });
  };
  return (
    <Card title={word('general')} note={word('generalNote')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={word('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          required
          error={change.error?.fields.name}
        />
        <div className="field-row">
          <label className="field">
            <span>{word('language')}</span>
            <select
              className="filter-select field-select"
              value={language}
              onChange={(event) => setLanguage(event.target.value as Operator['language'])}
            >
              {(['en', 'de'] as const).map((each) => (
                <option key={each} value={each}>
                  {intl.formatMessage({ id: `shell.language.${each}` })}
                </option>
              ))}
            </select>
          </label>
          <TimeZoneField label={word('timeZone')} value={timeZone} onChange={setTimeZone} />
        </div>
        <NumberInput
          label={word('pending')}
          description={word('pendingHint')}
          value={minutes}
          onChange={setMinutes}
          min={1}
          max={1440}
          suffix=" min"
          hideControls
          required
          error={change.error?.fields.pendingAfterSeconds}
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
