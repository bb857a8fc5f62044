import type pg from 'pg';
import type { HoldingKind, HoldingValues } from '../../domain/holding.ts';
import type { StationKey } from '../../domain/ports.ts';
import { type Caller, type Handlers, type Slice, slice } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { type Clock, day, iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { fromText } from '../../storage/text.ts';
import {
  type DisplayText,
  deviceContract,
  type GridControl,
  type Monitor,
  type NetworkSlot,
  type StationTariff,
  type Stream,
  type Variable,
} from './contract.ts';
import { customerDays, joinParts } from './rules.ts';
import * as store from './store.ts';

export interface DeviceDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** Whether a setting of this name holds a secret, in any version. */
  readonly isSecretName: (name: string) => boolean;
}

type Asking = { caller: Caller; params: { stationId: number } };
type PageQuery = { after?: string; limit?: number };
const hidden = '[hidden]';

/** What a station has of its own: variables, monitors, texts on its display, grid controls, network slots. */
export function createDevice({ pool, clock, isSecretName }: DeviceDeps): Slice {
  const within = <T>(
    { caller, params }: Asking,
    work: (client: pg.PoolClient, key: StationKey) => Promise<T>,
  ): Promise<T> =>
    asOperator(pool, caller, async (client) => {
      await requireStation(client, caller.operatorId, params.stationId);
      return work(client, { operatorId: caller.operatorId, stationId: params.stationId });
    });

  /** A page of things of one kind. */
  const holdings = <K extends HoldingKind, T>(
    request: Asking & { query: PageQuery },
    kind: K,
    show: (client: pg.PoolClient, key: StationKey, rows: store.HoldingRow<K>[]) => Promise<T[]> | T[],
  ) => {
    const { after, limit = 50 } = request.query;
    const marker = after === undefined ? undefined : readCursor(after, 'string')[0];
    return within(request, async (client, key) => {
      const rows = await store.listHoldings(client, key, kind, present({ after: marker, limit: limit + 1 }));
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const items = await show(client, key, rows.slice(0, limit));
      return present({ items, next: last && writeCursor(last.key) });
    });
  };

  const handlers: Handlers<typeof deviceContract> = {
    variables: (request) => {
      const { after, limit = 50, text } = request.query;
      const marker =
        after === undefined
          ? undefined
          : readCursor(after, 'string', 'string', 'integer', 'integer', 'string', 'string');
      return within(request, async (client, key) => {
        const rows = await store.listVariables(client, key, present({ text, after: marker, limit: limit + 1 }));
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows.slice(0, limit).map((row) => variable(row, isSecretName(row.variable))),
          next: last && writeCursor(...store.keyOf(last)),
        });
      });
    },

    monitors: (request) =>
      holdings(request, 'monitor', async (client, key, rows) => {
        const keys = rows.map((row) => row.key);
        const events = byKey(await store.holdingsOf(client, key, 'monitorEvent', keys));
        const values = byKey(await store.holdingsOf(client, key, 'streamValue'));
        const streams = new Map(
          (await store.holdingsOf(client, key, 'stream')).map((row) => [String(row.value.monitorId), row]),
        );
        const units = await store.unitsOf(client, key, [...new Set(rows.map((row) => row.value.name.component))]);
        return rows.map((row) => {
          const { component, variable: watched } = row.value.name;
          const shown = monitor(row, events.get(row.key), streams.get(row.key), values, isSecretName);
          return present({ ...shown, unit: units.get(`${component} ${watched}`) });
        });
      }),

    streams: (request) =>
      within(request, async (client, key) => {
        const streams = await store.holdingsOf(client, key, 'stream');
        const values = byKey(await store.holdingsOf(client, key, 'streamValue'));
        const monitors = byKey(
          await store.holdingsOf(client, key, 'monitor', [
            ...new Set(streams.map(({ value }) => String(value.monitorId))),
          ]),
        );
        return {
          items: streams.map((row) =>
            shownStream(row, monitors.get(String(row.value.monitorId)), values.get(row.key), isSecretName),
          ),
        };
      }),

    displayMessages: (request) =>
      holdings(request, 'displayMessage', (_, _key, rows) =>
        rows.map(
          ({ at, value: { by: _by, startsAt, endsAt, display: _d, more, ...text } }): DisplayText =>
            present({
              ...text,
              more: more && [...more],
              startsAt: startsAt === undefined ? undefined : iso(startsAt),
              endsAt: endsAt === undefined ? undefined : iso(endsAt),
              at: at.toISOString(),
            }),
        ),
      ),

    gridControls: (request) =>
      holdings(request, 'gridControl', (_, _key, rows) =>
        rows.map(({ at, value }): GridControl => ({ ...value, content: { ...value.content }, at: at.toISOString() })),
      ),

    tariffs: (request) =>
      holdings(request, 'tariff', (_, _key, rows) =>
        rows.map(
          ({ key, at, value: { by: _by, evses, validFrom, ...tariff } }): StationTariff =>
            present({
              ...tariff,
              id: key,
              evses: evses && [...evses],
              validFrom: validFrom === undefined ? undefined : iso(validFrom),
              at: at.toISOString(),
            }),
        ),
      ),

    networkProfiles: (request) =>
      holdings(request, 'networkProfile', (_, _key, rows) =>
        rows.map(({ at, value }): NetworkSlot => ({ ...value, at: at.toISOString() })),
      ),

    customerInformation: (request) =>
      within(request, async (client, key) => {
        const question = await store.readQuestion(client, key, request.params.commandId);
        // Somebody else's question does not exist: it is about a person.
        if (question?.asked_by !== request.caller.userId || question.request_id === null)
          throw new Failure('thing.unknown', 'You asked this station no such question.');
        if (question.asked_at.getTime() < clock.now() - customerDays * day)
          throw new Failure('thing.unknown', `What stations tell of people is dropped after ${customerDays} days.`);
        const frames = await store.customerFrames(client, key, question.asked_at);
        return joinParts(frames.map(fromText), question.request_id);
      }),
  };
  return slice('device', deviceContract, handlers);
}

