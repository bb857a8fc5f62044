import type pg from 'pg';
import { shownNumber } from '../../domain/secret.ts';
import { type Caller, type Handlers, type Slice, slice } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { type FleetReservation, type Reservation, reservationsContract } from './contract.ts';
import { listReservations, type ReservationFilter, type ReservationRow } from './store.ts';

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
    const rows = await asOperator(pool, caller.operatorId, async (client) => {
      if (stationId !== undefined) await requireStation(client, caller.operatorId, stationId);
      return listReservations(client, caller.operatorId, filter);
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      rows: rows.slice(0, limit),
      next: last && writeCursor(last.asked_at.toISOString(), last.station_id, last.id),
    };
  };
  const handlers: Handlers<typeof reservationsContract> = {
    list: async ({ caller, params, query }) => {
      const { rows, next } = await list(caller, query, params.stationId);
      return present({ items: rows.map((row) => shown(row, caller)), next });
    },
    listFleet: async ({ caller, query }) => {
      const { rows, next } = await list(caller, query);
      return present({
        items: rows.map(
          (row): FleetReservation => ({ ...shown(row, caller), stationName: row.station_name, identity: row.identity }),
        ),
        next,
      });
    },
    get: async ({ caller, params: { stationId, reservationId } }) => {
      const [row] = await asOperator(pool, caller.operatorId, (client) =>
        listReservations(client, caller.operatorId, { stationId, id: reservationId, limit: 1 }),
      );
      if (row === undefined) throw new Failure('thing.unknown', 'This station has no such reservation.');
      return shown(row, caller);
    },
  };
  return slice('reservations', reservationsContract, handlers);
}

function markerOf(after: string | undefined) {
  const marker = after === undefined ? undefined : readCursor(after, 'string', 'number', 'number');
  if (marker && Number.isNaN(Date.parse(marker[0])))
    throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
  return marker;
}

const shown = (row: ReservationRow, caller: Caller): Reservation =>
  present({
    id: row.id,
    stationId: row.station_id,
    evse: row.evse || undefined,
    connector: row.connector || undefined,
    connectorType: row.connector_type,
    card: caller.rights.has('cards.see') ? shownNumber(row.token_number, row.token_type) : undefined,
    group: caller.rights.has('cards.see') ? row.token_group : undefined,
    status: row.status as Reservation['status'],
    reason: row.reason,
    askedAt: row.asked_at.toISOString(),
    answeredAt: row.answered_at?.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    sessionNumber: row.transaction_number,
  });
