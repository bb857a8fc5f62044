import { Type } from 'typebox';
import { fieldKinds } from '../../domain/station-field.ts';
import type { Contract } from '../../http/contract.ts';
import { belowStation, line, maybe, nullable, oneOf, StationParams, Time } from '../../http/schema.ts';

const id = Type.Integer({ minimum: 1, maximum: 2147483647 });

export const StationFieldShape = Type.Object({
  id,
  name: Type.String(),
  kind: oneOf(fieldKinds),
  unit: maybe(Type.String()),
  choices: Type.Array(Type.String()),
  note: maybe(Type.String()),
  /** Seen by those only who administer the fields. */
  internal: Type.Boolean(),
});

const choices = Type.Array(line(100), { maxItems: 100, uniqueItems: true });
const about = {
  unit: maybe(nullable(line(20))),
  note: maybe(nullable(line(500))),
  internal: maybe(Type.Boolean()),
};
const params = Type.Object({ fieldId: id });

export const fieldsContract = {
  fields: {
    method: 'GET',
    url: '/station-fields',
    right: 'additionalInformation.see',
    tag: 'Additional information',
    summary: 'The fields of this operator’s stations in their order; internal ones for those who administer them',
    reply: Type.Object({ items: Type.Array(StationFieldShape) }),
  },
  addField: {
    method: 'POST',
    url: '/station-fields',
    right: 'additionalInformation.administer',
    tag: 'Additional information',
    summary: 'A new field, offered on every station from now on',
    body: Type.Object({ name: line(80), kind: oneOf(fieldKinds), choices: maybe(choices), ...about }),
    reply: StationFieldShape,
  },
  changeField: {
    method: 'PATCH',
    url: '/station-fields/:fieldId',
    right: 'additionalInformation.administer',
    tag: 'Additional information',
    summary: 'Rename or describe a field; a choice that a station has cannot be taken away',
    params,
    body: Type.Object({ name: maybe(line(80)), choices: maybe(choices), ...about }),
    reply: StationFieldShape,
  },
  useOfField: {
    method: 'GET',
    url: '/station-fields/:fieldId/use',
    right: 'additionalInformation.administer',
    tag: 'Additional information',
    summary: 'How many stations have a value in a field',
    params,
    reply: Type.Object({ stations: Type.Integer() }),
  },
  removeField: {
    method: 'DELETE',
    url: '/station-fields/:fieldId',
    right: 'additionalInformation.administer',
    tag: 'Additional information',
    summary: 'Remove a field from every station; the values it had stay in the record',
    params,
  },
  orderFields: {
    method: 'PUT',
    url: '/station-fields/order',
    right: 'additionalInformation.administer',
    tag: 'Additional information',
    summary: 'The order of all fields, the same on every station',
    body: Type.Object({ ids: Type.Array(id, { minItems: 1, maxItems: 500, uniqueItems: true }) }),
  },
  values: {
    method: 'GET',
    url: '/stations/:stationId/additional-information',
    right: 'additionalInformation.see',
    tag: 'Additional information',
    summary: 'Every field with this station’s value, if it has one',
    params: StationParams,
    reply: Type.Object({
      items: Type.Array(
        Type.Object({
          field: StationFieldShape,
          value: maybe(Type.String()),
          changedAt: maybe(Time),
          changedBy: maybe(Type.String()),
        }),
      ),
    }),
  },
  setValue: {
    method: 'PUT',
    url: '/stations/:stationId/additional-information/:fieldId',
    right: 'additionalInformation.change',
    tag: 'Additional information',
    summary: 'What this station has in a field',
    params: belowStation({ fieldId: id }),
    body: Type.Object({ value: Type.String({ minLength: 1, maxLength: 1000 }) }),
  },
  removeValue: {
    method: 'DELETE',
    url: '/stations/:stationId/additional-information/:fieldId',
    right: 'additionalInformation.change',
    tag: 'Additional information',
    summary: 'Empty a field of this station',
    params: belowStation({ fieldId: id }),
  },
} as const satisfies Contract;
