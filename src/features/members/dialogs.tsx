import { useNavigate } from '@tanstack/react-router';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog, Dialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { useTakeSession } from '../../../web/shell/session.tsx';
import { AccessDialog } from './access-dialog.tsx';
import type { Member } from './contract.ts';
import { EditMember } from './edit-member.tsx';
import { InvitationBox } from './invitation-box.tsx';
import { SessionsDialog } from './sessions-dialog.tsx';

export interface MemberDialog {
  readonly what: 'role' | 'access' | 'viewAs' | 'invite' | 'sessions' | 'password' | 'deactivate' | 'activate';
  readonly member: Member;
}

/** What can be done with one person. */
export function MemberDialogs({ what, member, onClose }: MemberDialog & { onClose: () => void }) {
  if (what === 'role') return <EditMember member={member} onClose={onClose} />;
  if (what === 'access') return <AccessDialog member={member} onClose={onClose} />;
  if (what === 'sessions') return <SessionsDialog member={member} onClose={onClose} />;
  return <MemberQuestion what={what} member={member} onClose={onClose} />;
}

type Question = Exclude<MemberDialog['what'], 'role' | 'access' | 'sessions'>;

function MemberQuestion({ what, member, onClose }: { what: Question; member: Member; onClose: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const take = useTakeSession();
  const { name, userId } = member;
  const done = { invalidates: ['/members'], onDone: onClose } as const;
  const deactivate = useWrite('POST', '/members/:userId/deactivate', done);
  const activate = useWrite('POST', '/members/:userId/activate', done);
  const invite = useWrite('POST', '/members/:userId/invitation');
  const reset = useWrite('POST', '/members/:userId/password');
  const viewAs = useWrite('PUT', '/session/view-as', {
    onDone: (session) => {
      take(session);
      onClose();
      void navigate({ to: '/stations' as never });
    },
  });
  const word = (part: string) => intl.formatMessage({ id: `members.${what}.${part}` }, { name });
  if (invite.data)
    return (
      <Dialog opened onClose={onClose} title={word('done')}>
        <InvitationBox invitation={invite.data} name={name} />
      </Dialog>
    );
  if (reset.data)
    return (
      <Dialog opened onClose={onClose} title={word('done')}>
        <p className="soft small">
          <FormattedMessage id="members.password.once" />
        </p>
        <Details
          rows={[
            [
              intl.formatMessage({ id: 'members.password' }),
              <Mono key="password" copy>
                {reset.data.password}
              </Mono>,
            ],
          ]}
        />
      </Dialog>
    );
  const writes = { deactivate, activate, invite, password: reset };
  const write = what === 'viewAs' ? viewAs : writes[what];
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={word('title')}
      confirm={word('do')}
      destructive={what === 'deactivate'}
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        what === 'viewAs' ? viewAs.mutate({ body: { userId } }) : writes[what].mutate({ params: { userId } })
      }
    >
      <p className="soft">{word('text')}</p>
    </ConfirmDialog>
  );
}
