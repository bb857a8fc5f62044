import { useRead } from '../../../web/api/queries.ts';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { SkeletonCard } from '../../../web/kit/skeleton.tsx';
import { useLive } from '../../../web/live.ts';
import type { TabProps } from '../tabs.ts';
import { Alert } from './alert.tsx';
import { Bays } from './bays.tsx';
import { Cards } from './cards.tsx';
import { Numbers } from './numbers.tsx';
import { Patterns } from './patterns.tsx';
import './information.css';

/** What the station is, how it stands, and when it is busy. */
export function Tab({ stationId, station }: TabProps) {
  const read = useRead('/stations/:stationId/information', { params: { stationId } });
  const { values } = useLive(stationId);
  if (read.error && !read.data) return <ProblemState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data)
    return (
      <div className="stack">
        <SkeletonCard lines={2} />
        <SkeletonCard lines={8} />
        <SkeletonCard lines={8} />
      </div>
    );
  const sheet = read.data;
  const shared = { sheet, live: values, station };
  return (
    <div className="stack">
      <Alert {...shared} />
      <Numbers {...shared} />
      <Bays {...shared} />
      <Patterns stationId={stationId} />
      <Cards {...shared} />
    </div>
  );
}
