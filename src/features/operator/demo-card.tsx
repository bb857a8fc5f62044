import { Button, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useServerWords } from '../../../web/kit/server-words.ts';

/** The simulated stations: started with one button, removed with another. */
export function DemoCard() {
  const intl = useIntl();
  const words = useServerWords();
  const client = useQueryClient();
  const [moving, setMoving] = useState(false);
  const [asking, setAsking] = useState(false);
  const demo = useRead('/setup/demo', {}, moving ? { everyMs: 1000, staleMs: 0 } : {});
  const start = useWrite('POST', '/setup/demo', { invalidates: ['/setup/demo'] });
  const remove = useWrite('DELETE', '/setup/demo', { invalidates: ['/setup/demo'], onDone: () => setAsking(false) });
  const state = demo.data?.state ?? 'off';
  const under = state === 'starting' || state === 'removing';
  const before = useRef(under);
  useEffect(() => {
    setMoving(under);
    // Its stations came or went: every list is another one now.
    if (before.current && !under) void client.invalidateQueries();
    before.current = under;
  }, [under, client]);
  const count = demo.data?.stations ?? 0;
  const percent = intl.formatNumber(demo.data?.progress ?? 0, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <Card title={intl.formatMessage({ id: 'operator.demo' })} note={intl.formatMessage({ id: 'operator.demoNote' })}>
      <div className="stack">
        <p className="soft" role="status">
          <FormattedMessage
            id={`operator.demo.${state}`}
            values={{ count, percent, detail: words(demo.data?.detail ?? '') ?? '' }}
          />
        </p>
        {state === 'starting' ? (
          <Progress
            value={(demo.data?.progress ?? 0) * 100}
            size={6}
            aria-label={intl.formatMessage({ id: 'operator.demo' })}
          />
        ) : null}
        {start.error ? <ProblemText error={start.error} /> : null}
        <div>
          {count > 0 && state !== 'starting' ? (
            <Button variant="default" disabled={under} onClick={() => setAsking(true)}>
              <FormattedMessage id="operator.demo.remove" />
            </Button>
          ) : (
            <Button variant="default" disabled={under} loading={start.isPending} onClick={() => start.mutate({})}>
              <FormattedMessage id="operator.demo.start" />
            </Button>
          )}
        </div>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={intl.formatMessage({ id: 'operator.demo.remove.title' })}
        confirm={intl.formatMessage({ id: 'operator.demo.remove.do' }, { count })}
        destructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({})}
      >
        <p className="soft">
          <FormattedMessage id="operator.demo.remove.text" values={{ count }} />
        </p>
      </ConfirmDialog>
    </Card>
  );
}
