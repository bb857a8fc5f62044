import type pg from 'pg';
import type { Static } from 'typebox';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { day } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { firmwareContract, Rollout, RolloutStation } from './contract.ts';
import { readReach } from './reach-store.ts';
import * as store from './rollout-store.ts';
import { type TargetState, targetStates, waveSizes } from './rules.ts';
import { type ImageRow, readImage } from './store.ts';

export interface RolloutsDeps extends AuditDeps {
  readonly pool: pg.Pool;
}

type RolloutHandlers = Pick<
  Handlers<typeof firmwareContract>,
  | 'preview'
  | 'createRollout'
  | 'listRollouts'
  | 'readRollout'
  | 'rolloutStations'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'retryFailed'
>;

const usualWaves = [{ stations: 1 }, { percent: 5 }, { percent: 100 }];

export function rolloutRoutes(deps: RolloutsDeps): RolloutHandlers {
  const { pool, clock, newId } = deps;

  const shown = async (client: pg.ClientBase, operatorId: number, id: string): Promise<Static<typeof Rollout>> => {
    const row = found(await store.readRollout(client, operatorId, id));
    return shownRollout(row, await store.countTargets(client, operatorId, [id]));
  };

  /** A person's word on a roll-out, if its state allows it. */
  const change = (
    type: string,
    work: (client: pg.ClientBase, rollout: store.RolloutRow) => Promise<Record<string, unknown>>,
  ) => {
    return ({ caller, params: { rolloutId } }: { caller: Caller; params: { rolloutId: string } }) =>
      asOperator(pool, caller, async (client) => {
        const rollout = found(await store.readRollout(client, caller.operatorId, rolloutId, true));
        const more = await work(client, rollout);
        await audit(client, deps, caller, type, { rollout: rolloutId, before: rollout.state, ...more });
        return shown(client, caller.operatorId, rolloutId);
      });
  };
  const failures = async (client: pg.ClientBase, { operator_id: operatorId, id }: store.RolloutRow) =>
    (await store.countTargets(client, operatorId, [id]))
      .filter(({ state }) => state === 'failed')
      .reduce((sum, row) => sum + row.stations, 0);

  return {
    preview: ({ caller: { operatorId, entities }, body }) =>
      asOperator(pool, { operatorId, entities }, async (client) => {
        const image = known(await readImage(client, operatorId, body.imageId));
        return readReach(client, operatorId, body.filter, image, body.again ?? false);
      }),

    createRollout: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        const { operatorId, userId } = caller;
        const image = ready(await readImage(client, operatorId, body.imageId, true));
        const again = body.again ?? false;
        const { stations } = await readReach(client, operatorId, body.filter, image, again);
        if (stations === 0) throw new Failure('value.refused', 'No station fits: none would be reached.');
        // A-18: what was confirmed is what is done.
        if (body.expected !== undefined && body.expected !== stations)
          throw new Failure(
            'state.conflict',
            `It would reach ${stations} stations by now, not ${body.expected}: look again.`,
          );
        const at = clock.now();
        const id = newId(at);
        const endsAt = body.endsAt === undefined ? at + 30 * day : Date.parse(body.endsAt);
        if (endsAt <= at)
          throw new Failure('value.refused', 'The end must lie ahead.', { fields: { endsAt: 'is not ahead' } });
        const signed = body.signed ?? image.trust === 'verified';
        if (signed && image.trust !== 'verified')
          throw new Failure('value.refused', 'The image is not signed.', {
            fields: { signed: 'needs a signed image' },
          });
        const waves = waveSizes(body.waves ?? usualWaves, stations);
        const settings = {
          pauseSeconds: body.pauseSeconds ?? 3600,
          mostFailures: body.mostFailures ?? 0,
          onlyIdle: body.onlyIdle ?? true,
          signed,
          tries: body.tries ?? 3,
          retrySeconds: body.retrySeconds ?? 900,
          retrieveAt: body.retrieveAt,
          installAt: body.installAt,
        };
        const name = body.name?.trim() ?? `${image.version}${image.vendor === null ? '' : ` – ${image.vendor}`}`;
        const rollout = {
          id,
          imageId: image.id,
          name,
          filter: body.filter,
          waves,
          ...settings,
          endsAt,
          at,
          by: userId,
        };
        const taken = await store.insertRollout(client, operatorId, rollout, image, again);
        await audit(client, deps, caller, 'rollout.created', {
          rollout: id,
          image: image.id,
          version: image.version,
          stations: taken,
          waves,
          filter: body.filter,
          ...settings,
        });
        return shown(client, operatorId, id);
      }),

    listRollouts: ({ caller: { operatorId, entities }, query: { after, limit = 50 } }) =>
      asOperator(pool, { operatorId, entities }, async (client) => {
        const rows = await store.listRollouts(client, operatorId, {
          after: after === undefined ? undefined : readCursor(after, 'string', 'uuid'),
          limit: limit + 1,
        });
        const page = rows.slice(0, limit);
        const counts = await store.countTargets(
          client,
          operatorId,
          page.map(({ id }) => id),
        );
        const last = rows.length > limit ? page.at(-1) : undefined;
        return present({
          items: page.map((row) =>
            shownRollout(
              row,
              counts.filter((count) => count.rollout_id === row.id),
            ),
          ),
          next: last && writeCursor(last.created_at.toISOString(), last.id),
        });
      }),

    readRollout: ({ caller: { operatorId, entities }, params }) =>
      asOperator(pool, { operatorId, entities }, (client) => shown(client, operatorId, params.rolloutId)),

    rolloutStations: ({ caller: { operatorId, entities }, params, query: { after, limit = 50, state, wave } }) =>
      asOperator(pool, { operatorId, entities }, async (client) => {
        found(await store.readRollout(client, operatorId, params.rolloutId));
        const rows = await store.listTargets(client, operatorId, params.rolloutId, {
          state,
          wave,
          after: after === undefined ? undefined : readCursor(after, 'integer', 'integer'),
          limit: limit + 1,
        });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows.slice(0, limit).map(shownTarget),
          next: last && writeCursor(last.wave, last.station_id),
        });
      }),

    pause: change('rollout.paused', async (client, { operator_id: operatorId, id, state }) => {
      if (state !== 'running') throw new Failure('state.conflict', 'Only a roll-out that runs can be paused.');
      await store.setRollout(client, operatorId, id, { state: 'paused' });
      return {};
    }),
    resume: change('rollout.resumed', async (client, rollout) => {
      const { operator_id: operatorId, id, state } = rollout;
      if (state !== 'paused' && state !== 'halted')
        throw new Failure('state.conflict', 'Only a roll-out that was paused or halted can go on.');
      const forgiven = state === 'halted' ? await failures(client, rollout) : rollout.forgiven;
      await store.setRollout(client, operatorId, id, { state: 'running', forgiven });
      return { forgiven };
    }),
    cancel: change('rollout.cancelled', async (client, { operator_id: operatorId, id, state }) => {
      if (state === 'cancelled' || state === 'done')
        throw new Failure('state.conflict', 'This roll-out has ended already.');
      const now = clock.now();
      await store.dropWaiting(client, operatorId, id, 'cancelled', now);
      await store.setRollout(client, operatorId, id, { state: 'cancelled', endedAt: now });
      return {};
    }),
    retryFailed: change('rollout.retried', async (client, { operator_id: operatorId, id, state }) => {
      if (state === 'cancelled') throw new Failure('state.conflict', 'This roll-out was cancelled: begin a new one.');
      const stations = await store.waitAgain(client, operatorId, id);
      if (stations === 0) throw new Failure('state.conflict', 'No station of it has failed.');
      await store.setRollout(client, operatorId, id, { state: 'running', forgiven: 0, endedAt: null });
      return { stations };
    }),
  };
}

