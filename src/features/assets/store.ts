import type pg from 'pg';

export interface ArticleRow {
  readonly id: number;
  readonly name: string;
  readonly article_group: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly part_number: string | null;
  readonly price: string | null;
  readonly currency: string | null;
  readonly warranty_months: number | null;
  readonly note: string | null;
  readonly in_stock: number;
  readonly installed: number;
  readonly defective: number;
}

const countOf = (status: string) =>
  `coalesce((SELECT sum(c.n) FROM component_counts c WHERE c.operator_id = a.operator_id AND c.article_id = a.id AND c.status = '${status}'), 0)::integer`;
const articleColumns = `a.id, a.name, a.article_group, a.manufacturer, a.model, a.part_number, a.price, a.currency, a.warranty_months, a.note,
  ${countOf('inStock')} AS in_stock, ${countOf('installed')} AS installed, ${countOf('defective')} AS defective`;

export async function listArticles(
  client: pg.ClientBase,
  operatorId: number,
  filter: { group: string | undefined; after: readonly [string, number] | undefined; limit: number },
): Promise<(ArticleRow & { key: string })[]> {
  const { rows } = await client.query<ArticleRow & { key: string }>(
    `SELECT ${articleColumns}, lower(a.name) AS key FROM articles a WHERE a.operator_id = $1 ${filter.group === undefined ? 'AND $2::text IS NULL' : 'AND a.article_group = $2'}
       ${filter.after ? 'AND (lower(a.name), a.id) > ($3, $4)' : 'AND $3::text IS NULL AND $4::integer IS NULL'}
     ORDER BY lower(a.name), a.id LIMIT $5`,
    [operatorId, filter.group ?? null, filter.after?.[0] ?? null, filter.after?.[1] ?? null, filter.limit],
  );
  return rows;
}

export async function readArticle(
  client: pg.ClientBase,
  operatorId: number,
  id: number,
): Promise<ArticleRow | undefined> {
  const { rows } = await client.query<ArticleRow>(
    `SELECT ${articleColumns} FROM articles a WHERE a.operator_id = $1 AND a.id = $2`,
    [operatorId, id],
  );
  return rows[0];
}

export async function readGroups(client: pg.ClientBase, operatorId: number): Promise<string[]> {
  const { rows } = await client.query<{ article_group: string }>(
    'SELECT DISTINCT article_group FROM articles WHERE operator_id = $1 ORDER BY article_group LIMIT 500',
    [operatorId],
  );
  return rows.map((row) => row.article_group);
}

/** API name -> column: only these can be written. */
export const articleFields = {
  name: 'name',
  group: 'article_group',
  manufacturer: 'manufacturer',
  model: 'model',
  partNumber: 'part_number',
  price: 'price',
  currency: 'currency',
  warrantyMonths: 'warranty_months',
  note: 'note',
} as const;
export const componentFields = {
  articleId: 'article_id',
  serial: 'serial',
  serialKey: 'serial_key',
  batch: 'batch',
  status: 'status',
  warehouseId: 'warehouse_id',
  stationId: 'station_id',
  entityId: 'entity_id',
  position: 'position',
  installationNumber: 'installation_number',
  installedAt: 'installed_at',
  installedBy: 'installed_by',
  firmware: 'firmware',
  iccid: 'iccid',
  warrantyUntil: 'warranty_until',
  note: 'note',
  firstInstalledAt: 'first_installed_at',
  failedAt: 'failed_at',
} as const;
type Fields<M> = { readonly [K in keyof M]?: unknown };

async function insert<M extends Readonly<Record<string, string>>>(
  client: pg.ClientBase,
  table: string,
  map: M,
  operatorId: number,
  values: Fields<M>,
  at: string,
): Promise<number> {
  const names = Object.keys(map).filter((name) => values[name] !== undefined);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO ${table} (operator_id, created_at, ${names.map((name) => map[name]).join(', ')})
     VALUES ($1, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')}) RETURNING id`,
    [operatorId, at, ...names.map((name) => values[name])],
  );
  return rows[0]!.id;
}

async function update<M extends Readonly<Record<string, string>>>(
  client: pg.ClientBase,
  table: string,
  map: M,
  operatorId: number,
  id: number,
  values: Fields<M>,
): Promise<void> {
  const names = Object.keys(map).filter((name) => values[name] !== undefined);
  if (names.length === 0) return;
  await client.query(
    `UPDATE ${table} SET ${names.map((name, index) => `${map[name]} = $${index + 3}`).join(', ')} WHERE operator_id = $1 AND id = $2`,
    [operatorId, id, ...names.map((name) => values[name])],
  );
}

