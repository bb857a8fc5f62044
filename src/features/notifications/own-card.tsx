import { Button, Checkbox } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import type { Own } from './contract.ts';
import { Events, When } from './parts.tsx';
import { texts } from './texts.ts';
import './notifications.css';

/** What a person wants to be told of, on their account page. */
export default function OwnNotifications() {
  return (
    <WithTexts texts={texts}>
      <Loaded />
    </WithTexts>
  );
}

function Loaded() {
  const own = useRead('/account/notifications');
  if (own.error) return <ProblemState error={own.error} onRetry={() => void own.refetch()} />;
  return own.data ? <Form own={own.data} /> : <SkeletonCard lines={6} />;
}

function Form({ own }: { own: Own }) {
  const intl = useIntl();
  const [receives, setReceives] = useState(own.receives);
  const [events, setEvents] = useState([...own.events]);
  const [timing, setTiming] = useState({ digest: own.digest, quiet: own.quiet ?? undefined });
  const change = useWrite('PUT', '/account/notifications', { invalidates: ['/account/notifications'] });
  const test = useWrite('POST', '/account/notifications/test');
  const word = (id: string, values?: Record<string, number>) =>
    intl.formatMessage({ id: `notifications.${id}` }, values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      body: { receives, events, digest: timing.digest, ...(timing.quiet ? { quiet: timing.quiet } : {}) },
    });
  };
  const error = change.error ?? test.error;
  return (
    <Card title={word('own')} note={word('own.note')}>
      <form className="stack" onSubmit={submit}>
        <Checkbox
          label={word('own.receives')}
          checked={receives}
          onChange={(event) => setReceives(event.currentTarget.checked)}
        />
        {receives ? (
          <>
            <Events chosen={events} onChange={setEvents} />
            <When value={timing} onChange={setTiming} />
          </>
        ) : null}
        {error ? <ProblemText error={error} /> : null}
        <div className="row-wrap">
          <Button type="submit" loading={change.isPending}>
            {word('save')}
          </Button>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
            {word('test')}
          </Button>
          <span role="status" className="small soft">
            {test.isSuccess ? word('tested', { count: 1 }) : change.isSuccess ? word('own.saved') : null}
          </span>
        </div>
      </form>
    </Card>
  );
}
