import type pg from 'pg';
import QRCode from 'qrcode';
import type { Change } from '../../domain/changes.ts';
import { normalEvseId, splitEvseId } from '../../domain/evse-id.ts';
import type { ChargingState, ConnectorStatus } from '../../domain/message.ts';
import type { Bus, LiveValues, StationKey } from '../../domain/ports.ts';
import { standingOf } from '../../domain/standing.ts';
import { placeKey } from '../../domain/state.ts';
import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { type Clock, iso } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { liveValues } from '../ask-station.ts';
import type { ChargePointDescription, ChargePointItem, chargePointsContract } from './contract.ts';
import { energySum, enteredEvseId, evseIdSentences, evseUrl, shareOf } from './rules.ts';
import { type ChargePointRow, type EvseOwner, findEvseId, readChargePoints, readShares, readStation } from './store.ts';

export interface ChargePointsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Where drivers and operators reach this installation; absent: the address by which it was asked. */
  readonly publicUrl?: string | undefined;
  /** That address is one of https. */
  readonly secure?: boolean;
}

interface Place {
  readonly stationId: number;
  readonly evse: number;
  readonly connector: number;
}

export function chargePointsRoutes({
  pool,
  bus,
  clock,
  publicUrl,
  secure = false,
}: ChargePointsDeps): Handlers<typeof chargePointsContract> {
  const required = async (client: pg.ClientBase, key: StationKey) => {
    const station = await readStation(client, key);
    if (!station) throw new Failure('thing.unknown', 'There is no station with this number.');
    return station;
  };

  const existing = async (operatorId: number, place: Place): Promise<ChargePointRow | undefined> => {
    const key = { operatorId, stationId: place.stationId };
    return asOperator(pool, allOf(operatorId), async (client) => {
      await required(client, key);
      return (await readChargePoints(client, key)).find((row) => placeKey(row) === placeKey(place));
    });
  };

  /** What the form says, as a change: checked here so that the refusal stands at its field. */
  const description = async (operatorId: number, place: Place, form: ChargePointDescription) => {
    const { evseId: _whole, evseIdParts: _parts, ...rest } = form;
    const entered = enteredEvseId(present(form) as Parameters<typeof enteredEvseId>[0]);
    const emptied = form.evseId === null && !form.evseIdParts;
    if (entered && 'problem' in entered)
      throw new Failure('value.refused', evseIdSentences[entered.problem], {
        fields: { evseId: evseIdSentences[entered.problem] },
      });
    if (entered) {
      const owner = await asOperator(pool, allOf(operatorId), (client) =>
        findEvseId(client, operatorId, entered.normal),
      );
      if (owner && !isAt(owner, place)) throw taken(owner);
    }
    return { ...rest, ...(entered ? { evseId: entered.evseId } : emptied ? { evseId: null } : {}) };
  };

  const change = async (key: StationKey, userId: string, asked: Change): Promise<number> => {
    const reply = await bus.ask(key, { kind: 'change', change: asked, userId });
    if (reply.kind === 'changed') return reply.seq;
    if (reply.kind !== 'refused') throw new Error(`A change was answered with ${reply.kind}`);
    // Only the EVSE-ID of a charge point must be unique: the index had the last word over a race.
    throw new Failure(
      reply.reason,
      reply.detail,
      reply.reason === 'name.taken' ? { fields: { evseId: reply.detail } } : {},
    );
  };

  const qr = async (operatorId: number, place: Place, host: unknown): Promise<string> => {
    const row = await existing(operatorId, place);
    if (!row) throw new Failure('thing.unknown', 'The station has no such charge point.');
    if (row.evse_id === null)
      throw new Failure(
        'state.conflict',
        'This charge point has no EVSE-ID yet: give it one, then its QR code can be printed.',
      );
    return evseUrl(
      publicUrl ?? `${secure ? 'https' : 'http'}://${typeof host === 'string' ? host : 'localhost'}`,
      row.evse_id,
    );
  };

  return {
    chargePoints: async ({ caller, params }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      const live = await liveValues(bus, key);
      return asOperator(pool, caller, async (client) => {
        const station = await required(client, key);
        const rows = await readChargePoints(client, key);
        const connected = live?.connected ?? station.connected;
        return { timeZone: station.timeZone, items: rows.map((row) => itemOf(row, connected, live)) };
      });
    },

    chargePointShares: async ({ caller, params, query }) => {
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      const to = query.to ? new Date(query.to) : new Date(clock.now());
      const from = query.from ? new Date(query.from) : null;
      return asOperator(pool, caller, async (client) => {
        await required(client, key);
        const { rows, nowhere } = await readShares(client, key, { from, to });
        return {
          to: to.toISOString(),
          items: rows.map(shareOf),
          nowhere: nowhere?.sessions ?? 0,
          sessions: rows.reduce((sum, row) => sum + row.sessions, nowhere?.sessions ?? 0),
          ...present({ from: from?.toISOString(), energyWh: energySum(nowhere ? [...rows, nowhere] : rows) }),
        };
      });
    },

    addChargePoint: async ({ caller, params, body }) => {
      const { evse, connector = 1, ...form } = body;
      const place = { stationId: params.stationId, evse, connector };
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      if (await existing(key.operatorId, place)) {
        const detail = `The station has a charge point ${evse}.${connector} already.`;
        throw new Failure('name.taken', detail, { fields: { evse: detail } });
      }
      const described = await description(key.operatorId, place, form);
      const seq = await change(key, caller.userId, { kind: 'addChargePoint', evse, connector });
      if (Object.keys(described).length === 0) return { seq };
      return { seq: await change(key, caller.userId, { kind: 'describeChargePoint', evse, connector, ...described }) };
    },

    describeChargePoint: async ({ caller, params, body }) => {
      const { evse, connector } = params;
      const key = { operatorId: caller.operatorId, stationId: params.stationId };
      if (!(await existing(key.operatorId, params)))
        throw new Failure('thing.unknown', 'The station has no such charge point.');
      const described = await description(key.operatorId, params, body);
      return { seq: await change(key, caller.userId, { kind: 'describeChargePoint', evse, connector, ...described }) };
    },

    checkEvseId: async ({ caller, query }) => {
      const parts = query.country ?? query.operator ?? query.number;
      const entered = enteredEvseId(
        parts === undefined
          ? { evseId: query.evseId ?? '' }
          : {
              evseIdParts: { country: query.country ?? '', operator: query.operator ?? '', number: query.number ?? '' },
            },
      );
      if (!entered || 'problem' in entered) return { valid: false, ...(entered ? { problem: entered.problem } : {}) };
      const owner = await asOperator(pool, caller, (client) => findEvseId(client, caller.operatorId, entered.normal));
      const own =
        owner &&
        isAt(owner, { stationId: query.stationId ?? 0, evse: query.evse ?? 0, connector: query.connector ?? 0 });
      return { valid: true, evseId: entered.evseId, ...(owner && !own ? { takenBy: ownerOf(owner) } : {}) };
    },

    qrPng: async ({ caller, params, headers }) => {
      const url = await qr(caller.operatorId, params, headers.host);
      const raw = await QRCode.toBuffer(url, { type: 'png', width: 1024, margin: 4, errorCorrectionLevel: 'Q' });
      return { raw, headers: attachment(params, 'png') };
    },
    qrSvg: async ({ caller, params, headers }) => {
      const url = await qr(caller.operatorId, params, headers.host);
      const raw = await QRCode.toString(url, { type: 'svg', margin: 4, errorCorrectionLevel: 'Q' });
      return { raw, headers: attachment(params, 'svg') };
    },

    evse: async ({ caller, params }) => {
      const owner = await asOperator(pool, caller, (client) =>
        findEvseId(client, caller.operatorId, normalEvseId(params.evseId)),
      );
      if (!owner) throw new Failure('thing.unknown', 'No charge point has this EVSE-ID.');
      return { stationId: owner.stationId, evse: owner.evse, connector: owner.connector, evseId: owner.evseId };
    },
  };
}

