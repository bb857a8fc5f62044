import type pg from 'pg';
import type { VariableName } from '../domain/commands/device-model.ts';
import type { Command } from '../domain/commands.ts';
import type { StationKey } from '../domain/ports.ts';
import type { StationState } from '../domain/state.ts';
import { type Instant, iso } from '../lib/time.ts';
import { createGatherer } from './gather.ts';
import { idOf, loadStates } from './load-states.ts';
import { away } from './passing.ts';

/** What must be known of a station to let it in. */
export interface KnownStation extends StationKey {
  readonly adopted: boolean;
  readonly decommissioned: boolean;
  readonly passwordHash?: string;
  readonly unauthenticatedAllowed: boolean;
  /** It is not let in before this. */
  readonly blockedUntil?: Instant;
  readonly minimumProfile: number;
  /** Of a password that it was sent and has not confirmed. */
  readonly passwordNext?: string;
  /** Serial numbers from its boots. */
  readonly serials: readonly string[];
}

export interface OpenConnectionRow extends StationKey {
  readonly connectionId: string;
}

/** What is known of a connection whose end nobody saw. */
export interface ConnectionLife {
  readonly openedAt: Instant;
  readonly lastKnownAt: Instant;
  readonly received: number;
  readonly sent: number;
  readonly bytes: number;
}

export interface StationStore {
  find(operatorId: number, identity: string): Promise<KnownStation | undefined>;
  /** The state as of the newest fact; undefined: there is no such station. */
  load(key: StationKey): Promise<StationState | undefined>;
  /** Makes an empty, not adopted station; `name.taken` is told by `undefined`. */
  create(
    operatorId: number,
    identity: string,
    at: Instant,
    options?: { readonly demo?: boolean; readonly stationId?: number },
  ): Promise<StationKey | undefined>;
  inboxSize(operatorId: number): Promise<number>;
  /** The operator by its name in the URL; without a name the only one there is. */
  operator(slug: string | undefined): Promise<number | undefined>;
  /** Connections that an earlier run of this node left open. */
  leftOpen(node: string): Promise<readonly OpenConnectionRow[]>;
  /** A connection that has no end yet: when it is last known to have lived, and what its frames amount to. */
  lifeOf(key: StationKey, connectionId: string): Promise<ConnectionLife | undefined>;
  /** When an operator's station that nobody holds was last heard. */
  lastHeard(key: StationKey): Promise<Instant | undefined>;
  /** Silence after which a connected station counts as pending, seconds, by operator. */
  patience(): Promise<ReadonlyMap<number, number>>;
  /** Stations with commands or reservations that have not ended. */
  withCommands(): Promise<readonly StationKey[]>;
  /** The value a station last told of one of its settings. */
  settingOf(key: StationKey, name: VariableName): Promise<string | undefined>;
  /** Whether the station has answered exactly this command that nobody but us asked. */
  hasAnswered(key: StationKey, command: Command): Promise<boolean>;
  /** Stations with commands whose time is up, at most `limit`. */
  overdue(now: Instant, limit: number): Promise<readonly StationKey[]>;
}

/** When many stations come at once their questions wait for one another. */
const storm = { parallel: 1, pauseMs: 25 };

const onlyOne = (rows: readonly { readonly id: number }[]): number | undefined =>
  rows.length === 1 ? rows[0]!.id : undefined;