function found(row: store.RolloutRow | undefined): store.RolloutRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such roll-out here.');
  return row;
}

function known(image: ImageRow | undefined): ImageRow {
  if (!image) throw new Failure('thing.unknown', 'There is no such image here.');
  return image;
}

/** S-15: what is not whole, or whose signature does not hold, is sent to nobody. */
function ready(row: ImageRow | undefined): ImageRow {
  const image = known(row);
  if (image.file_key === null) throw new Failure('state.conflict', 'The image has no content yet: upload it first.');
  if (image.trust === 'refused')
    throw new Failure('state.conflict', 'The signature of the image does not hold: it is sent to nobody.');
  return image;
}

type Counts = Record<TargetState, number>;
const noCounts = (): Counts => Object.fromEntries(targetStates.map((state) => [state, 0])) as Counts;

function shownRollout(row: store.RolloutRow, rows: readonly store.CountRow[]): Static<typeof Rollout> {
  const counts = noCounts();
  const waves = row.waves.map((size) => ({ size, ...noCounts() }));
  for (const { wave, state, stations } of rows) {
    counts[state] += stations;
    const one = waves[wave];
    if (one) one[state] += stations;
  }
  return present({
    id: row.id,
    name: row.name,
    image: present({ id: row.image_id, version: row.version, vendor: row.vendor }),
    filter: row.filter as Static<typeof Rollout>['filter'],
    state: row.state,
    waves,
    wave: row.wave,
    nextWaveAt: row.state === 'running' ? row.next_wave_at?.toISOString() : undefined,
    counts,
    pauseSeconds: row.pause_seconds,
    mostFailures: row.most_failures,
    onlyIdle: row.only_idle,
    signed: row.signed,
    tries: row.tries,
    retrySeconds: row.retry_seconds,
    retrieveAt: row.retrieve_at?.toISOString(),
    installAt: row.install_at?.toISOString(),
    endsAt: row.ends_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    endedAt: row.ended_at?.toISOString(),
  });
}

const shownTarget = (row: store.TargetRow): Static<typeof RolloutStation> =>
  present({
    stationId: row.station_id,
    name: row.name,
    identity: row.identity,
    connected: row.connected,
    wave: row.wave,
    state: row.state,
    status: row.status,
    statusAt: row.status_at?.toISOString(),
    reason: row.reason,
    tried: row.tried,
    nextAt: row.state === 'waiting' ? row.next_at?.toISOString() : undefined,
    requestId: row.request_id,
    askedAt: row.asked_at?.toISOString(),
    fetchedAt: row.fetched_at?.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    fromVersion: row.from_version,
    version: row.version,
  });
