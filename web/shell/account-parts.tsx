import { lazy, Suspense } from 'react';
import { SkeletonCard } from '../kit/skeleton.tsx';

const Notifications = lazy(() => import('../../src/features/notifications/own-card.tsx'));

/** What other slices have about the signed-in person, on the account page. */
export const AccountParts = () => (
  <Suspense fallback={<SkeletonCard lines={6} />}>
    <Notifications />
  </Suspense>
);
