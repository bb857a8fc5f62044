import { Button } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Details } from '../../../web/kit/details.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { ProblemState, ProblemText } from '../../../web/kit/problem.tsx';
import { Skeleton } from '../../../web/kit/skeleton.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { tones, useTopic } from './words.tsx';
import './outbox.css';

/** One thing that leaves: how it stands, what was said about it, what is in it. */
export function Detail({ id }: { id: string }) {
  const intl = useIntl();
  const topic = useTopic();
  const mayAct = useRight('outbox.act');
  const invalidates = ['/outbox', '/outbox/:outId', '/outbox/summary'] as const;
  const read = useRead('/outbox/:outId', { params: { outId: id } }, { everyMs: 5_000 });
  const retry = useWrite('POST', '/outbox/:outId/retry', { invalidates });
  const dismiss = useWrite('POST', '/outbox/:outId/dismiss', { invalidates });
  const word = (key: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `outbox.${key}` }, values);
  if (read.error) return <ProblemState error={read.error} onRetry={() => void read.refetch()} />;
  const one = read.data;
  if (!one) return <Skeleton />;
  const open = one.state === 'waiting' || one.state === 'dead';
  const error = retry.error ?? dismiss.error;
  const input = { params: { outId: id } };
  return (
    <div className="stack outbox-detail">
      <Details
        rows={[
          [
            word('column.state'),
            <Tag key="state" tone={tones[one.state]}>
              {word(`state.${one.state}`)}
            </Tag>,
          ],
          one.fault ? [word('column.why'), word(`fault.${one.fault}`)] : null,
          one.answer ? [word('answer'), <Mono key="answer">{visibleText(one.answer)}</Mono>] : null,
          [word('column.topic'), topic(one.topic)],
          [word('column.to'), visibleText(one.to)],
          one.host ? [word('host'), <Mono key="host">{one.host}</Mono>] : null,
          [word('attempts'), one.attempts],
          [word('column.created'), <Time key="created" at={one.createdAt} />],
          one.nextAt ? [word('next'), <Time key="next" at={one.nextAt} />] : null,
          one.endedAt ? [word('ended'), <Time key="ended" at={one.endedAt} />] : null,
          open ? [word('giveUp'), <Time key="giveUp" at={one.giveUpAt} />] : null,
          one.stationId
            ? [
                word('station'),
                <GoTo key="station" to={`/stations/${one.stationId}/information`}>
                  {one.stationName ?? one.stationId}
                </GoTo>,
              ]
            : null,
          [
            word('id'),
            <Mono key="id" copy>
              {one.id}
            </Mono>,
          ],
        ]}
      />
      {one.hidden ? <p className="soft small">{word('hidden')}</p> : null}
      {one.subject ? <h3 className="outbox-subject">{visibleText(one.subject)}</h3> : null}
      {one.text || one.body ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reached by keyboard
        <section className="outbox-text" tabIndex={0} aria-label={word('content')}>
          {visibleText(one.text ?? one.body ?? '')}
        </section>
      ) : null}
      {one.attachments ? (
        <p className="small soft">{word('attachments', { names: one.attachments.join(', ') })}</p>
      ) : null}
      {error ? <ProblemText error={error} /> : null}
      {mayAct && open ? (
        <div className="dialog-actions">
          <Button variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate(input)}>
            <FormattedMessage id="outbox.dismiss" />
          </Button>
          <Button loading={retry.isPending} onClick={() => retry.mutate(input)}>
            <FormattedMessage id="outbox.retry" />
          </Button>
        </div>
      ) : null}
    </div>
  );
}
