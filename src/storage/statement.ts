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

const known = new Map<string, { readonly name: string; readonly text: string }>();

/**
 * The statement for batches that hold exactly the tables of `mask`: one round trip, one transaction. `fresh`: it was never tried, so that
 * appended rows cannot be there; looking for them would cost each another walk down its index. Where one is there all the same it fails.
 */
export function statementFor(mask: number, fresh: boolean): { readonly name: string; readonly text: string } {
  const name = `batch_${fresh ? 'f' : ''}${mask.toString(36)}`;
  let statement = known.get(name);
  if (statement === undefined) {
    statement = { name, text: compose(mask, fresh) };
    known.set(name, statement);
  }
  return statement;
}

function compose(mask: number, fresh: boolean): string {
  const parts: string[] = [];
  // The main query is executed first, before anything is written.
  let main = 'SELECT';
  let parameter = 0;
  for (let place = 0; place < batchShapes.length; place++) {
    if ((mask & (1 << place)) === 0) continue;
    const shape = batchShapes[place]!;
    const source = `unnest($${++parameter}::${typeName(place)}[])`;
    if (shape.mode === 'fence') main = fence(shape, source);
    else parts.push(`b${place} AS (${write(shape, source, fresh)})`);
  }
  return parts.length === 0 ? main : `WITH ${parts.join(', ')} ${main}`;
}

const fence = (shape: TableShape, source: string): string =>
  `SELECT fence_writes(${shape.columns.map(({ name }) => `array_agg(n.${name})`).join(', ')}) FROM ${source} n`;

function write(shape: TableShape, source: string, fresh: boolean): string {
  const names = shape.columns.map(({ name }) => name);
  const rest = names.filter((name) => !shape.key.includes(name));
  if (shape.mode === 'update') {
    const same = shape.key.map((name) => `t.${name} = n.${name}`).join(' AND ');
    return `UPDATE ${shape.name} t SET ${rest.map((name) => `${name} = n.${name}`).join(', ')} FROM ${source} n WHERE ${same}`;
  }
  const insert = `INSERT INTO ${shape.name} (${names.join(', ')}) SELECT * FROM ${source}`;
  if (shape.mode === 'append' && fresh) return insert;
  const value = (name: string) =>
    shape.mode === 'fill' ? `coalesce(EXCLUDED.${name}, ${shape.name}.${name})` : `EXCLUDED.${name}`;
  const conflict =
    shape.mode === 'append'
      ? 'DO NOTHING'
      : `(${shape.key.join(', ')}) DO UPDATE SET ${rest.map((name) => `${name} = ${value(name)}`).join(', ')}`;
  return `${insert} ON CONFLICT ${conflict}`;
}
