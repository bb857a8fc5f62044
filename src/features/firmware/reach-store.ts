import type pg from 'pg';

export interface Filter {
  readonly vendor?: string;
  readonly models?: readonly string[];
  readonly versions?: readonly string[];
  readonly location?: string;
  readonly stationIds?: readonly number[];
}

/** Conditions on `stations s`; the values follow $1, the operator. */
export function fits(filter: Filter, values: unknown[]): string {
  const put = (value: unknown) => `$${values.push(value)}`;
  const parts = ['s.operator_id = $1', 's.adopted', 'NOT s.decommissioned'];
  if (filter.vendor !== undefined) parts.push(`s.vendor = ${put(filter.vendor)}`);
  if (filter.models?.length) parts.push(`s.model = ANY(${put(filter.models)})`);
  if (filter.versions?.length) parts.push(`coalesce(s.firmware, '') = ANY(${put(filter.versions)})`);
  if (filter.location !== undefined) {
    const text = put(filter.location);
    parts.push(
      `(s.location_id IN (SELECT p.id FROM locations p WHERE p.operator_id = $1 AND p.name = ${text}) OR (s.location_id IS NULL AND s.location = ${text}))`,
    );
  }
  if (filter.stationIds?.length) parts.push(`s.id = ANY(${put(filter.stationIds)})`);
  return parts.join(' AND ');
}

export interface For {
  readonly version: string;
  readonly vendor: string | null;
  readonly models: readonly string[];
}

/** Only stations the image is made for; without a vendor it is for all. */
export function suits(image: For, values: unknown[]): string {
  const put = (value: unknown) => `$${values.push(value)}`;
  const parts = ['true'];
  if (image.vendor !== null) parts.push(`s.vendor = ${put(image.vendor)}`);
  if (image.models.length > 0) parts.push(`s.model = ANY(${put(image.models)})`);
  return `coalesce(${parts.join(' AND ')}, false)`;
}

const charging =
  'EXISTS (SELECT FROM transactions t WHERE t.operator_id = s.operator_id AND t.station_id = s.id AND t.ended_at IS NULL)';

export interface Reach {
  readonly stations: number;
  readonly current: number;
  readonly offline: number;
  readonly charging: number;
  readonly unfit: number;
}

export async function readReach(
  client: pg.ClientBase,
  operatorId: number,
  filter: Filter,
  image: For,
  again: boolean,
): Promise<Reach> {
  const values: unknown[] = [operatorId];
  const where = fits(filter, values);
  const right = suits(image, values);
  values.push(image.version, again);
  const [version, all] = [`$${values.length - 1}`, `$${values.length}::boolean`];
  const { rows } = await client.query<Reach>(
    `SELECT count(*) FILTER (WHERE fit AND (${all} OR NOT current))::integer AS stations,
       count(*) FILTER (WHERE fit AND current)::integer AS current,
       count(*) FILTER (WHERE fit AND (${all} OR NOT current) AND NOT connected)::integer AS offline,
       count(*) FILTER (WHERE fit AND (${all} OR NOT current) AND charging)::integer AS charging,
       count(*) FILTER (WHERE NOT fit)::integer AS unfit
     FROM (SELECT ${right} AS fit, s.firmware IS NOT DISTINCT FROM ${version} AS current, s.connected, ${charging} AS charging FROM stations s WHERE ${where}) q`,
    values,
  );
  return rows[0]!;
}
