import type pg from 'pg';
import { type Abilities, externalProfilesUpTo } from '../../domain/abilities.ts';
import type { Command, CommandAnswer, CommandKind, CommandState } from '../../domain/commands.ts';
import type { TokenType } from '../../domain/message.ts';
import type { Protocol, StationKey } from '../../domain/ports.ts';

export interface CommandRow {
  readonly id: string;
  readonly kind: CommandKind;
  readonly command: Command;
  readonly state: CommandState;
  readonly asked_at: Date;
  readonly asked_by: string | null;
  readonly sent_at: Date | null;
  readonly answered_at: Date | null;
  readonly ended_at: Date | null;
  readonly deadline: Date;
  readonly answer: CommandAnswer | null;
  readonly reason: string | null;
}

const columns = `c.id, c.kind, c.command, c.state, c.asked_at,
  coalesce(u.name, (SELECT k.name FROM api_keys k WHERE k.operator_id = c.operator_id AND 'key:' || k.id = c.asked_by), c.asked_by) AS asked_by,
  c.sent_at, c.answered_at, c.ended_at, c.deadline, c.answer, c.reason`;
const from = 'FROM commands c LEFT JOIN auth_user u ON u.id = c.asked_by';

export interface CommandFilter {
  readonly kind?: CommandKind;
  readonly underWay?: boolean;
  readonly after?: readonly [askedAt: string, id: string];
  readonly limit: number;
}

/** What was asked of a station, the newest first. */
export async function listCommands(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  filter: CommandFilter,
): Promise<CommandRow[]> {
  const { rows } = await client.query<CommandRow>(
    `SELECT ${columns} ${from} WHERE c.operator_id = $1 AND c.station_id = $2
       AND ($3::text IS NULL OR c.kind = $3) AND ($4::boolean IS NULL OR (c.ended_at IS NULL) = $4)
       AND ($5::timestamptz IS NULL OR (c.asked_at, c.id) < ($5, $6::uuid))
     ORDER BY c.asked_at DESC, c.id DESC LIMIT $7`,
    [
      operatorId,
      stationId,
      filter.kind ?? null,
      filter.underWay ?? null,
      filter.after?.[0] ?? null,
      filter.after?.[1] ?? null,
      filter.limit,
    ],
  );
  return rows;
}

export async function readCommand(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  id: string,
): Promise<CommandRow | undefined> {
  const { rows } = await client.query<CommandRow>(
    `SELECT ${columns} ${from} WHERE c.operator_id = $1 AND c.station_id = $2 AND c.id = $3`,
    [operatorId, stationId, id],
  );
  return rows[0];
}

export async function readReach(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<{ connected: boolean; protocol: Protocol | null }> {
  const { rows } = await client.query<{ connected: boolean; protocol: Protocol | null }>(
    'SELECT connected, coalesce(protocol, last_protocol) AS protocol FROM stations WHERE operator_id = $1 AND id = $2',
    [operatorId, stationId],
  );
  return rows[0]!;
}

/** What a station told of these settings, by name in small letters: names of OCPP 1.6 do not go by case. */
export async function readTold(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  names: readonly string[],
): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT lower(variable) AS name, coalesce(value, '') AS value FROM settings
     WHERE operator_id = $1 AND station_id = $2 AND component = '' AND lower(variable) = ANY ($3)`,
    [operatorId, stationId, names],
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

export interface RunningRow {
  readonly number: number;
  readonly transaction_id: string;
  readonly evse: number | null;
  readonly connector: number | null;
  readonly started_at: Date;
  readonly energy_wh: number | null;
  readonly power_w: number | null;
  readonly soc: number | null;
}

export async function readRunning(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  evse: number | undefined,
): Promise<RunningRow[]> {
  const { rows } = await client.query<RunningRow>(
    `SELECT number, transaction_id, evse, connector, started_at, energy_wh, power_w, soc FROM transactions
     WHERE operator_id = $1 AND station_id = $2 AND ended_at IS NULL AND ($3::integer IS NULL OR evse = $3) ORDER BY evse, connector, number LIMIT 500`,
    [operatorId, stationId, evse ?? null],
  );
  return rows;
}

export async function readSession(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
  number: number,
): Promise<{ transaction_id: string; ended: boolean } | undefined> {
  const { rows } = await client.query<{ transaction_id: string; ended: boolean }>(
    'SELECT transaction_id, ended_at IS NOT NULL AS ended FROM transactions WHERE operator_id = $1 AND station_id = $2 AND number = $3',
    [operatorId, stationId, number],
  );
  return rows[0];
}

export async function readCardToken(
  client: pg.ClientBase,
  operatorId: number,
  cardId: number,
): Promise<{ number: string; type: TokenType; card_group: string | null } | undefined> {
  const { rows } = await client.query<{ number: string; type: TokenType; card_group: string | null }>(
    'SELECT number, type, card_group FROM cards WHERE operator_id = $1 AND id = $2',
    [operatorId, cardId],
  );
  return rows[0];
}

/** Numbers of charging profiles that the station makes itself go up to this; 0: it named none. */
export async function readExternalProfiles(
  client: pg.ClientBase,
  { operatorId, stationId }: StationKey,
): Promise<number> {
  const { rows } = await client.query<{ value: Abilities | null }>(
    "SELECT value FROM holdings WHERE operator_id = $1 AND station_id = $2 AND kind = 'abilities'",
    [operatorId, stationId],
  );
  const external = externalProfilesUpTo(rows[0]?.value ?? {}) ?? 0;
  return external > 0 && external < 2 ** 31 - 2 ? external : 0;
}