const isAt = (owner: EvseOwner, place: Place): boolean =>
  owner.stationId === place.stationId && owner.evse === place.evse && owner.connector === place.connector;

const ownerOf = (owner: EvseOwner) => ({
  stationId: owner.stationId,
  stationName: owner.stationName,
  evse: owner.evse,
  connector: owner.connector,
  ...present({ name: owner.name }),
});

function taken(owner: EvseOwner): Failure {
  const detail = `${owner.evseId} belongs to ${owner.name ?? `charge point ${owner.evse}.${owner.connector}`} of ${owner.stationName}.`;
  return new Failure('name.taken', detail, { fields: { evseId: detail } });
}

const attachment = (place: Place, ending: string) => ({
  'content-disposition': `inline; filename="qr-${place.stationId}-${place.evse}-${place.connector}.${ending}"`,
  'cache-control': 'private, no-cache',
});

function itemOf(row: ChargePointRow, connected: boolean, live: LiveValues | undefined): ChargePointItem {
  const now = live?.connectors[placeKey(row)];
  return {
    evse: row.evse,
    connector: row.connector,
    source: row.source,
    standing: standingOf(
      connected,
      present({ status: row.status as ConnectorStatus | null }),
      row.number === null ? undefined : present({ chargingState: row.charging_state as ChargingState | null }),
    ),
    ...present({
      name: row.name,
      evseId: row.evse_id,
      evseIdParts: row.evse_id === null ? undefined : splitEvseId(row.evse_id),
      connectorType: row.connector_type,
      maxPowerW: row.max_power_w,
      current: row.current,
      phases: row.phases,
      cable: row.cable,
      status: row.status,
      statusSince: row.status_since?.toISOString(),
      errorCode: row.error_code,
      vendorErrorCode: row.vendor_error_code,
      info: row.info,
    }),
    ...(row.number !== null && row.transaction_id !== null && row.started_at
      ? {
          session: {
            number: row.number,
            transactionId: row.transaction_id,
            startedAt: iso(row.started_at.getTime()),
            ...present({
              energyWh: now?.energyWh ?? row.energy_wh,
              powerW: now?.powerW ?? row.power_w,
              soc: now?.soc ?? row.soc,
              chargingState: row.charging_state,
              stopAskedAt: row.stop_asked_at?.toISOString(),
            }),
          },
        }
      : {}),
  };
}
