import { useIntl } from 'react-intl';
import { useSession } from './session.tsx';

/** A role in words: a ready-made one in the reader's language, one of the operator's own as it is called. */
export function useRoleName(): (role: string, name?: string) => string {
  const intl = useIntl();
  return (role, name) => name ?? intl.formatMessage({ id: `shell.role.${role}` });
}

/** The role of who is signed in, in words. */
export function useOwnRole(): string {
  const { role, roleName } = useSession();
  return useRoleName()(role, roleName);
}
