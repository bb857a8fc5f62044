import { useNavigate } from '@tanstack/react-router';
import { FormattedMessage } from 'react-intl';
import { useWrite } from '../api/queries.ts';
import { useOwnRole } from './role-name.ts';
import { useSession, useTakeSession } from './session.tsx';

/** The console is looked at as somebody else: who, and the way back. */
export default function ViewingBar() {
  const { viewing, entityName } = useSession();
  const role = useOwnRole();
  const navigate = useNavigate();
  const take = useTakeSession();
  const end = useWrite('DELETE', '/session/view-as', {
    onDone: (session) => {
      take(session);
      void navigate({ to: '/members' as never });
    },
  });
  return (
    <div className="frame-lost frame-viewing" role="status">
      <span>
        <FormattedMessage
          id={viewing?.name ? 'shell.viewing.person' : entityName ? 'shell.viewing.entity' : 'shell.viewing.role'}
          values={{ name: viewing?.name ?? '', role, entity: entityName ?? '' }}
        />
      </span>
      <button type="button" className="linklike" disabled={end.isPending} onClick={() => end.mutate({})}>
        <FormattedMessage id="shell.viewing.end" />
      </button>
    </div>
  );
}
