import { Button } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { usePages, useWrite } from '../../api/queries.ts';
import { Dialog } from '../../kit/confirm.tsx';
import { ProblemState, ProblemText } from '../../kit/problem.tsx';
import { SkeletonCard } from '../../kit/skeleton.tsx';
import { Time } from '../../kit/time.tsx';
import { useRight } from '../../shell/session.tsx';
import type { DialogProps } from '../actions.tsx';
import './under-way.css';

/** What has been asked of the station and is not over; what still waits can be taken back. */
export function UnderWayDialog({ stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const mayCommand = useRight('stations.command');
  const pages = usePages('/stations/:stationId/commands', { params: { stationId }, query: { underWay: true } });
  const cancel = useWrite('DELETE', '/stations/:stationId/commands/:commandId', {
    invalidates: ['/stations/:stationId/commands'],
  });
  const kindOf = (kind: string) => {
    const id = `sheet.underWay.kind.${kind}`;
    return intl.messages[id] ? intl.formatMessage({ id }) : kind;
  };
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'sheet.underWay.title' })} size={560}>
      <div className="stack">
        {pages.error ? (
          <ProblemState error={pages.error} onRetry={pages.refetch} />
        ) : pages.loading ? (
          <SkeletonCard lines={3} />
        ) : pages.rows.length === 0 ? (
          <p className="soft">
            <FormattedMessage id="sheet.underWay.none" />
          </p>
        ) : (
          <ul className="under-way-list">
            {pages.rows.map((row) => (
              <li key={row.id} className="under-way">
                <div className="grow">
                  <strong>{kindOf(row.kind)}</strong>
                  <p className="small soft">
                    <FormattedMessage id={`sheet.underWay.${row.state === 'queued' ? 'queued' : 'sent'}`} />{' '}
                    <FormattedMessage
                      id="sheet.underWay.asked"
                      values={{
                        at: <Time at={row.askedAt} />,
                        by: row.askedBy ?? intl.formatMessage({ id: 'sheet.underWay.program' }),
                      }}
                    />{' '}
                    {row.state === 'queued' ? (
                      <FormattedMessage id="sheet.underWay.until" values={{ at: <Time at={row.deadline} /> }} />
                    ) : null}
                  </p>
                </div>
                {row.state === 'queued' && mayCommand ? (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={intl.formatMessage({ id: 'sheet.underWay.cancelOne' }, { command: kindOf(row.kind) })}
                    loading={cancel.isPending && cancel.variables?.params.commandId === row.id}
                    onClick={() => cancel.mutate({ params: { stationId, commandId: row.id } })}
                  >
                    <FormattedMessage id="sheet.underWay.cancel" />
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        {cancel.error ? <ProblemText error={cancel.error} /> : null}
        {pages.more ? (
          <Button variant="default" size="xs" onClick={pages.onMore}>
            <FormattedMessage id="sheet.underWay.more" />
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
