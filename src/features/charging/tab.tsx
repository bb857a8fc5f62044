import { useState } from 'react';
import { usePages } from '../../../web/api/queries.ts';
import type { TabProps } from '../tabs.ts';
import { AllowedCard, usePlace } from './allowed.tsx';
import { LimitDialog } from './limit-dialog.tsx';
import { Cars, Outside } from './outside.tsx';
import { Profiles } from './profiles.tsx';
import './charging.css';

/** What limits charging here: what is allowed in the end, and every profile, limit and wish that makes it so. */
export function Tab({ station, stationId }: TabProps) {
  const [limiting, setLimiting] = useState(false);
  const evse = usePlace(station);
  const list = usePages('/stations/:stationId/charging/profiles', { params: { stationId }, query: { limit: 200 } });
  return (
    <div className="stack">
      <AllowedCard station={station} profiles={list.rows} />
      <Profiles station={station} list={list} onLimit={() => setLimiting(true)} />
      <Outside station={station} />
      <Cars station={station} />
      {limiting ? (
        <LimitDialog station={station} profiles={list.rows} evse={evse} onClose={() => setLimiting(false)} />
      ) : null}
    </div>
  );
}
