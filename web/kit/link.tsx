import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link inside the console. `search` becomes the query string; `to` is a whole path, e.g. `/stations/7/errors`. */
export function GoTo({
  to,
  search,
  children,
  className,
  label,
}: {
  to: string;
  search?: Readonly<Record<string, string | undefined>>;
  children: ReactNode;
  className?: string;
  label?: string;
}) {
  return (
    <Link
      to={to as never}
      search={(search ?? {}) as never}
      {...(className ? { className } : {})}
      {...(label ? { 'aria-label': label } : {})}
    >
      {children}
    </Link>
  );
}
