import { useState } from 'react';
import { useRead } from '../../../web/api/queries.ts';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useRange } from '../../../web/kit/range.tsx';
import { useLive } from '../../../web/live.ts';
import type { TabProps } from '../tabs.ts';
import { Configuration } from './configuration.tsx';
import { Shares } from './shares.tsx';
import './charge-points.css';

/** Which charge points carry the load, how each stands, and what it is. */
export function Tab({ stationId, station }: TabProps) {
  const range = useRange('30d');
  const [selected, setSelected] = useState<string | undefined>();
  const list = useRead('/stations/:stationId/charge-points', { params: { stationId } });
  const shares = useRead(
    '/stations/:stationId/charge-point-shares',
    { params: { stationId }, query: { from: range.fromIso, to: range.untilIso } },
    { keep: true },
  );
  const { values } = useLive(stationId);
  if (list.error && !list.data) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  const shared = { station, selected, onSelect: setSelected };
  return (
    <div className="stack">
      <Shares {...shared} shares={shares} />
      <Configuration {...shared} items={list.data?.items} shares={shares.data?.items ?? []} live={values} />
    </div>
  );
}
