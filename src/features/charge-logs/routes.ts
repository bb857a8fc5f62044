import type pg from 'pg';
import { curveOf, type Point, thinned } from '../../domain/curve.ts';
import type { StationKey } from '../../domain/ports.ts';
import { shownNumber } from '../../domain/secret.ts';
import type { Handlers, QueryOf } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { type Clock, iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { readFacts } from '../../storage/fact-store.ts';
import type { ChargeLogItem, chargeLogsContract } from './contract.ts';
import { cursorText, gapsOf, idleAtEnd, placeOf, readCursor, timelineDetail } from './rules.ts';
import { type Filter, readOne, readPage, readSums, readTimeZone, type SessionRow } from './store.ts';

export interface ChargeLogsDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

/** Points of a curve that are sent: more than a screen has pixels for would only be slow. */
const curvePoints = 600;
/** Facts of one session that are read: at a sample a minute that is more than six days. */
const factLimit = 10_000;
const timelineLimit = 500;

export function chargeLogsRoutes({ pool, clock }: ChargeLogsDeps): Handlers<typeof chargeLogsContract> {
  const zoneOf = async (client: pg.ClientBase, key: StationKey): Promise<string> => {
    const timeZone = await readTimeZone(client, key);
    if (timeZone === undefined) throw new Failure('thing.unknown', 'There is no station with this number.');
    return timeZone;
  };

  return {
    chargeLogs: async ({ caller, params, query }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      const after = query.after === undefined ? undefined : readCursor(query.after);
      if (query.after !== undefined && !after)
        throw new Failure('request.invalid', 'This page does not exist: start at the first one.');
      const limit = query.limit ?? 50;
      return asOperator(pool, caller, async (client) => {
        const timeZone = await zoneOf(client, key);
        const rows = await readPage(client, key, filterOf(query), { limit, ...(after ? { after } : {}) });
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return {
          timeZone,
          items: shown.map(itemOf),
          ...(rows.length > limit && last
            ? { next: cursorText({ startedAt: last.started_at.getTime(), number: last.number }) }
            : {}),
        };
      });
    },

    chargeLogSums: async ({ caller, params, query }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      return asOperator(pool, caller, async (client) => {
        await zoneOf(client, key);
        const sums = await readSums(client, key, filterOf(query));
        return {
          sessions: sums.sessions,
          running: sums.running,
          withoutEnergy: sums.sessions - sums.known,
          // No session, no energy: that is a true zero. Sessions that are all silent have no sum.
          ...(sums.sessions > 0 && sums.known === 0 ? {} : { energyWh: sums.energy ?? 0 }),
        };
      });
    },

    chargeLog: async ({ caller, params }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      return asOperator(pool, caller, async (client) => {
        const timeZone = await zoneOf(client, key);
        const row = await readOne(client, key, params.number);
        if (!row) throw new Failure('thing.unknown', 'This station has no session with this number.');
        const facts = await readFacts(
          client,
          key,
          { transactionNumber: params.number },
          { limit: factLimit + 1, order: 'oldest' },
        );
        const curve = curveOf(facts.slice(0, factLimit), row.meter_start ?? undefined);
        const idleMs = idleAtEnd(curve.power, row.ended_at?.getTime() ?? clock.now());
        return {
          timeZone,
          session: itemOf(row),
          gaps: gapsOf(row.seq_nos, { start: row.start_known, ...present({ endSeqNo: row.end_seq_no }) }),
          curve: {
            power: drawn(curve.power),
            energy: drawn(curve.energy),
            soc: drawn(curve.soc),
            samples: curve.samples,
            truncated: facts.length > factLimit,
          },
          timeline: facts.slice(0, timelineLimit).map((fact) => ({
            seq: fact.seq,
            at: iso(fact.at),
            receivedAt: iso(fact.receivedAt),
            type: fact.body.type,
            detail: timelineDetail(fact),
            ...present({ frameId: fact.frameId, userId: fact.userId }),
          })),
          timelineTruncated: facts.length > timelineLimit,
          ...present({
            meterStart: row.meter_start,
            meterEnd: row.meter_end,
            startSentAt: row.start_sent_at,
            startReceivedAt: row.start_received_at?.toISOString(),
            endSentAt: row.end_sent_at,
            endReceivedAt: row.end_received_at?.toISOString(),
            authorisation: row.authorisation && {
              status: row.authorisation.status,
              ...present({ reason: row.authorisation.reason }),
            },
            remoteStartId: row.remote_start_id,
            idleMs,
          }),
        };
      });
    },
  };
}

const drawn = (points: readonly Point[]): [number, number][] =>
  thinned(points, curvePoints).map(([at, value]) => [at, value]);

function filterOf(query: QueryOf<(typeof chargeLogsContract)['chargeLogSums']>): Filter {
  return present({
    ...(query.chargePoint === undefined ? {} : placeOf(query.chargePoint)),
    from: query.from,
    to: query.to,
    card: query.card === undefined ? undefined : normalNumber(query.card),
    state: query.state,
    flagged: query.flagged,
  });
}

/** As `token_normal` is written: upper case, no separators. */
const normalNumber = (card: string): string => card.toUpperCase().replace(/[^A-Z0-9]/g, '');

function itemOf(row: SessionRow): ChargeLogItem {
  return {
    number: row.number,
    transactionId: row.transaction_id,
    startedAt: row.started_at.toISOString(),
    startKnown: row.start_known,
    offline: row.offline ?? false,
    suspect: [...row.suspect],
    ...present({
      evse: row.evse,
      connector: row.connector,
      chargePointName: row.charge_point_name,
      token:
        row.token_number === null
          ? undefined
          : {
              number: shownNumber(row.token_number, row.token_type),
              ...present({ type: row.token_type, holder: row.holder }),
            },
      endedAt: row.ended_at?.toISOString(),
      endedBy: row.ended_by,
      reason: row.reason,
      chargingState: row.charging_state,
      stopAskedAt: row.stop_asked_at?.toISOString(),
      energyWh: row.energy_wh,
      powerW: row.ended_at === null ? row.power_w : undefined,
      peakPowerW: row.peak_power_w,
      socStart: row.soc_start,
      soc: row.soc,
    }),
  };
}
