import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useIntl } from 'react-intl';
import { useRead } from '../api/queries.ts';
import { ProblemState } from '../kit/problem.tsx';
import { Frame } from './frame.tsx';
import { pages } from './pages.ts';
import { SessionProvider, type SignedIn, useSession } from './session.tsx';

const SignIn = lazy(() => import('../../src/features/session/page.tsx'));
const Setup = lazy(() => import('../../src/features/setup/page.tsx'));
const Invitation = lazy(() => import('../../src/features/members/invitation/page.tsx'));
const NotAllowed = lazy(() => import('./not-allowed.tsx'));

/** What everyone sees first: set-up while nobody is there, sign-in while nobody is signed in, else the frame with the page. */
export function Console() {
  const session = useRead('/session', {}, { staleMs: 60_000 });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const settingUp = path.startsWith('/setup');
  const signedIn = session.data?.signedIn === true && session.data.codeNeeded !== true;
  const setup = useRead('/setup', {}, { enabled: session.isSuccess && (!signedIn || settingUp), staleMs: 60_000 });

  if (session.error) return <ProblemState page error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return null;
  if (!signedIn && path === '/invitation')
    return (
      <Suspense>
        <Invitation />
      </Suspense>
    );
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
        <Allowed path={path}>
          <Outlet />
        </Allowed>
      </Frame>
    </SessionProvider>
  );
}

/** A page that the role does not include says so, instead of a list that cannot be had. */
function Allowed({ path, children }: { path: string; children: ReactNode }) {
  const intl = useIntl();
  const { rights } = useSession();
  const page = pages.find(({ to }) => path === to || (to !== '/stations' && path.startsWith(`${to}/`)));
  if (!page || rights.includes(page.right)) return children;
  return (
    <Suspense>
      <NotAllowed page what={intl.formatMessage({ id: `shell.nav.${page.id}` })} />
    </Suspense>
  );
}
