import type pg from 'pg';

export interface StationRow {
  readonly operator_id: number;
  readonly id: number;
  readonly name: string;
  readonly entity_id: number | null;
  readonly location: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly connected: boolean;
  readonly owner_contact_id: number | null;
  readonly technician_contact_id: number | null;
}

/** The stations that something is about, as they are now, by `operator station`. */
export async function stationsOf(
  client: pg.ClientBase,
  about: readonly { readonly operator_id: number; readonly station_id: number | null }[],
): Promise<ReadonlyMap<string, StationRow>> {
  const pairs = [
    ...new Set(about.flatMap((one) => (one.station_id === null ? [] : [`${one.operator_id} ${one.station_id}`]))),
  ];
  const { rows } = await client.query<StationRow>(
    `SELECT s.operator_id, s.id, s.name, s.entity_id, s.location, s.vendor, s.model, s.connected, s.owner_contact_id, s.technician_contact_id
     FROM unnest($1::integer[], $2::integer[]) AS w (operator_id, id) JOIN stations s ON s.operator_id = w.operator_id AND s.id = w.id`,
    [pairs.map((pair) => Number(pair.split(' ')[0])), pairs.map((pair) => Number(pair.split(' ')[1]))],
  );
  return new Map(rows.map((row) => [`${row.operator_id} ${row.id}`, row]));
}

/** Whether an entity is another one or somewhere below it. */
export async function treesOf(
  client: pg.ClientBase,
  operators: readonly number[],
): Promise<(operatorId: number, entity: number | null | undefined, top: number) => boolean> {
  const { rows } = await client.query<{ operator_id: number; id: number; parent_id: number | null }>(
    'SELECT operator_id, id, parent_id FROM entities WHERE operator_id = ANY($1)',
    [operators],
  );
  const parents = new Map(rows.map((row) => [`${row.operator_id} ${row.id}`, row.parent_id]));
  return (operatorId, entity, top) => {
    let at: number | null | undefined = entity;
    for (let steps = 0; at !== null && at !== undefined && steps < 100; steps++) {
      if (at === top) return true;
      at = parents.get(`${operatorId} ${at}`);
    }
    return false;
  };
}
