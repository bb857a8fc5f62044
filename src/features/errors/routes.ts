import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { placeOf, typed, wordsOf } from '../../http/query-parts.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import type { Clock } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { type ErrorRow, errorsContract, type FleetErrorRow } from './contract.ts';
import { refusalToClose } from './rules.ts';
import { type ErrorFilter, findClosable, findErrors, summariseFleet, summariseStation } from './store.ts';

export interface ErrorsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** The errors of one station and of the fleet, and closing one by hand. */
export function createErrors({ pool, bus, clock }: ErrorsDeps): Slice {
  const handlers: Handlers<typeof errorsContract> = {
    listErrors: async ({ caller, params, query }) => {
      const filter = filterOf({ ...query, ...placeOf(query.connector), stationId: params.stationId });
      const page = await asOperator(pool, caller, async (client) => {
        await requireStation(client, caller.operatorId, params.stationId);
        return findErrors(client, caller.operatorId, filter, pageOf(query), clock.now());
      });
      return { ...page, items: page.items.map(withoutStation) };
    },
    errorSummary: ({ caller, params }) =>
      asOperator(pool, caller, (client) => summariseStation(client, caller.operatorId, params.stationId)),
    listFleetErrors: ({ caller, query }) =>
      asOperator(pool, caller, (client) =>
        findErrors(client, caller.operatorId, filterOf(query), pageOf(query), clock.now()),
      ),
    fleetErrorSummary: ({ caller }) => asOperator(pool, caller, (client) => summariseFleet(client, caller.operatorId)),
    closeError: async ({ caller, params: { stationId, errorId } }) => {
      const { operatorId, userId } = caller;
      const error = await asOperator(pool, caller, (client) => findClosable(client, operatorId, stationId, errorId));
      if (error === undefined) throw new Failure('thing.unknown', 'This station has no such error.');
      const refusal = refusalToClose(error);
      if (refusal !== undefined) throw new Failure('state.conflict', refusal);
      const reply = await bus.ask(
        { operatorId, stationId },
        { kind: 'change', change: { kind: 'closeError', errorId }, userId },
      );
      if (reply.kind === 'refused') throw new Failure(reply.reason, reply.detail);
      return undefined;
    },
  };
  return slice('errors', errorsContract, handlers);
}

interface Query {
  isOpen?: boolean;
  from?: string;
  to?: string;
  code?: string;
  severity?: string;
  source?: 'reported' | 'derived';
  station?: string;
  locationId?: number;
  stationId?: number;
  evse?: number;
  connector?: number | string;
}

const filterOf = (query: Query): ErrorFilter =>
  present({
    stationId: query.stationId,
    station: typed(query.station),
    locationId: query.locationId,
    isOpen: query.isOpen,
    from: query.from,
    to: query.to,
    evse: query.evse,
    connector: typeof query.connector === 'number' ? query.connector : undefined,
    codes: wordsOf(query.code),
    severities: wordsOf(query.severity),
    source: query.source,
  });

const pageOf = (query: { after?: string; limit?: number }) =>
  present({ after: query.after, limit: query.limit ?? 100 });

function withoutStation({
  stationName: _,
  identity: _i,
  location: _l,
  connected: _c,
  ...row
}: FleetErrorRow): ErrorRow {
  return row;
}
