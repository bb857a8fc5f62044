import { batchShapes, type TableShape } from './tables.ts';

/** The row types of the writer live in its own session, so that they always fit this program's version. */
const typeName = (place: number): string => `pg_temp.batch_${batchShapes[place]!.name}_${place}`;

/** Makes the row types of a session. */
export const createTypes: string = batchShapes
  .map(
    (shape, place) =>
      `CREATE TYPE ${typeName(place)} AS (${shape.columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`,
  )
  .join('; ');

/** One row with the type ids in the order of `batchShapes`. */
export const selectTypes: string = `SELECT ARRAY[${batchShapes.map((_, place) => `'${typeName(place)}'::regtype::oid::bigint`).join(', ')}]::float8[] AS types`;

const known = new Map<number, { readonly name: string; readonly text: string }>();

/** The statement for batches that hold exactly the tables of `mask`: one round trip, one transaction. */
export function statementFor(mask: number): { readonly name: string; readonly text: string } {
  let statement = known.get(mask);
  if (statement === undefined) {
    statement = { name: `batch_${mask.toString(36)}`, text: compose(mask) };
    known.set(mask, statement);
  }
  return statement;
}

function compose(mask: number): string {
  const parts: string[] = [];
  for (let place = 0; place < batchShapes.length; place++) {
    if ((mask & (1 << place)) === 0) continue;
    parts.push(`b${place} AS (${write(batchShapes[place]!, `unnest($${parts.length + 1}::${typeName(place)}[])`)})`);
  }
  return `WITH ${parts.join(', ')} SELECT`;
}

function write(shape: TableShape, source: string): string {
  const names = shape.columns.map(({ name }) => name);
  const rest = names.filter((name) => !shape.key.includes(name));
  if (shape.mode === 'update') {
    const same = shape.key.map((name) => `t.${name} = n.${name}`).join(' AND ');
    return `UPDATE ${shape.name} t SET ${rest.map((name) => `${name} = n.${name}`).join(', ')} FROM ${source} n WHERE ${same}`;
  }
  const value = (name: string) =>
    shape.mode === 'fill' ? `coalesce(EXCLUDED.${name}, ${shape.name}.${name})` : `EXCLUDED.${name}`;
  const conflict =
    shape.mode === 'append'
      ? 'DO NOTHING'
      : `(${shape.key.join(', ')}) DO UPDATE SET ${rest.map((name) => `${name} = ${value(name)}`).join(', ')}`;
  return `INSERT INTO ${shape.name} (${names.join(', ')}) SELECT * FROM ${source} ON CONFLICT ${conflict}`;
}
