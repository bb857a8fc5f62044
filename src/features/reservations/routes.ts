import type pg from 'pg';
import { shownNumber } from '../../domain/secret.ts';
import { normalCard } from '../../domain/token.ts';
import { type Caller, type Handlers, type Slice, slice } from '../../http/contract.ts';
import { seesPersonal } from '../../http/veil.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { type FleetReservation, type Reservation, reservationsContract } from './contract.ts';
import { holdersOf, listReservations, type ReservationFilter, type ReservationRow } from './store.ts';

export interface ReservationsDeps {
  readonly pool: pg.Pool;
}

/** Charge points kept for a card: what became of each reservation. */
export function createReservations({ pool }: ReservationsDeps): Slice {
  const list = async (
    caller: Caller,
    { after, limit = 50, isOpen }: { after?: string; limit?: number; isOpen?: boolean },
    stationId?: number,
  ) => {
    const filter: ReservationFilter = present({ stationId, isOpen, after: markerOf(after), limit: limit + 1 });
    const { rows, holders } = await asOperator(pool, caller, async (client) => {
      if (stationId !== undefined) await requireStation(client, caller.operatorId, stationId);
      const found = await listReservations(client, caller.operatorId, filter);
      return { rows: found, holders: await holdersFor(client, caller, found) };
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      rows: rows.slice(0, limit),
      holders,
      next: last && writeCursor(last.asked_at.toISOString(), last.station_id, last.id),
    };
  };
  const handlers: Handlers<typeof reservationsContract> = {
    list: async ({ caller, params, query }) => {
      const { rows, holders, next } = await list(caller, query, params.stationId);
      return present({ items: rows.map((row) => shown(row, holders)), next });
    },
    listFleet: async ({ caller, query }) => {
      const { rows, holders, next } = await list(caller, query);
      return present({
        items: rows.map(
          (row): FleetReservation => ({
            ...shown(row, holders),
            stationName: row.station_name,
            identity: row.identity,
          }),
        ),
        next,
      });
    },
    get: async ({ caller, params: { stationId, reservationId } }) => {
      const { row, holders } = await asOperator(pool, caller, async (client) => {
        const [found] = await listReservations(client, caller.operatorId, { stationId, id: reservationId, limit: 1 });
        if (found === undefined) throw new Failure('thing.unknown', 'This station has no such reservation.');
        return { row: found, holders: await holdersFor(client, caller, [found]) };
      });
      return shown(row, holders);
    },
  };
  return slice('reservations', reservationsContract, handlers);
}

function markerOf(after: string | undefined) {
  const marker = after === undefined ? undefined : readCursor(after, 'string', 'integer', 'integer');
  if (marker && Number.isNaN(Date.parse(marker[0])))
    throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
  return marker;
}

/** Who may not see personal data is not told whose the cards are; the numbers are hidden by the contract. */
const holdersFor = (client: pg.ClientBase, caller: Caller, rows: readonly ReservationRow[]) =>
  holdersOf(
    client,
    caller.operatorId,
    seesPersonal(caller) ? [...new Set(rows.map((row) => normalCard(row.token_number)))] : [],
  );

const shown = (row: ReservationRow, holders: ReadonlyMap<string, string>): Reservation =>
  present({
    id: row.id,
    stationId: row.station_id,
    evse: row.evse || undefined,
    connector: row.connector || undefined,
    connectorType: row.connector_type,
    card: shownNumber(row.token_number, row.token_type),
    holder: holders.get(normalCard(row.token_number)),
    group: row.token_group,
    status: row.status as Reservation['status'],
    reason: row.reason,
    askedAt: row.asked_at.toISOString(),
    askedBy: row.asked_by_name,
    answeredAt: row.answered_at?.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    sessionNumber: row.transaction_number,
  });
