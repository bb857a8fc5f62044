import type pg from 'pg';
import type { Bus, StationKey } from '../../domain/ports.ts';
import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { localTime } from '../../lib/local-time.ts';
import { present } from '../../lib/present.ts';
import { type Clock, day, hour, iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { liveValues } from '../ask-station.ts';
import type { informationContract } from './contract.ts';
import { consumption, figures } from './figures.ts';
import { type Span, utilisation } from './rules.ts';
import { describe, zoneOf } from './sheet.ts';
import { readBays, readFirstConnection, readOpenErrors, readSessions, readSheet, type StationSheet } from './store.ts';

export interface InformationDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
}

export function informationRoutes({ pool, bus, clock }: InformationDeps): Handlers<typeof informationContract> {
  return {
    information: async ({ caller, params }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      const live = await liveValues(bus, key);
      return asOperator(pool, caller, async (client) => {
        const now = clock.now();
        const sheet = await required(client, key);
        const local = localTime(zoneOf(sheet));
        const bays = await readBays(client, key);
        const errors = await readOpenErrors(client, key);
        const firstConnection = await readFirstConnection(client, key);
        return {
          ...describe({ key, sheet, bays, errors, live, firstConnection, now }),
          figures: await figures({ client, key, sheet, bays, live, firstConnection, local, now }),
        };
      });
    },

    patterns: async ({ caller, params }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      return asOperator(pool, caller, async (client) => {
        const now = clock.now();
        const sheet = await required(client, key);
        const local = localTime(zoneOf(sheet));
        const evses = new Set((await readBays(client, key)).map((bay) => bay.evse)).size;
        const sessions = await readSessions(client, key, { from: now - 90 * day, to: now }, now);
        const window = patternWindow(sheet, sessions, now);
        return {
          timeZone: local.timeZone,
          utilisation: {
            from: iso(window.from),
            to: iso(window.to),
            chargePoints: evses,
            ...present(utilisation(sessions, evses, window, local)),
          },
          consumption: await consumption(client, key, sessions, local, now),
        };
      });
    },
  };
}

/** 90 days, or since the station is known here: time before that would dilute every share. */
function patternWindow(sheet: StationSheet, sessions: readonly Span[], now: number): Span {
  const known = Math.min(sheet.created_at.getTime(), sessions[0]?.from ?? now);
  const from = Math.max(now - 90 * day, known);
  return { from: Math.min(from, now - hour), to: now };
}

async function required(client: pg.ClientBase, key: StationKey): Promise<StationSheet> {
  const sheet = await readSheet(client, key);
  if (!sheet) throw new Failure('thing.unknown', 'There is no station with this number.');
  return sheet;
}