export const insertArticle = (
  client: pg.ClientBase,
  operatorId: number,
  values: Fields<typeof articleFields>,
  at: string,
) => insert(client, 'articles', articleFields, operatorId, values, at);
export const updateArticle = (
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  values: Fields<typeof articleFields>,
) => update(client, 'articles', articleFields, operatorId, id, values);
export const insertComponent = (
  client: pg.ClientBase,
  operatorId: number,
  values: Fields<typeof componentFields>,
  at: string,
) => insert(client, 'components', componentFields, operatorId, values, at);
export const updateComponent = (
  client: pg.ClientBase,
  operatorId: number,
  id: number,
  values: Fields<typeof componentFields>,
) => update(client, 'components', componentFields, operatorId, id, values);

export interface WarehouseRow {
  readonly id: number;
  readonly name: string;
  readonly note: string | null;
  readonly entity_id: number | null;
  readonly entity: string | null;
  readonly in_stock: number;
}

export async function readWarehouses(client: pg.ClientBase, operatorId: number, id?: number): Promise<WarehouseRow[]> {
  const { rows } = await client.query<WarehouseRow>(
    `SELECT w.id, w.name, w.note, w.entity_id, e.name AS entity,
       coalesce((SELECT sum(c.n) FROM component_counts c WHERE c.operator_id = w.operator_id AND c.warehouse_id = w.id AND c.status = 'inStock'), 0)::integer AS in_stock
     FROM warehouses w LEFT JOIN entities e ON e.operator_id = w.operator_id AND e.id = w.entity_id
     WHERE w.operator_id = $1 AND ($2::integer IS NULL OR w.id = $2) ORDER BY lower(w.name) LIMIT 500`,
    [operatorId, id ?? null],
  );
  return rows;
}

export async function insertWarehouse(
  client: pg.ClientBase,
  operatorId: number,
  { name, note, entityId }: { name: string; note: string | null; entityId: number | null },
  at: string,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'INSERT INTO warehouses (operator_id, name, note, entity_id, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [operatorId, name, note, entityId, at],
  );
  return rows[0]!.id;
}

export async function readStock(
  client: pg.ClientBase,
  operatorId: number,
  filter: {
    warehouseId: number | undefined;
    articleId: number | undefined;
    after: readonly [number, number] | undefined;
    limit: number;
  },
) {
  const { rows } = await client.query<{
    warehouse_id: number;
    warehouse: string;
    article_id: number;
    article: string;
    n: number;
  }>(
    `SELECT c.warehouse_id, w.name AS warehouse, c.article_id, a.name AS article, c.n FROM component_counts c
     JOIN warehouses w ON w.operator_id = c.operator_id AND w.id = c.warehouse_id
     JOIN articles a ON a.operator_id = c.operator_id AND a.id = c.article_id
     WHERE c.operator_id = $1 AND c.status = 'inStock' AND c.n > 0 AND ($2::integer IS NULL OR c.warehouse_id = $2) AND ($3::integer IS NULL OR c.article_id = $3)
       AND ($4::integer IS NULL OR (c.article_id, c.warehouse_id) > ($4, $5)) ORDER BY c.article_id, c.warehouse_id LIMIT $6`,
    [
      operatorId,
      filter.warehouseId ?? null,
      filter.articleId ?? null,
      filter.after?.[0] ?? null,
      filter.after?.[1] ?? null,
      filter.limit,
    ],
  );
  return rows;
}

export async function articleLife(client: pg.ClientBase, operatorId: number, articleId: number) {
  const { rows } = await client.query<{ ever: number; failed: number; days: number | null }>(
    `SELECT count(first_installed_at)::integer AS ever, count(failed_at)::integer AS failed,
       (avg(extract(epoch FROM failed_at - first_installed_at)) / 86400)::float8 AS days
     FROM components WHERE operator_id = $1 AND article_id = $2`,
    [operatorId, articleId],
  );
  return rows[0]!;
}

/** The entity a component goes to when it leaves a station. */
export async function entityOfStation(
  client: pg.ClientBase,
  operatorId: number,
  stationId: number,
): Promise<number | null> {
  const { rows } = await client.query<{ entity_id: number | null }>(
    'SELECT entity_id FROM stations WHERE operator_id = $1 AND id = $2',
    [operatorId, stationId],
  );
  return rows[0]?.entity_id ?? null;
}
