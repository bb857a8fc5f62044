import type pg from 'pg';

export interface OperatorRow {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly language: 'en' | 'de';
  readonly time_zone: string;
  readonly pending_after: number;
  readonly demo: boolean;
}

/** The caller's own operator: it exists, or nobody could ask. */
export async function readOperator(client: pg.ClientBase, operatorId: number): Promise<OperatorRow> {
  const { rows } = await client.query<OperatorRow>(
    'SELECT id, slug, name, language, time_zone, pending_after, demo FROM operators WHERE id = $1',
    [operatorId],
  );
  return rows[0]!;
}

export async function changeOperator(
  client: pg.ClientBase,
  operatorId: number,
  change: { name?: string; language?: string; timeZone?: string; pendingAfterSeconds?: number },
): Promise<void> {
  await client.query(
    `UPDATE operators SET name = coalesce($2, name), language = coalesce($3, language), time_zone = coalesce($4, time_zone),
       pending_after = coalesce($5, pending_after) WHERE id = $1`,
    [
      operatorId,
      change.name ?? null,
      change.language ?? null,
      change.timeZone ?? null,
      change.pendingAfterSeconds ?? null,
    ],
  );
}
