import { driftLimit } from '../../domain/clock.ts';
import type { ChargingState, ConnectorStatus } from '../../domain/message.ts';
import type { LiveValues, StationKey } from '../../domain/ports.ts';
import { contactOf } from '../../domain/silence.ts';
import { standingOf } from '../../domain/standing.ts';
import { placeKey } from '../../domain/state.ts';
import { present } from '../../lib/present.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { InformationReply } from './contract.ts';
import { firmwareChanges } from './rules.ts';
import type { BayRow, OpenError, StationSheet } from './store.ts';

const time = (date: Date | null): string | undefined => date?.toISOString();

/** The station's own, else that of where it stands, else the operator's. */
export const zoneOf = (sheet: StationSheet): string =>
  sheet.time_zone ?? sheet.place_time_zone ?? sheet.fleet_time_zone;

/** What has been reported about a station, as its sheet shows it: everything but the figures. */
export function describe(from: {
  readonly key: StationKey;
  readonly sheet: StationSheet;
  readonly bays: readonly BayRow[];
  readonly errors: readonly OpenError[];
  readonly live: LiveValues | undefined;
  readonly firstConnection: Instant | undefined;
  readonly now: Instant;
}): Omit<InformationReply, 'figures'> {
  const { key, sheet, bays, live, now } = from;
  return {
    stationId: key.stationId,
    identity: sheet.identity,
    timeZone: zoneOf(sheet),
    now: iso(now),
    connection: connectionOf(sheet, live, from.firstConnection, now),
    ...present({ alert: alertOf(from.errors, bays) }),
    chargePoints: bays.map((bay) => chargePointOf(bay, live?.connected ?? sheet.connected, live)),
    master: {
      name: sheet.name,
      ...present({
        publicName: sheet.public_name,
        place: sheet.place === null ? undefined : present(sheet.place),
        entity: sheet.entity,
        ownerContactId: sheet.owner_contact_id,
        technicianContactId: sheet.technician_contact_id,
        location: sheet.location,
        address: sheet.address,
        timeZone: sheet.time_zone,
        commissionedOn: sheet.commissioned_on,
        warrantyUntil: sheet.warranty_until,
        gridLimitW: sheet.grid_limit_w,
        pendingAfterSeconds: sheet.pending_after,
        note: sheet.note,
      }),
    },
    model: {
      ...present({
        vendor: sheet.vendor,
        model: sheet.model,
        firmware: sheet.firmware,
        bootReason: sheet.boot_reason,
        bootedAt: time(sheet.booted_at),
      }),
      ratedPower: present({ acW: rated(bays, 'AC'), dcW: rated(bays, 'DC') }),
      firmwareHistory: firmwareChanges(sheet.firmware_history).map((change) => ({ ...change, at: iso(change.at) })),
    },
    serials: present({
      chargePoint: sheet.serial,
      chargeBox: sheet.box_serial,
      meter: sheet.meter_serial,
      meterType: sheet.meter_type,
      iccid: sheet.iccid,
      imsi: sheet.imsi,
    }),
  };
}

function connectionOf(
  sheet: StationSheet,
  live: LiveValues | undefined,
  firstConnection: Instant | undefined,
  now: Instant,
): InformationReply['connection'] {
  const connected = live?.connected ?? sheet.connected;
  const lastMessageAt = live?.lastMessageAt ?? sheet.last_message_at?.getTime();
  const since = connected ? sheet.connected_since?.getTime() : undefined;
  const pendingAfterSeconds = sheet.pending_after ?? sheet.fleet_pending_after;
  const driftSeconds = live?.driftSeconds ?? sheet.drift_seconds ?? undefined;
  return {
    state: contactOf({
      connected,
      connectedSince: since,
      // What is only known from before live values were kept counts as heard of.
      lastMessageAt: lastMessageAt ?? firstConnection,
      pendingAfterSeconds,
      fleetPendingAfterSeconds: sheet.fleet_pending_after,
      now,
    }),
    ...present({
      since: since === undefined ? undefined : iso(since),
      lastMessageAt: lastMessageAt === undefined ? undefined : iso(lastMessageAt),
      protocol: sheet.protocol,
      address: sheet.connection_address,
      securityProfile: sheet.security_profile,
      tls: sheet.tls,
      node: connected ? sheet.node : undefined,
      roundTripMs: live?.roundTripMs ?? sheet.round_trip_ms,
      driftSeconds,
    }),
    driftSuspicious: driftSeconds !== undefined && Math.abs(driftSeconds) > driftLimit,
    pendingAfterSeconds,
    pendingAfterOf: sheet.pending_after === null ? 'fleet' : 'station',
    fleetPendingAfterSeconds: sheet.fleet_pending_after,
  };
}

/** The oldest critical error by its most telling name, and how many charge points such errors keep from charging. */
function alertOf(errors: readonly OpenError[], bays: readonly BayRow[]): InformationReply['alert'] {
  const critical = errors.filter((error) => error.severity === 'critical');
  const oldest = critical[0];
  if (!oldest) return undefined;
  // OCPP 2.x tells a fault twice: the status says that there is one (B04), the event names it (N07).
  const first = critical.find((error) => placeKey(error) === placeKey(oldest) && error.code !== 'Faulted') ?? oldest;
  const whole = critical.some((error) => error.evse === 0);
  const blocked = new Set(critical.map((error) => placeKey(error)));
  const affected = whole
    ? bays
    : bays.filter((bay) => blocked.has(placeKey(bay)) || blocked.has(placeKey({ evse: bay.evse, connector: 0 })));
  return {
    errorId: first.id,
    evse: first.evse,
    connector: first.connector,
    code: first.code,
    since: first.first_seen.toISOString(),
    affected: affected.length,
    chargePoints: bays.length,
    openErrors: errors.length,
    ...present({
      chargePointName: bays.find((bay) => placeKey(bay) === placeKey(first))?.name,
      vendorErrorCode: first.vendor_error_code,
    }),
  };
}

function chargePointOf(
  bay: BayRow,
  connected: boolean,
  live: LiveValues | undefined,
): InformationReply['chargePoints'][number] {
  const now = live?.connectors[placeKey(bay)];
  return {
    evse: bay.evse,
    connector: bay.connector,
    standing: standingOfRow(bay, connected),
    ...present({
      name: bay.name,
      connectorType: bay.connector_type,
      maxPowerW: bay.max_power_w,
      status: bay.status,
      statusSince: time(bay.status_since),
      errorCode: bay.error_code,
      vendorErrorCode: bay.vendor_error_code,
    }),
    ...(bay.number !== null && bay.started_at
      ? {
          session: {
            number: bay.number,
            startedAt: bay.started_at.toISOString(),
            ...present({
              chargingState: bay.charging_state,
              energyWh: now?.energyWh ?? bay.energy_wh,
              powerW: now?.powerW ?? bay.power_w,
              soc: now?.soc ?? bay.soc,
              stopAskedAt: time(bay.stop_asked_at),
            }),
          },
        }
      : {}),
  };
}

/** The domain's rule on a row: it looks at the status and at what the session says of itself. */
const standingOfRow = (bay: BayRow, connected: boolean) =>
  standingOf(
    connected,
    present({ status: bay.status as ConnectorStatus | null }),
    bay.number === null ? undefined : present({ chargingState: bay.charging_state as ChargingState | null }),
  );

function rated(bays: readonly BayRow[], current: 'AC' | 'DC'): number | undefined {
  const known = bays.filter((bay) => bay.current === current && bay.max_power_w !== null);
  return known.length > 0 ? known.reduce((sum, bay) => sum + bay.max_power_w!, 0) : undefined;
}
