import type { ComponentPropsWithRef } from 'react';
import { useIntl } from 'react-intl';
import { useOwnRole } from './role-name.ts';
import { useSession } from './session.tsx';

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => part[0]!.toUpperCase())
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('');

/** Who is signed in, as a button. */
export function UserButton({ rail, ...props }: { rail: boolean } & ComponentPropsWithRef<'button'>) {
  const intl = useIntl();
  const { user } = useSession();
  const role = useOwnRole();
  return (
    <button type="button" className="user-button" aria-haspopup="menu" {...props}>
      <span className="user-initials" aria-hidden>
        {initialsOf(user.name)}
      </span>
      {rail ? (
        <span className="sr">{intl.formatMessage({ id: 'shell.user' }, { name: user.name })}</span>
      ) : (
        <span className="grow">
          <span className="user-name clip">{user.name}</span>
          <span className="user-role clip">{role}</span>
        </span>
      )}
    </button>
  );
}
