import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import type { Right } from '../../src/http/contract.ts';
import { keyOf } from '../api/queries.ts';
import type { Reply, RouteAt } from '../api/routes.ts';
import { useLanguage } from './language.tsx';

export type Session = Reply<RouteAt<'GET', '/session'>>;

/** A session with everything a signed-in person has. */
export type SignedIn = Session & Required<Pick<Session, 'user' | 'operator' | 'role' | 'rights'>>;

const SessionContext = createContext<SignedIn | undefined>(undefined);

/** Who is signed in. Only inside the frame. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of the frame');
  return session;
}

/** May this person do it? Hides what their role may never see. */
export const useRight = (right: Right): boolean => useSession().rights.includes(right);

/** Takes over a new session, e.g. after signing in. */
export function useTakeSession(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    client.removeQueries({ predicate: ({ queryKey: [url] }) => url !== '/session' && url !== '/setup' });
    client.setQueryData(keyOf('/session'), session);
  };
}

/** Hands the session to what is inside and writes everything in its language and time zone. */
export function SessionProvider({ session, children }: { session: SignedIn; children: ReactNode }) {
  const { setLanguage, setTimeZone } = useLanguage();
  useEffect(() => {
    if (session.language) setLanguage(session.language);
    setTimeZone(session.timeZone ?? session.operator.timeZone);
  }, [session, setLanguage, setTimeZone]);
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}
