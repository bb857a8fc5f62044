import { IconLock } from '@tabler/icons-react';
import { FormattedMessage } from 'react-intl';
import { EmptyState } from '../kit/empty-state.tsx';
import { useOwnRole } from './role-name.ts';
import { useSession } from './session.tsx';

/** Why something is not shown: the role does not include it, and who can change that. */
export default function NotAllowed({ what, page = false }: { what: string; page?: boolean }) {
  const { operator } = useSession();
  const role = useOwnRole();
  return (
    <EmptyState
      page={page}
      icon={<IconLock size={20} stroke={1.6} />}
      title={<FormattedMessage id="shell.notAllowed.title" values={{ what }} />}
      text={<FormattedMessage id="shell.notAllowed.text" values={{ what, role, operator: operator.name }} />}
    />
  );
}
