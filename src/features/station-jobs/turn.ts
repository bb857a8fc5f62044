import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import { Failure, isFailure } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { isPassing } from '../../lib/passing.ts';
import { type Clock, day } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { changeStation } from '../ask-station.ts';
import { passwordOf } from './passwords.ts';
import type { RowRecord } from './store.ts';
import * as store from './turn-store.ts';

export interface StationJobsTurnDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly hashPassword: (password: string) => string;
  /** The row of a new station; undefined: the identity is in use. */
  readonly claimIdentity: (
    wall: { operatorId: number; entities: readonly number[] | undefined },
    identity: string,
  ) => Promise<number | undefined>;
}

const atOnce = 240;
const sideBySide = 48;

/** One turn of all jobs on stations, on one node at a time. Rows are begun again when they were cut off: every step stands being done twice. */
export function createStationJobsTurn(deps: StationJobsTurnDeps): (signal: AbortSignal) => Promise<void> {
  const { pool, clock, log } = deps;
  return async (signal) => {
    await store.forgetOld(pool, clock.now() - day, clock.now() - 7 * day);
    for (const job of await store.runningJobs(pool)) {
      while (!signal.aborted) {
        const rows = await store.takeRows(pool, job, atOnce);
        if (rows.length === 0) {
          await store.finishJob(pool, job, clock.now());
          log.info({ job: job.id }, 'A job on stations is at its end');
          break;
        }
        const outcomes = await doRows(deps, job, rows, signal);
        await store.keepOutcomes(pool, job, outcomes);
        // What passes (a node that is away, a database that fails over) is tried again with the next turn.
        if (outcomes.length < rows.length) break;
      }
    }
  };
}

async function doRows(
  deps: StationJobsTurnDeps,
  job: store.Running,
  rows: readonly (RowRecord & { again: boolean })[],
  signal: AbortSignal,
): Promise<store.Outcome[]> {
  const wall = { operatorId: job.operator_id, entities: job.entities ?? undefined };
  const ids = rows.flatMap(({ station_id }) => station_id ?? []);
  const seen = await asOperator(deps.pool, wall, (client) => store.stillSeen(client, wall.operatorId, ids));
  const outcomes: store.Outcome[] = [];
  const waiting = [...rows];
  const hand = async () => {
    for (let row = waiting.shift(); row !== undefined && !signal.aborted; row = waiting.shift()) {
      const { station_id: stationId } = row;
      if (row.action === 'change' && !(stationId !== null && seen.has(stationId))) {
        outcomes.push({ row: row.row, stationId: undefined, detail: 'The station is not there any more.' });
        continue;
      }
      try {
        outcomes.push({ row: row.row, stationId: await doRow(deps, job, wall, row), detail: undefined });
      } catch (error) {
        if (isPassing(error) || isFailure(error, 'node.away') || isFailure(error, 'bus.away')) continue;
        if (!isFailure(error)) deps.log.error({ err: error, job: job.id, row: row.row }, 'A row of a job failed');
        outcomes.push({
          row: row.row,
          stationId: undefined,
          detail: isFailure(error) ? error.detail : 'It failed on our side; the log says why.',
        });
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, hand));
  return outcomes;
}

async function doRow(
  { pool, bus, hashPassword, claimIdentity }: StationJobsTurnDeps,
  job: store.Running,
  wall: { operatorId: number; entities: readonly number[] | undefined },
  row: RowRecord & { again: boolean },
): Promise<number> {
  const who = { operatorId: job.operator_id, userId: job.user_id };
  let stationId = row.station_id ?? undefined;
  if (row.action === 'create') {
    const again = row.again ? await store.madeSince(pool, who.operatorId, row.label, job.started_at) : undefined;
    stationId = again ?? (await claimIdentity(wall, row.label));
    if (stationId === undefined) throw new Failure('name.taken', 'There is a station with this identity already.');
    // Adopting a second time is refused by the station itself: it was done before the cut.
    await changeStation(bus, who, stationId, { kind: 'adoptStation', name: row.plan.name ?? row.label }).catch(
      (error) => {
        if (!(row.again && isFailure(error, 'state.conflict'))) throw error;
      },
    );
    const password = passwordOf(job.seed ?? '', row.label);
    await changeStation(bus, who, stationId, { kind: 'setCredentials', passwordHash: hashPassword(password) });
  }
  for (const step of row.plan.steps)
    await changeStation(bus, who, stationId!, step).catch((error) => {
      if (!(row.again && step.kind === 'addChargePoint' && isFailure(error, 'name.taken'))) throw error;
    });
  return stationId!;
}
