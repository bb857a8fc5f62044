import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useRead } from '../api/queries.ts';
import { ProblemState } from '../kit/problem.tsx';
import { Frame } from './frame.tsx';
import { SessionProvider, type SignedIn } from './session.tsx';

const SignIn = lazy(() => import('../../src/features/session/page.tsx'));
const Setup = lazy(() => import('../../src/features/setup/page.tsx'));

/** What everyone sees first: set-up while nobody is there, sign-in while nobody is signed in, else the frame with the page. */
export function Console() {
  const session = useRead('/session', {}, { staleMs: 60_000 });
  const settingUp = useRouterState({ select: (state) => state.location.pathname.startsWith('/setup') });
  const signedIn = session.data?.signedIn === true && session.data.codeNeeded !== true;
  const setup = useRead('/setup', {}, { enabled: session.isSuccess && (!signedIn || settingUp), staleMs: 60_000 });

  if (session.error) return <ProblemState page error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return null;
  if (!signedIn) {
    if (setup.error) return <ProblemState page error={setup.error} onRetry={() => void setup.refetch()} />;
    if (!setup.data) return null;
    return <Suspense>{setup.data.needed ? <Setup setup={setup.data} /> : <SignIn />}</Suspense>;
  }
  if (settingUp) {
    if (!setup.data) return null;
    return (
      <SessionProvider session={session.data as SignedIn}>
        <Suspense>
          <Setup setup={setup.data} signedIn />
        </Suspense>
      </SessionProvider>
    );
  }
  return (
    <SessionProvider session={session.data as SignedIn}>
      <Frame>
        <Outlet />
      </Frame>
    </SessionProvider>
  );
}
