import type pg from 'pg';
import { type Handlers, type Slice, slice } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { type KeptList, type LocalList, localListsContract } from './contract.ts';
import {
  changeList,
  countKept,
  type KeptRow,
  type ListRow,
  listKept,
  readFleet,
  readList,
  writeFleet,
} from './store.ts';

export interface LocalListsDeps extends AuditDeps {
  readonly pool: pg.Pool;
}

/** The lists of cards on stations: whether they are kept, and how they stand. */
export function createLocalLists(deps: LocalListsDeps): Slice {
  const { pool, clock } = deps;
  const read = async (client: pg.PoolClient, operatorId: number, stationId: number): Promise<LocalList> => {
    await requireStation(client, operatorId, stationId);
    const row = await readList(client, { operatorId, stationId });
    if (row === undefined) throw new Failure('thing.unknown', 'There is no such station here.');
    return shown(row);
  };
  const handlers: Handlers<typeof localListsContract> = {
    get: ({ caller: { operatorId, entities }, params: { stationId } }) =>
      asOperator(pool, { operatorId, entities }, (client) => read(client, operatorId, stationId)),
    set: ({ caller, params: { stationId }, body: { setting } }) =>
      asOperator(pool, caller, async (client) => {
        const key = { operatorId: caller.operatorId, stationId };
        const before = await read(client, key.operatorId, stationId);
        if (before.setting !== setting) {
          await changeList(client, key, { setting: setting === 'fleet' ? null : setting, dueAt: clock.now() });
          await audit(client, deps, caller, 'localList.set', { station: stationId, setting, before: before.setting });
        }
        return read(client, key.operatorId, stationId);
      }),
    send: ({ caller, params: { stationId } }) =>
      asOperator(pool, caller, async (client) => {
        const { enabled } = await read(client, caller.operatorId, stationId);
        if (!enabled)
          throw new Failure('state.conflict', 'The card list of this station is not kept: switch it on first.');
        const key = { operatorId: caller.operatorId, stationId };
        await changeList(client, key, { entries: null, state: 'unknown', failures: 0, dueAt: clock.now() });
        await audit(client, deps, caller, 'localList.sent', { station: stationId });
        return read(client, caller.operatorId, stationId);
      }),
    getFleet: ({ caller: { operatorId, entities } }) =>
      asOperator(pool, { operatorId, entities }, (client) => fleet(client, operatorId)),
    setFleet: ({ caller, body: { enabled } }) =>
      asOperator(pool, caller, async (client) => {
        await writeFleet(client, caller.operatorId, enabled);
        await audit(client, deps, caller, 'localList.fleet', { enabled });
        return fleet(client, caller.operatorId);
      }),
    listFleet: ({ caller: { operatorId, entities }, query: { after, limit = 50, state } }) => {
      const marker = after === undefined ? undefined : readCursor(after, 'integer')[0];
      return asOperator(pool, { operatorId, entities }, async (client) => {
        const rows = await listKept(client, operatorId, present({ state, after: marker, limit: limit + 1 }));
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({ items: rows.slice(0, limit).map(keptList), next: last && writeCursor(last.station_id) });
      });
    },
  };
  return slice('local-lists', localListsContract, handlers);
}

const fleet = async (client: pg.PoolClient, operatorId: number) => ({
  enabled: await readFleet(client, operatorId),
  counts: await countKept(client, operatorId),
});

const keptList = (row: KeptRow): KeptList =>
  present({
    stationId: row.station_id,
    stationName: row.station_name,
    identity: row.identity,
    connected: row.connected,
    state: row.state,
    version: row.version,
    cards: row.cards,
    leftOut: row.left_out,
    checkedAt: row.checked_at?.toISOString(),
    lastSentAt: row.last_sent_at?.toISOString(),
    lastResult: row.last_result,
  });

const shown = (row: ListRow & { readonly kept: boolean; readonly fleet: boolean }): LocalList =>
  present({
    setting: row.setting ?? ('fleet' as const),
    enabled: row.kept,
    fleet: row.fleet,
    state: row.state,
    version: row.version,
    thereVersion: row.there_version,
    cards: row.cards,
    leftOut: row.left_out,
    checkedAt: row.checked_at?.toISOString(),
    inStepSince: row.state === 'inStep' ? row.in_step_since?.toISOString() : undefined,
    lastSentAt: row.last_sent_at?.toISOString(),
    lastResult: row.last_result,
  });
