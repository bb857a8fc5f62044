import type pg from 'pg';
import type { Caller } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { type ComponentRow, type EventRow, readComponent, writeEvent } from './component-store.ts';
import * as store from './store.ts';

export interface Elsewhere {
  readonly status: 'inStock' | 'defective' | 'returned' | 'scrapped';
  readonly warehouseId?: number | undefined;
  readonly reason?: string | undefined;
}

/** Every step of a component's life writes its row, its life and the record, in one transaction. */
export function moves(deps: AuditDeps) {
  const { clock, newId } = deps;

  async function tell(
    client: pg.ClientBase,
    caller: Caller,
    component: ComponentRow,
    kind: EventRow['kind'],
    what: { stationId?: number | null; otherId?: number | undefined; body: Record<string, unknown> },
  ): Promise<void> {
    const at = clock.now();
    await writeEvent(client, {
      operatorId: caller.operatorId,
      componentId: component.id,
      id: newId(at),
      at,
      kind,
      userId: caller.userId,
      ...what,
    });
    await audit(
      client,
      deps,
      caller,
      `component.${kind}`,
      present({
        component: component.id,
        article: component.article,
        serial: component.serial,
        other: what.otherId,
        ...what.body,
      }),
      what.stationId ?? undefined,
    );
  }

  /** Locked, so that two people cannot install it at two stations (CMP-2). */
  async function locked(client: pg.ClientBase, caller: Caller, id: number): Promise<ComponentRow> {
    const row = await readComponent(client, caller.operatorId, id, true);
    if (!row) throw new Failure('thing.unknown', 'There is no such component here.');
    return row;
  }

  async function install(
    client: pg.ClientBase,
    caller: Caller,
    id: number,
    at: { stationId: number; position?: string | null; installationNumber?: string | null },
    otherId?: number,
  ): Promise<void> {
    const before = await locked(client, caller, id);
    if (before.station_id !== null)
      throw new Failure('state.conflict', `This component is installed at ${before.station ?? 'a station'} already.`);
    if (before.status === 'scrapped') throw new Failure('state.conflict', 'This component was scrapped.');
    if (before.status !== 'inStock')
      throw new Failure(
        'state.conflict',
        'Only a component in stock can be installed. Say first that it is good again.',
      );
    const now = iso(clock.now());
    await store.updateComponent(client, caller.operatorId, id, {
      status: 'installed',
      stationId: at.stationId,
      warehouseId: null,
      position: at.position ?? null,
      installationNumber: at.installationNumber ?? null,
      installedAt: now,
      installedBy: caller.userId,
      ...(before.first_installed_at === null ? { firstInstalledAt: now } : {}),
    });
    await tell(client, caller, before, 'installed', {
      stationId: at.stationId,
      otherId,
      body: present({ from: before.warehouse, position: at.position, installationNumber: at.installationNumber }),
    });
  }

  async function takeOff(
    client: pg.ClientBase,
    caller: Caller,
    id: number,
    stationId: number,
    to: Elsewhere,
    otherId?: number,
  ): Promise<ComponentRow> {
    const before = await locked(client, caller, id);
    if (before.station_id !== stationId) throw new Failure('state.conflict', 'This component is not at this station.');
    const place = await placeOf(client, caller, to.warehouseId);
    if (to.status === 'inStock' && !place)
      throw new Failure('value.refused', 'Say in which warehouse it lies.', { fields: { warehouseId: 'is missing' } });
    await store.updateComponent(client, caller.operatorId, id, {
      status: to.status,
      stationId: null,
      warehouseId: place?.id ?? null,
      entityId: place ? place.entity_id : await store.entityOfStation(client, caller.operatorId, stationId),
      position: null,
      installedAt: null,
      installedBy: null,
      ...(to.status === 'defective' && before.failed_at === null ? { failedAt: iso(clock.now()) } : {}),
    });
    await tell(client, caller, before, 'removed', {
      stationId,
      otherId,
      body: present({
        status: to.status,
        to: place?.name,
        reason: to.reason,
        position: before.position,
        installedAt: before.installed_at?.toISOString(),
      }),
    });
    return before;
  }

  /** A warehouse the caller sees: a foreign one does not exist. */
  async function placeOf(client: pg.ClientBase, caller: Caller, id: number | undefined) {
    if (id === undefined) return undefined;
    const [row] = await store.readWarehouses(client, caller.operatorId, id);
    if (!row)
      throw new Failure('value.refused', 'There is no such warehouse here.', {
        fields: { warehouseId: 'is not known here' },
      });
    return row;
  }

  return { tell, locked, install, takeOff, placeOf };
}