const byKey = <R extends { readonly key: string }>(rows: readonly R[]): Map<string, R> =>
  new Map(rows.map((row) => [row.key, row]));

/** Evse 0 and connector 0 stand for "none named". */
const variable = (row: store.VariableRow, secret: boolean): Variable =>
  present({
    component: row.component,
    componentInstance: row.component_instance || undefined,
    evse: row.evse || undefined,
    connector: row.connector || undefined,
    variable: row.variable,
    variableInstance: row.variable_instance || undefined,
    dataType: row.data_type,
    unit: row.unit,
    minLimit: row.min_limit,
    maxLimit: row.max_limit,
    maxElements: row.max_elements,
    values: row.values_list === null ? undefined : row.values_list.split(',').map((value) => value.trim()),
    supportsMonitoring: row.supports_monitoring,
    attributes: row.attributes.map((one) => present({ ...one, value: secret && one.value ? hidden : one.value })),
    readAt: row.read_at.toISOString(),
  });

function monitor(
  { key, at, value }: store.HoldingRow<'monitor'>,
  event: store.HoldingRow<'monitorEvent'> | undefined,
  stream: store.HoldingRow<'stream'> | undefined,
  values: ReadonlyMap<string, store.HoldingRow<'streamValue'>>,
  isSecretName: (name: string) => boolean,
): Monitor {
  const { component, componentInstance, evse, connector, variable: watched, variableInstance } = value.name;
  const secret = isSecretName(watched);
  return present({
    id: value.id ?? Number(key),
    ...present({ component, componentInstance, evse, connector, variable: watched, variableInstance }),
    type: value.type,
    value: value.value,
    severity: value.severity,
    onlyDuringTransaction: value.onlyDuringTransaction === true,
    origin: value.origin,
    at: at.toISOString(),
    last: event && noticed(event.at, event.value, secret),
    stream: stream && streaming(stream, values.get(stream.key), secret),
  });
}

const noticed = (at: Date, event: HoldingValues['monitorEvent'], secret: boolean): NonNullable<Monitor['last']> =>
  present({
    at: at.toISOString(),
    value: secret ? hidden : event.value,
    trigger: event.trigger,
    cleared: event.cleared,
    info: event.techInfo,
  });

const streaming = (
  { key, value }: store.HoldingRow<'stream'>,
  newest: store.HoldingRow<'streamValue'> | undefined,
  secret: boolean,
): NonNullable<Monitor['stream']> =>
  present({
    id: Number(key),
    intervalSeconds: value.intervalSeconds,
    value: newest && (secret ? hidden : newest.value.value),
    valueAt: newest?.at.toISOString(),
    pending: newest?.value.pending,
  });

const notifications = {
  custom: 'CustomMonitor',
  hardWired: 'HardWiredMonitor',
  preconfigured: 'PreconfiguredMonitor',
} as const;

function shownStream(
  { key, at, value: { monitorId, intervalSeconds, values } }: store.HoldingRow<'stream'>,
  monitor: store.HoldingRow<'monitor'> | undefined,
  newest: store.HoldingRow<'streamValue'> | undefined,
  isSecretName: (name: string) => boolean,
): Stream {
  const secret = monitor !== undefined && isSecretName(monitor.value.name.variable);
  const { attribute: _, ...name } = monitor?.value.name ?? {};
  return present({
    id: Number(key),
    monitorId,
    trigger: 'Periodic' as const,
    notification: monitor && notifications[monitor.value.origin ?? 'custom'],
    severity: monitor?.value.severity,
    ...name,
    intervalSeconds,
    values,
    value: newest && (secret ? hidden : newest.value.value),
    valueAt: newest?.at.toISOString(),
    pending: newest?.value.pending,
    at: at.toISOString(),
  });
}
