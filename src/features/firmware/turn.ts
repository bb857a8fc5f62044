import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { Bus, StationKey } from '../../domain/ports.ts';
import type { NewId } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import { type Clock, day, minute, second } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { writeOperatorFact } from '../../storage/operator-facts.ts';
import { requireStation } from '../../storage/require-station.ts';
import { newToken } from '../../transfer/token.ts';
import { countTargets, dropWaiting, type RolloutRow, readRollout, setRollout } from './rollout-store.ts';
import { mostAtOnce, nextStep, outcomeOf, type WaveCount } from './rules.ts';
import { signingCertificate } from './signature.ts';
import { type ImageRow, readImage } from './store.ts';
import * as store from './turn-store.ts';

export interface RolloutTurnDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Where a station fetches what belongs to a token. */
  readonly downloadUrl: (token: string, name: string, plain: boolean) => string;
}

/** So long an address to fetch from is good: stations may load days later, when `retrieveAt` says so. */
const addressLife = 14 * day;

/**
 * One turn of all roll-outs, on one node at a time: what stations have done since is written down, then judged, then the next ones are
 * asked. All of it is in the database, so that any node goes on after any end of any program.
 */
export function createRolloutTurn(deps: RolloutTurnDeps): (signal: AbortSignal) => Promise<void> {
  const { pool, log } = deps;
  return async (signal) => {
    let after: store.Due | undefined;
    do {
      const due = await store.underWay(pool, after, 100);
      for (const one of due) {
        if (signal.aborted) return;
        // One that fails must not hold up the others.
        await moveOn(deps, one.operator_id, one.id, signal).catch((error: unknown) =>
          log.error({ err: error, rollout: one.id }, 'A roll-out could not go on and is tried again'),
        );
      }
      after = due.length === 100 ? due.at(-1) : undefined;
    } while (after !== undefined);
  };
}

async function moveOn(deps: RolloutTurnDeps, operatorId: number, id: string, signal: AbortSignal): Promise<void> {
  const { pool, clock } = deps;
  const askAgain = await asOperator(pool, allOf(operatorId), async (client) => {
    const rollout = await readRollout(client, operatorId, id, true);
    return rollout === undefined ? [] : settle(client, rollout, clock.now());
  });
  const plan = await asOperator(pool, allOf(operatorId), async (client) => {
    // Locked, so that a person who pauses it at this moment is either before or after.
    const rollout = await readRollout(client, operatorId, id, true);
    if (rollout === undefined) return undefined;
    const image = await readImage(client, operatorId, rollout.image_id);
    if (image === undefined) return undefined;
    const next = rollout.state === 'running' ? await judge(deps, client, rollout) : [];
    return { rollout, image, next };
  });
  if (plan === undefined) return;
  for (const row of askAgain) {
    if (signal.aborted) return;
    await ask(deps, plan.rollout, plan.image, row.station_id, row);
  }
  for (const stationId of plan.next) {
    if (signal.aborted) return;
    await ask(deps, plan.rollout, plan.image, stationId);
  }
}

/** Writes down how those that were asked have done. Gives the ones that have to be asked once more for the same. */
async function settle(client: pg.ClientBase, rollout: RolloutRow, now: number): Promise<store.AskedRow[]> {
  const again: store.AskedRow[] = [];
  const { operator_id: operatorId, id } = rollout;
  for (const row of await store.askedTargets(client, operatorId, id)) {
    const key = { operatorId, stationId: row.station_id };
    const outcome = outcomeOf(
      {
        askedAt: row.asked_at.getTime(),
        tried: row.tried,
        command: row.command ?? undefined,
        commandReason: row.answer?.outcome === 'unsupported' ? 'command.unsupported' : (row.reason ?? undefined),
        answer: row.answer?.outcome === 'refused' ? row.answer.status : undefined,
        firmware: row.firmware ?? undefined,
        bootedAt: row.booted_at?.getTime(),
      },
      rollout.version,
      rollout.tries,
      now,
    );
    if (outcome.kind === 'done') await store.endTarget(client, key, id, { state: 'done' }, now);
    else if (outcome.kind === 'failed')
      await store.endTarget(client, key, id, { state: 'failed', reason: outcome.reason }, now);
    else if (outcome.kind === 'retry') {
      const nextAt = now + rollout.retry_seconds * second;
      await store.putBack(client, key, id, { reason: outcome.reason, nextAt, counts: true });
    } else if (outcome.kind === 'askAgain') again.push(row);
  }
  return again;
}

