import type pg from 'pg';

/** The entities that are seen here, each with the way to it: "Rhineland / Cologne". */
export async function readEntities(client: pg.ClientBase, operatorId: number): Promise<{ id: number; path: string }[]> {
  const { rows } = await client.query<{ id: number; path: string }>(
    `WITH RECURSIVE tree AS (
       SELECT e.id, e.name::text AS path, 1 AS depth FROM entities e
       WHERE e.operator_id = $1 AND NOT EXISTS (SELECT FROM entities p WHERE p.operator_id = $1 AND p.id = e.parent_id)
       UNION ALL
       SELECT e.id, tree.path || ' / ' || e.name, depth + 1 FROM entities e JOIN tree ON e.operator_id = $1 AND e.parent_id = tree.id WHERE depth < 20)
     SELECT id, path FROM tree ORDER BY lower(path), id LIMIT 2000`,
    [operatorId],
  );
  return rows;
}
