import type { Static } from 'typebox';
import type { LiveValues } from '../../domain/ports.ts';
import { contactOf } from '../../domain/silence.ts';
import type { Standing } from '../../domain/standing.ts';
import { present } from '../../lib/present.ts';
import { type Instant, iso } from '../../lib/time.ts';
import type { StationHeader, StationRow } from './contract.ts';
import type { ListRow } from './row-store.ts';
import { badgesOf } from './rules.ts';
import type { HeaderRow } from './store.ts';

type Protocol = NonNullable<Static<typeof StationRow>['protocol']>;

/** Where every charge point says that it does not charge, the power is known: none. */
const isIdle = (standings: readonly Standing[]): boolean =>
  standings.length > 0 && standings.every((standing) => standing !== 'charging' && standing !== 'unknown');

/** A row of the list as the API shows it. */
export function stationRow(row: ListRow, now: Instant): Static<typeof StationRow> {
  const standings = row.connector_standings === '' ? [] : (row.connector_standings.split(' ') as Standing[]);
  const places = row.places ?? [];
  const known = places.flatMap(([, , watts]) => watts ?? []);
  return present({
    id: row.id,
    identity: row.identity,
    name: row.name,
    location: row.location,
    locationId: row.location_id,
    standing: row.standing,
    connection: contactOf({
      connected: row.connected,
      connectedSince: row.connected_since?.getTime(),
      lastMessageAt: row.last_message_at?.getTime(),
      pendingAfterSeconds: row.pending_after ?? undefined,
      fleetPendingAfterSeconds: row.fleet_pending_after,
      now,
    }),
    connectedSince: row.connected_since?.toISOString(),
    lastMessageAt: row.last_message_at?.toISOString(),
    chargePoints: places.map(([evse, connector], at) => ({ evse, connector, standing: standings[at] ?? 'unknown' })),
    protocol: row.protocol as Protocol | null,
    vendor: row.vendor,
    model: row.model,
    firmware: row.firmware,
    openErrors: row.open_errors,
    powerW: row.connected ? (row.power_w ?? (isIdle(standings) ? 0 : undefined)) : undefined,
    maxPowerW: row.grid_limit_w ?? (known.length > 0 ? known.reduce((sum, watts) => sum + watts, 0) : undefined),
    energy24hWh: row.energy_wh,
    unauthenticated: row.unauthenticated_allowed,
    demo: row.demo,
  });
}

/** The head of the data sheet; `live` is newer than what was written last. */
export function stationHeader(
  stationId: number,
  row: HeaderRow,
  live: LiveValues | undefined,
  now: Instant,
): Static<typeof StationHeader> {
  const standings = row.connector_standings === '' ? [] : (row.connector_standings.split(' ') as Standing[]);
  const chargePoints = (row.places ?? []).map(([evse, connector, name], at) =>
    present({ evse, connector, name, standing: standings[at] ?? ('unknown' as const) }),
  );
  const lastMessageAt = live?.lastMessageAt ?? row.last_message_at?.getTime();
  const driftSeconds = live?.driftSeconds ?? row.drift_seconds ?? undefined;
  const since = row.connected_since?.getTime();
  return {
    id: stationId,
    identity: row.identity,
    name: row.name,
    adopted: row.adopted,
    decommissioned: row.decommissioned,
    demo: row.demo,
    timeZone: row.time_zone,
    connection: present({
      state: contactOf({
        connected: row.connected,
        connectedSince: since,
        lastMessageAt,
        pendingAfterSeconds: row.pending_after ?? undefined,
        fleetPendingAfterSeconds: row.fleet_pending_after,
        now,
      }),
      since: row.connected_since?.toISOString(),
      lastMessageAt: lastMessageAt === undefined ? undefined : new Date(lastMessageAt).toISOString(),
      pendingAfterSeconds: row.pending_after ?? row.fleet_pending_after,
      address: row.connection_address,
      securityProfile: row.security_profile,
      tls: row.tls,
      roundTripMs: live?.roundTripMs ?? row.round_trip_ms,
      driftSeconds,
      blocked: blockOf(row, now),
      second: row.connected && row.second ? { address: row.second[0], at: iso(Date.parse(row.second[1])) } : undefined,
    }),
    standing: row.standing,
    chargePoints,
    faulted: chargePoints.filter(({ standing }) => standing === 'faulted').length,
    hasCredentials: row.has_credentials,
    badges: badgesOf({
      unauthenticatedAllowed: row.unauthenticated_allowed,
      adopted: row.adopted,
      decommissioned: row.decommissioned,
      demo: row.demo,
      hasCredentials: row.has_credentials,
      driftSeconds,
    }),
    counters: { chargePoints: chargePoints.length, runningSessions: row.running, openErrors: row.open_errors },
    ...present({
      location: row.location,
      locationId: row.location_id,
      address: row.address,
      protocol: row.protocol as Protocol | null,
      vendor: row.vendor,
      model: row.model,
      firmware: row.firmware,
      bootStatus: row.boot_status,
      powerW: row.connected ? (live ? live.powerW : row.power_w) : undefined,
    }),
  };
}

const blockOf = ({ blocked_until: until, block_cause: cause }: HeaderRow, now: Instant) =>
  until === null || until.getTime() <= now ? undefined : { until: until.toISOString(), ...present({ cause }) };