/** Halts, waits, goes to the next wave or ends; gives the stations to ask now. */
async function judge(deps: RolloutTurnDeps, client: pg.ClientBase, rollout: RolloutRow): Promise<number[]> {
  const now = deps.clock.now();
  const { operator_id: operatorId, id } = rollout;
  const tell = (type: string, body: object) =>
    writeOperatorFact(client, { operatorId, id: deps.newId(now), at: now, type, body: { rollout: id, ...body } });
  if (rollout.ends_at.getTime() <= now) await dropWaiting(client, operatorId, id, 'missed', now);
  const counts = waveCounts(await countTargets(client, operatorId, [id]), rollout.waves.length);
  let { wave } = rollout;
  const step = nextStep(
    {
      wave,
      waves: rollout.waves.length,
      nextWaveAt: rollout.next_wave_at?.getTime(),
      pauseMs: rollout.pause_seconds * second,
      mostFailures: rollout.most_failures,
      forgiven: rollout.forgiven,
    },
    counts,
    now,
  );
  switch (step.kind) {
    case 'halt':
      await setRollout(client, operatorId, id, { state: 'halted' });
      await tell('rollout.halted', { failed: counts.reduce((sum, count) => sum + count.failed, 0) });
      return [];
    case 'done':
      await setRollout(client, operatorId, id, { state: 'done', endedAt: now });
      await tell('rollout.done', {});
      return [];
    case 'pause':
      await setRollout(client, operatorId, id, { nextWaveAt: step.until });
      break;
    case 'advance':
      wave += 1;
      await setRollout(client, operatorId, id, { wave, nextWaveAt: null });
      await tell('rollout.waveBegan', { wave });
      break;
    case 'go':
      break;
  }
  const room = mostAtOnce - counts.reduce((sum, count) => sum + count.asked, 0);
  if (room <= 0) return [];
  return store.nextTargets(client, operatorId, id, { wave, onlyIdle: rollout.only_idle, now, limit: room });
}

export function waveCounts(rows: Awaited<ReturnType<typeof countTargets>>, waves: number): WaveCount[] {
  return Array.from({ length: waves }, (_, wave) => {
    const of = (...states: string[]) =>
      rows.filter((row) => row.wave === wave && states.includes(row.state)).reduce((sum, row) => sum + row.stations, 0);
    const reachable = rows.find((row) => row.wave === wave && row.state === 'waiting')?.reachable ?? 0;
    return {
      wave,
      reachable,
      waiting: of('waiting'),
      asked: of('asked'),
      done: of('done'),
      failed: of('failed'),
      over: of('missed', 'cancelled'),
    };
  });
}

/** With `former` the same request once more: the program ended before the station was asked, or before that was written down. */
async function ask(
  { pool, bus, clock, newId, downloadUrl }: RolloutTurnDeps,
  rollout: RolloutRow,
  image: ImageRow,
  stationId: number,
  former?: store.AskedRow,
): Promise<void> {
  const key: StationKey = { operatorId: rollout.operator_id, stationId };
  const now = clock.now();
  const token = newToken(key.operatorId);
  const requestId = former?.request_id ?? randomInt(1, 2 ** 31 - 1);
  const commandId = former?.command_id ?? newId(now);
  const asking = { requestId, commandId, tokenHash: token.hash, tokenUntil: now + addressLife, at: now };
  const begun = await asOperator(pool, allOf(key.operatorId), async (client) => {
    if (former !== undefined) await store.renewAddress(client, key, rollout.id, asking);
    else if (!(await store.beginAsking(client, key, rollout.id, asking))) return undefined;
    return requireStation(client, key.operatorId, stationId);
  });
  if (begun === undefined) return;
  const { certificate, signature } = image;
  const reply = await bus
    .ask(key, {
      kind: 'command',
      commandId,
      whenOffline: 'refuse',
      timeoutMs: minute,
      command: {
        kind: 'updateFirmware',
        requestId,
        url: downloadUrl(token.text, image.file_name, begun.plain),
        retries: 3,
        retryIntervalSeconds: 60,
        retrieveAt: rollout.retrieve_at?.getTime() ?? now,
        ...(rollout.install_at === null ? {} : { installAt: rollout.install_at.getTime() }),
        // OCPP 2.0.1 L01.FR.11
        ...(rollout.signed && certificate !== null && signature !== null
          ? { signed: { certificate: signingCertificate(certificate), signature: signature.replace(/\s/g, '') } }
          : {}),
      },
    })
    .catch((error: unknown) => ({ kind: 'away' as const, error }));
  if (reply.kind === 'command') return;
  await asOperator(pool, allOf(key.operatorId), async (client) => {
    if (reply.kind === 'refused' && reply.reason === 'command.unsupported') {
      const failed = { state: 'failed', reason: 'command.unsupported' } as const;
      return store.endTarget(client, key, rollout.id, failed, clock.now());
    }
    // Asked already, by a program that ended before it could say so.
    if (reply.kind === 'refused' && former !== undefined && reply.reason === 'state.conflict') return;
    // It has left, its queue is full, or its node does not answer: no fault of an update.
    const reason = reply.kind === 'refused' ? reply.reason : 'node.away';
    return store.putBack(client, key, rollout.id, { reason, nextAt: clock.now() + minute, counts: false });
  });
}
