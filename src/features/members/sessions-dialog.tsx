import { Button } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import type { Member } from './contract.ts';

/** Where a person is signed in, and the way to end that. */
export function SessionsDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const intl = useIntl();
  const sessions = useRead('/members/:userId/sessions', { params: { userId: member.userId } });
  const end = useWrite('DELETE', '/members/:userId/sessions', {
    invalidates: ['/members/:userId/sessions', '/members'],
  });
  const items = sessions.data?.items ?? [];
  const error = sessions.error ?? end.error;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'members.sessions.title' }, { name: member.name })}
    >
      <div className="stack">
        {error ? <ProblemText error={error} /> : null}
        {sessions.data && items.length === 0 ? (
          <p className="soft">
            <FormattedMessage id="members.sessions.none" />
          </p>
        ) : null}
        <ul className="stack" style={{ gap: 10 }}>
          {items.map((session) => (
            <li key={session.id} className="small">
              <span className="mono">{session.address ?? '–'}</span> <span className="dim">{session.browser}</span>
              <span className="dim" style={{ display: 'block' }}>
                <FormattedMessage id="members.column.last" /> <Time at={session.lastSeenAt} />
              </span>
            </li>
          ))}
        </ul>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.close" />
          </Button>
          <Button
            color="red"
            disabled={items.length === 0}
            loading={end.isPending}
            onClick={() => end.mutate({ params: { userId: member.userId } })}
          >
            <FormattedMessage id="members.sessions.end" values={{ count: items.length }} />
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
