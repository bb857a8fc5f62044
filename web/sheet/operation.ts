import type { StationHead } from '../../src/features/tabs.ts';
import { type Standing, standingOf, weightOf } from '../kit/standing-table.ts';

export interface Operation {
  readonly standing: Standing;
  /** `faulted` and `charging` name their share; `notKnown`: nothing is heard of them while the station is offline; otherwise the word of the standing. */
  readonly says: 'faulted' | 'charging' | 'standing' | 'notKnown' | 'none';
  readonly count: number;
  readonly all: number;
}

/** The operating state of a station: never "Faulted" because of one charge point, but how many of how many. */
export function operationOf(station: Pick<StationHead, 'chargePoints' | 'standing'>): Operation {
  const standings = station.chargePoints.map((point) => standingOf(point.standing));
  const all = standings.length;
  if (all === 0) return { standing: standingOf(station.standing), says: 'none', count: 0, all };
  const faulted = standings.filter((standing) => standing === 'faulted').length;
  if (faulted > 0) return { standing: 'faulted', says: 'faulted', count: faulted, all };
  const charging = standings.filter((standing) => standing === 'charging').length;
  if (charging > 0) return { standing: 'charging', says: 'charging', count: charging, all };
  if (standings.every((standing) => standing === 'offline'))
    return { standing: 'offline', says: 'notKnown', count: 0, all };
  const worst = [...standings].sort((one, other) => weightOf(one) - weightOf(other))[0]!;
  return { standing: worst, says: 'standing', count: 0, all };
}
