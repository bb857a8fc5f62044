import type { Wall } from '../../storage/as-operator.ts';
import type { AskedField } from './field-store.ts';
import type { StationFilter } from './rules.ts';

/** Collects the values of a statement as its text is made: `$1`, `$2` ... and never a value in the text (A-10). */
export interface Values {
  readonly list: unknown[];
  put(value: unknown): string;
}

export function values(...first: readonly unknown[]): Values {
  const list = [...first];
  return { list, put: (value) => `$${list.push(value)}` };
}

/** The conditions of the list's filter on `stations s`, without `text`: how that one is found depends on how many it finds. */
export function conditions({ entities }: Wall, filter: StationFilter, values: Values): string[] {
  const { put } = values;
  const parts = [
    's.operator_id = $1',
    's.adopted',
    filter.decommissioned ? 's.decommissioned' : 'NOT s.decommissioned',
  ];
  // Looked for without row-level security (finding.ts): the entities are a condition of the statement itself.
  if (entities) parts.push(`s.entity_id = ANY(${put(entities)})`);
  const equal = (column: string, value: unknown) => {
    if (value !== undefined) parts.push(`s.${column} = ${put(value)}`);
  };
  if (filter.standing?.length) parts.push(`s.standing = ANY(${put(filter.standing)})`);
  if (filter.protocol?.length) parts.push(`coalesce(s.last_protocol, '') = ANY(${put(filter.protocol)})`);
  equal('connected', filter.connected);
  equal('vendor', filter.vendor);
  equal('model', filter.model);
  equal('firmware', filter.firmware);
  if (filter.location !== undefined) {
    // The text counts for stations that have no location.
    const text = put(filter.location);
    parts.push(
      `(s.location_id = ANY(ARRAY(SELECT p.id FROM locations p WHERE p.operator_id = $1 AND lower(p.name) = lower(${text}) AND p.name = ${text}))
        OR (s.location_id IS NULL AND s.location = ${text}))`,
    );
  }
  equal('location_id', filter.locationId);
  equal('entity_id', filter.entityId);
  equal('model_id', filter.modelId);
  if (filter.openErrors !== undefined) parts.push(filter.openErrors ? 's.open_errors > 0' : 's.open_errors = 0');
  equal('unauthenticated_allowed', filter.unauthenticated);
  parts.push(...fieldConditions(filter.fields ?? [], values));
  return parts;
}

/** As conditions on `stations s`. */
const fieldConditions = (fields: readonly AskedField[], { put }: Values): string[] =>
  fields.map(
    ({ fieldId, sql, value, not }) =>
      `${not ? 'NOT ' : ''}EXISTS (SELECT FROM station_field_values v WHERE v.operator_id = $1 AND v.station_id = s.id AND v.field_id = ${put(fieldId)}
        ${sql === '' ? '' : `AND v.${sql}${put(value)}`})`,
  );
