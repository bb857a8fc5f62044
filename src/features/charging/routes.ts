import type pg from 'pg';
import type { HoldingKind } from '../../domain/holding.ts';
import type { StationKey } from '../../domain/ports.ts';
import { type Caller, type Handlers, type Slice, slice } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { present } from '../../lib/present.ts';
import type { Clock } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { chargingContract } from './contract.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

export interface ChargingDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

type Asking = { caller: Caller; params: { stationId: number } };
/** More profiles than this no station has. */
const mostProfiles = 1000;

/** What limits charging at a station: profiles, limits of others, what cars ask for, and what is allowed in the end. */
export function createCharging({ pool, clock }: ChargingDeps): Slice {
  const within = <T>(
    { caller: { operatorId, entities }, params: { stationId } }: Asking,
    work: (client: pg.PoolClient, key: StationKey) => Promise<T>,
  ): Promise<T> =>
    asOperator(pool, { operatorId, entities }, async (client) => {
      await requireStation(client, operatorId, stationId);
      return work(client, { operatorId, stationId });
    });

  const held = async <K extends HoldingKind, T>(
    request: Asking & { query: { after?: string; limit?: number } },
    kind: K,
    show: (client: pg.PoolClient, key: StationKey, rows: store.HeldRow<K>[]) => Promise<T[]> | T[],
  ) => {
    const { after, limit = 50 } = request.query;
    const marker = after === undefined ? undefined : readCursor(after, 'integer', 'string');
    return within(request, async (client, key) => {
      const rows = await store.listHeld(client, key, kind, present({ after: marker, limit: limit + 1 }));
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const items = await show(client, key, rows.slice(0, limit));
      return present({ items, next: last && writeCursor(last.evse ?? 0, last.key) });
    });
  };

  const handlers: Handlers<typeof chargingContract> = {
    profiles: (request) =>
      held(request, 'chargingProfile', async (client, key, rows) => {
        const sessions = rows.flatMap((row) => row.value.profile.transactionId ?? []);
        const numbers = await store.sessionNumbers(client, key, sessions);
        return rows.map((row) => rules.profile(row, numbers));
      }),

    limits: (request) =>
      held(request, 'chargingLimit', (_client, _key, rows) => rows.map((row) => rules.outsideLimit(row))),

    cars: (request) =>
      within(request, async (client, key) => {
        const limit = mostProfiles;
        const wishes = await store.listHeld(client, key, 'chargingNeeds', { limit });
        const drawn = new Map(
          (await store.listHeld(client, key, 'carSchedule', { limit })).map((row) => [row.evse, row.value]),
        );
        // A wish goes with its session.
        const open = await Promise.all(wishes.map((row) => store.openSession(client, key, row.evse ?? 0)));
        const items = wishes
          .filter(({ value: { number } }, index) => number !== undefined && open[index]?.number === number)
          .map((row) => rules.carWish(row, drawn.get(row.evse)));
        return { items };
      }),

    allowed: (request) =>
      within(request, async (client, key) => {
        const { evse, unit = 'W', hours = 24 } = request.query;
        const rows = await store.listHeld(client, key, 'chargingProfile', { limit: mostProfiles });
        const { places, gridLimitW } = await store.readPlaces(client, key);
        const session = evse === 0 ? undefined : await store.openSession(client, key, evse);
        const phases = places.find((place) => place.evse === evse)?.phases;
        return rules.allowed(
          rows.map((row) => ({ evse: row.evse ?? 0, profile: row.value.profile })),
          {
            where: {
              evse,
              unit,
              ...present({ phases }),
              ...(session && {
                session: { transactionId: session.transaction_id, startedAt: session.started_at.getTime() },
              }),
            },
            // Steps are told in whole seconds; what began in this one has begun.
            from: Math.ceil(clock.now() / 1000) * 1000,
            hours,
            sessionNumber: session?.number,
            maxPowerW: rules.mostPower(places, gridLimitW, evse),
          },
        );
      }),
  };
  return slice('charging', chargingContract, handlers);
}
