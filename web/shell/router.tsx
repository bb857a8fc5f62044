import { IconMapOff } from '@tabler/icons-react';
import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { FormattedMessage } from 'react-intl';
import { EmptyState } from '../kit/empty-state.tsx';
import { GoTo } from '../kit/link.tsx';
import { Console } from './console.tsx';

const root = createRootRoute({ component: Console, notFoundComponent: NotFound });

/** A page in a chunk of its own. It is asked for when it is drawn, so not while somebody still has to sign in. */
const at = <P extends string>(path: P, load: () => Promise<{ default: ComponentType }>) => {
  const Page = lazy(load);
  return createRoute({
    getParentRoute: () => root,
    path,
    component: () => (
      <Suspense>
        <Page />
      </Suspense>
    ),
  });
};

const routes = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/stations' as never, replace: true });
    },
  }),
  // Set-up and its steps draw themselves in place of the frame.
  createRoute({ getParentRoute: () => root, path: '/setup', component: () => null }),
  createRoute({ getParentRoute: () => root, path: '/invitation', component: () => null }),
  at('/stations', () => import('../../src/features/stations/page.tsx')),
  at('/stations/import', () => import('../../src/features/station-jobs/page.tsx')),
  createRoute({
    getParentRoute: () => root,
    path: '/stations/$stationId',
    beforeLoad: ({ params }) => {
      throw redirect({ to: `/stations/${params.stationId}/information` as never, replace: true });
    },
  }),
  at('/stations/$stationId/$tab', () => import('../sheet/sheet.tsx')),
  at('/evse/$evseId', () => import('../../src/features/charge-points/page.tsx')),
  at('/errors', () => import('../../src/features/errors/page.tsx')),
  at('/reservations', () => import('../../src/features/reservations/page.tsx')),
  at('/onboarding', () => import('../../src/features/onboarding/page.tsx')),
  at('/locations', () => import('../../src/features/locations/page.tsx')),
  at('/locations/$locationId', () => import('../../src/features/locations/location-page.tsx')),
  at('/cards', () => import('../../src/features/cards/page.tsx')),
  at('/asset-management', () => import('../../src/features/assets/page.tsx')),
  at('/documents', () => import('../../src/features/documents/page.tsx')),
  at('/firmware', () => import('../../src/features/firmware/page.tsx')),
  at('/certificates', () => import('../../src/features/certificates/page.tsx')),
  at('/vendors', () => import('../../src/features/vendors/page.tsx')),
  at('/contacts', () => import('../../src/features/contacts/page.tsx')),
  at('/notifications', () => import('../../src/features/notifications/page.tsx')),
  at('/outbox', () => import('../../src/features/outbox/page.tsx')),
  at('/members', () => import('../../src/features/members/page.tsx')),
  at('/organisation', () => import('../../src/features/organisation/page.tsx')),
  at('/audit', () => import('../../src/features/record/page.tsx')),
  at('/api-keys', () => import('../../src/features/api-keys/page.tsx')),
  at('/operator', () => import('../../src/features/operator/page.tsx')),
  at('/account', () => import('../../src/features/account/page.tsx')),
]);

/** Query strings are plain text (`?standing=faulted,offline&range=7d`), so that people can read and write them. */
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Record<string, unknown>): string => {
  const text = new URLSearchParams(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, String(value)]),
  )
    .toString()
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':');
  return text ? `?${text}` : '';
};

export const router = createRouter({
  routeTree: routes,
  parseSearch,
  stringifySearch,
});

function NotFound() {
  return (
    <EmptyState
      page
      icon={<IconMapOff size={20} stroke={1.6} />}
      title={<FormattedMessage id="shell.notFound.title" />}
      text={<FormattedMessage id="shell.notFound.text" />}
      action={
        <GoTo to="/stations">
          <FormattedMessage id="shell.notFound.action" />
        </GoTo>
      }
    />
  );
}