/** Reads of stations on the message path. Questions asked together share their queries. Rejects with Failure `database.away`. */
export function createStationStore({ pool }: { readonly pool: pg.Pool }): StationStore {
  const find = createGatherer<{ operatorId: number; identity: string }, KnownStation | undefined>(async (questions) => {
    const { rows } = await pool.query({
      name: 'station-find',
      text: `SELECT s.operator_id, s.id, s.identity, s.adopted, s.decommissioned, s.password_hash, s.unauthenticated_allowed,
               s.minimum_profile, s.password_next, s.serial, s.box_serial, s.blocked_until
             FROM unnest($1::integer[], $2::text[]) AS q (operator_id, identity) JOIN stations s USING (operator_id, identity)`,
      values: [questions.map((q) => q.operatorId), questions.map((q) => q.identity)],
    });
    const found = new Map(rows.map((row) => [idOf(row.operator_id, row.identity), row]));
    return questions.map(({ operatorId, identity }) => {
      const row = found.get(idOf(operatorId, identity));
      if (row === undefined) return undefined;
      return {
        operatorId,
        stationId: row.id,
        adopted: row.adopted,
        decommissioned: row.decommissioned,
        unauthenticatedAllowed: row.unauthenticated_allowed,
        minimumProfile: row.minimum_profile,
        serials: [row.serial, row.box_serial].filter((serial) => serial !== null),
        ...(row.password_next !== null && { passwordNext: row.password_next }),
        ...(row.password_hash !== null && { passwordHash: row.password_hash }),
        ...(row.blocked_until !== null && { blockedUntil: row.blocked_until.getTime() }),
      };
    });
  }, storm);

  const load = createGatherer<StationKey, StationState | undefined>((keys) => loadStates(pool, keys), storm);
  const operators = new Map<string, number>();
  const operator = createGatherer<string | undefined, number | undefined>(async (slugs) => {
    const { rows } = await pool.query<{ id: number; slug: string }>({
      name: 'station-operators',
      text: `(SELECT id, slug FROM operators WHERE slug = ANY ($1::text[])) UNION (SELECT id, slug FROM operators ORDER BY id LIMIT 2)`,
      values: [slugs.filter((slug) => slug !== undefined)],
    });
    return slugs.map((slug) => (slug === undefined ? onlyOne(rows) : rows.find((row) => row.slug === slug)?.id));
  }, storm);

  return away<StationStore>({
    find: (operatorId, identity) =>
      identity.includes('\0') ? Promise.resolve(undefined) : find({ operatorId, identity }),
    load,
    async create(operatorId, identity, at, options = {}) {
      const { rows } = await pool.query(
        `INSERT INTO stations (operator_id, id, identity, name, demo, created_at)
         VALUES ($1, coalesce($2, nextval('station_ids')), $3, $3, $4, $5) ON CONFLICT (operator_id, identity) DO NOTHING RETURNING id`,
        [operatorId, options.stationId ?? null, identity, options.demo ?? false, iso(at)],
      );
      return rows.length === 0 ? undefined : { operatorId, stationId: rows[0].id };
    },
    async inboxSize(operatorId) {
      const { rows } = await pool.query(
        'SELECT count(*)::integer AS size FROM stations WHERE operator_id = $1 AND NOT adopted AND NOT decommissioned',
        [operatorId],
      );
      return rows[0].size;
    },
    async operator(slug) {
      const known = operators.get(slug ?? '');
      if (known !== undefined) return known;
      const found = await operator(slug);
      // "The only one" may stop being true: only names are kept.
      if (slug !== undefined && found !== undefined) operators.set(slug, found);
      return found;
    },
    async leftOpen(node) {
      const { rows } = await pool.query(
        'SELECT operator_id, station_id, id FROM connections WHERE node = $1 AND closed_at IS NULL AND refused IS NULL',
        [node],
      );
      return rows.map((row) => ({ operatorId: row.operator_id, stationId: row.station_id, connectionId: row.id }));
    },
    async lifeOf(key, connectionId) {
      const { rows } = await pool.query({
        name: 'connection-life',
        text: `SELECT c.opened_at, greatest(c.opened_at, f.last, CASE WHEN l.last_message_at >= c.opened_at THEN l.last_message_at END) AS last_known,
                 f.received, f.sent, f.bytes
               FROM connections c LEFT JOIN station_live l USING (operator_id, station_id)
               CROSS JOIN LATERAL (SELECT max(f.received_at) AS last,
                   count(*) FILTER (WHERE f.direction = 'in' OR f.answer IS NOT NULL)::integer AS received,
                   count(*) FILTER (WHERE f.direction = 'out' OR f.answer IS NOT NULL)::integer AS sent,
                   coalesce(sum(octet_length(CASE f.direction WHEN 'in' THEN f.call ELSE f.answer END)), 0)::float8 AS bytes
                 FROM frames f WHERE f.operator_id = c.operator_id AND f.station_id = c.station_id
                   AND f.received_at >= c.opened_at AND f.connection_id = c.id) f
               WHERE c.operator_id = $1 AND c.station_id = $2 AND c.id = $3 AND c.closed_at IS NULL`,
        values: [key.operatorId, key.stationId, connectionId],
      });
      const [row] = rows;
      if (row === undefined) return undefined;
      return {
        openedAt: row.opened_at.getTime(),
        lastKnownAt: row.last_known.getTime(),
        received: row.received,
        sent: row.sent,
        bytes: row.bytes,
      };
    },
    async lastHeard(key) {
      const { rows } = await pool.query(
        'SELECT last_message_at FROM station_live WHERE operator_id = $1 AND station_id = $2',
        [key.operatorId, key.stationId],
      );
      return rows[0]?.last_message_at?.getTime();
    },
    async patience() {
      const { rows } = await pool.query<{ id: number; pending_after: number }>(
        'SELECT id, pending_after FROM operators',
      );
      return new Map(rows.map((row) => [row.id, row.pending_after]));
    },
    async withCommands() {
      const { rows } = await pool.query(
        `SELECT operator_id, station_id FROM commands WHERE ended_at IS NULL
         UNION SELECT operator_id, station_id FROM reservations WHERE ended_at IS NULL`,
      );
      return rows.map((row) => ({ operatorId: row.operator_id, stationId: row.station_id }));
    },

    async settingOf({ operatorId, stationId }, { component, componentInstance, variable, variableInstance }) {
      const { rows } = await pool.query<{ value: string | null }>({
        name: 'station-setting',
        text: `SELECT value FROM settings WHERE operator_id = $1 AND station_id = $2 AND component = $3 AND component_instance = $4
             AND evse = 0 AND connector = 0 AND variable = $5 AND variable_instance = $6 AND attribute = 'Actual'`,
        values: [operatorId, stationId, component, componentInstance ?? '', variable, variableInstance ?? ''],
      });
      return rows[0]?.value ?? undefined;
    },
    async hasAnswered({ operatorId, stationId }, command) {
      const { rowCount } = await pool.query(
        `SELECT FROM commands WHERE operator_id = $1 AND station_id = $2 AND kind = $3 AND asked_by IS NULL AND answer IS NOT NULL
             AND command::jsonb = $4::jsonb LIMIT 1`,
        [operatorId, stationId, command.kind, JSON.stringify(command)],
      );
      return rowCount === 1;
    },
    async overdue(now, limit) {
      const { rows } = await pool.query(
        'SELECT DISTINCT operator_id, station_id FROM commands WHERE ended_at IS NULL AND deadline < $1 LIMIT $2',
        [iso(now), limit],
      );
      return rows.map((row) => ({ operatorId: row.operator_id, stationId: row.station_id }));
    },
  });
}
