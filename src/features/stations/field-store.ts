import type pg from 'pg';
import { type FieldKind, keyOf, readFieldCondition, readFieldValue } from '../../domain/station-field.ts';
import type { Caller } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { escapeLike } from '../../lib/like.ts';
import type { Wall } from '../../storage/as-operator.ts';
import { type FieldSort, isFieldSort } from './rules.ts';

/** One condition on additional information, ready for a statement. */
export interface AskedField {
  readonly fieldId: number;
  readonly sql: 'key = ' | 'key LIKE ' | 'key >= ' | 'key <= ' | 'number >= ' | 'number <= ' | '';
  readonly value?: string | number;
  /** Stations without such a value. */
  readonly not: boolean;
}

export interface FieldOrder {
  readonly fieldId: number;
  readonly by: 'key' | 'number';
}

interface Asking {
  readonly operatorId: number;
  readonly rights: Caller['rights'];
}

/**
 * What is asked of additional information, looked up: who may not see a field may not find anything by it either, so for
 * them it is one that does not exist.
 */
export async function askedFields(
  client: pg.ClientBase,
  { operatorId, rights }: Asking,
  conditions: readonly string[],
  sort: string | undefined,
): Promise<{ fields: AskedField[]; order: FieldOrder | undefined }> {
  const asked = conditions.map((text) => {
    const condition = readFieldCondition(text);
    if (!condition) throw new Failure('request.invalid', `${text} is no condition of a field.`);
    return condition;
  });
  const sorted = sort !== undefined && isFieldSort(sort) ? fieldOf(sort) : undefined;
  if (asked.length === 0 && sorted === undefined) return { fields: [], order: undefined };
  const { rows } = await client.query<{ id: number; kind: FieldKind; choices: string[] }>(
    `SELECT id, kind, choices FROM station_fields WHERE operator_id = $1 AND id = ANY($2) AND $3 AND (NOT internal OR $4)`,
    [
      operatorId,
      [...asked.map(({ fieldId }) => fieldId), ...(sorted === undefined ? [] : [sorted])],
      rights.has('additionalInformation.see'),
      rights.has('additionalInformation.administer'),
    ],
  );
  const fieldBy = (id: number) => {
    const field = rows.find((row) => row.id === id);
    if (!field) throw new Failure('thing.unknown', 'There is no such field here.');
    return field;
  };
  return {
    fields: asked.map(({ fieldId, test, value }) => {
      const { kind, choices } = fieldBy(fieldId);
      if (value === undefined) return { fieldId, sql: '', not: test === 'empty' };
      if (test === 'has')
        return { fieldId, sql: 'key LIKE ', value: `%${escapeLike(keyOf(value.trim()))}%`, not: false };
      // A value no station can have is found nowhere; a half-typed number is no fault.
      const read = readFieldValue({ kind, choices }, value);
      const { key, number } = typeof read === 'string' ? { key: keyOf(value.trim()), number: undefined } : read;
      if (test === 'is' || test === 'isNot') return { fieldId, sql: 'key = ', value: key, not: test === 'isNot' };
      const sign = test === 'atLeast' ? '>=' : '<=';
      if (kind !== 'number') return { fieldId, sql: `key ${sign} `, value: key, not: false };
      if (number === undefined) throw new Failure('value.refused', `${value} is not a number.`);
      return { fieldId, sql: `number ${sign} `, value: number, not: false };
    }),
    order:
      sorted === undefined ? undefined : { fieldId: sorted, by: fieldBy(sorted).kind === 'number' ? 'number' : 'key' },
  };
}

const fieldOf = (sort: FieldSort): number => Number(sort.slice('field.'.length));

/** The values of some fields of some stations: what the columns of the list show. Read behind the wall. */
export async function fieldValues(
  client: pg.ClientBase,
  { operatorId, rights }: Asking & Wall,
  stationIds: readonly number[],
  fieldIds: readonly number[],
): Promise<Map<number, Record<string, string>>> {
  const found = new Map<number, Record<string, string>>();
  if (fieldIds.length === 0 || stationIds.length === 0 || !rights.has('additionalInformation.see')) return found;
  const { rows } = await client.query<{ station_id: number; field_id: number; value: string }>(
    `SELECT v.station_id, v.field_id, v.value FROM station_field_values v
     JOIN station_fields f ON f.operator_id = v.operator_id AND f.id = v.field_id
     WHERE v.operator_id = $1 AND v.station_id = ANY($2) AND v.field_id = ANY($3) AND (NOT f.internal OR $4)`,
    [operatorId, stationIds, fieldIds, rights.has('additionalInformation.administer')],
  );
  for (const { station_id, field_id, value } of rows)
    found.set(station_id, { ...found.get(station_id), [field_id]: value });
  return found;
}
