import type pg from 'pg';
import type { Static } from 'typebox';
import { keyOf, readFieldValue } from '../../domain/station-field.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { fieldsContract, StationFieldShape } from './contract.ts';
import { mostFields, withoutChoices } from './rules.ts';
import * as store from './store.ts';

export interface FieldsDeps extends AuditDeps {
  readonly pool: pg.Pool;
}

/** So many values of a field that goes are taken away and recorded with one statement each. */
const atOnce = 1000;

export const seesInternal = ({ rights }: Pick<Caller, 'rights'>): boolean =>
  rights.has('additionalInformation.administer');

export function fieldRoutes(deps: FieldsDeps): Handlers<typeof fieldsContract> {
  const { pool, clock } = deps;

  return {
    fields: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({
        items: (await store.readFields(client, caller.operatorId, seesInternal(caller))).map(fieldOf),
      })),

    addField: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        if ((await store.readFields(client, operatorId, true)).length >= mostFields)
          throw new Failure('state.conflict', `No more than ${mostFields} fields can be kept. Remove one first.`);
        const choices = trimmed(body.choices ?? []);
        checkChoices(body.kind, choices);
        const field = {
          name: body.name.trim(),
          kind: body.kind,
          choices,
          unit: body.unit?.trim() ?? null,
          note: body.note?.trim() ?? null,
          internal: body.internal ?? false,
        };
        const made = await store.insertField(client, operatorId, field, clock.now());
        if (!made) throw taken();
        await audit(client, deps, caller, 'stationField.created', present({ field: made.id, ...field }));
        return fieldOf(made);
      }),

    changeField: ({ caller, params: { fieldId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        const before = found(await store.readField(client, operatorId, fieldId, true, 'FOR UPDATE'));
        const { choices: wanted, name, ...rest } = body;
        const choices = wanted === undefined ? before.choices : trimmed(wanted);
        if (wanted !== undefined) {
          checkChoices(before.kind, choices);
          const gone = withoutChoices(before.choices, choices).map(keyOf);
          const used = gone.length === 0 ? undefined : await store.usedChoice(client, operatorId, fieldId, gone);
          if (used !== undefined)
            throw new Failure('state.conflict', `A station has the choice ${used}. Change it there first.`, {
              fields: { choices: 'is in use' },
            });
        }
        const after = { ...before, ...rest, choices, name: name?.trim() ?? before.name };
        if (!(await store.updateField(client, operatorId, after))) throw taken();
        const old = Object.fromEntries(
          Object.keys(body).map((key) => [key, before[key as keyof typeof before] ?? null]),
        );
        await audit(client, deps, caller, 'stationField.changed', {
          field: fieldId,
          name: before.name,
          change: body,
          before: old,
        });
        return fieldOf(after);
      }),

    useOfField: ({ caller, params: { fieldId } }) =>
      asOperator(pool, caller, async (client) => {
        found(await store.readField(client, caller.operatorId, fieldId, true));
        return { stations: await store.countUse(client, caller.operatorId, fieldId) };
      }),

    removeField: async ({ caller, params: { fieldId } }) => {
      const { operatorId } = caller;
      // A field is the whole operator's: who sees some entities only cannot know whose values would go.
      if (caller.entities !== undefined)
        throw new Failure('state.conflict', 'Only who sees all stations can remove a field from all of them.');
      await asOperator(pool, caller, async (client) => {
        const field = found(await store.readField(client, operatorId, fieldId, true, 'FOR UPDATE'));
        let stations = 0;
        for (let more = true; more; ) {
          const gone = await store.takeValues(client, operatorId, fieldId, atOnce);
          for (const { station_id, value } of gone)
            await audit(
              client,
              deps,
              caller,
              'stationField.emptied',
              { field: fieldId, name: field.name, before: value },
              station_id,
            );
          stations += gone.length;
          more = gone.length === atOnce;
        }
        await store.deleteField(client, operatorId, fieldId);
        await audit(client, deps, caller, 'stationField.removed', { field: fieldId, name: field.name, stations });
      });
      return undefined;
    },

    orderFields: async ({ caller, body: { ids } }) => {
      await asOperator(pool, caller, async (client) => {
        const known = (await store.readFields(client, caller.operatorId, true)).map(({ id }) => id);
        if (known.length !== ids.length || known.some((id) => !ids.includes(id)))
          throw new Failure('state.conflict', 'The fields have changed meanwhile. Look again.');
        await store.orderFields(client, caller.operatorId, ids);
        await audit(client, deps, caller, 'stationField.ordered', { order: ids, before: known });
      });
      return undefined;
    },

    values: ({ caller, params: { stationId } }) =>
      asOperator(pool, caller, async (client) => {
        await requireStation(client, caller.operatorId, stationId);
        const rows = await store.readValues(client, caller.operatorId, stationId, seesInternal(caller));
        return {
          items: rows.map((row) =>
            present({
              field: fieldOf(row),
              value: row.value,
              changedAt: row.changed_at?.toISOString(),
              changedBy: row.changed_by,
            }),
          ),
        };
      }),

    setValue: async ({ caller, params: { stationId, fieldId }, body }) => {
      await asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        await requireStation(client, operatorId, stationId);
        // Shared, so that the field does not go while it gets a value.
        const field = found(await store.readField(client, operatorId, fieldId, seesInternal(caller), 'FOR SHARE'));
        const value = readFieldValue(field, body.value);
        if (typeof value === 'string')
          throw new Failure('value.refused', wordsOf(field.name, value), { fields: { value } });
        const key = { operatorId, stationId, fieldId };
        const before = await store.writeValue(client, key, value, { at: clock.now(), by: caller.userId });
        if (before === value.value) return;
        await audit(
          client,
          deps,
          caller,
          'stationField.filled',
          present({
            field: fieldId,
            name: field.name,
            value: value.value,
            before,
            internal: field.internal || undefined,
          }),
          stationId,
        );
      });
      return undefined;
    },

    removeValue: async ({ caller, params: { stationId, fieldId } }) => {
      await asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        await requireStation(client, operatorId, stationId);
        const field = found(await store.readField(client, operatorId, fieldId, seesInternal(caller)));
        const before = await store.eraseValue(client, { operatorId, stationId, fieldId });
        if (before !== undefined)
          await audit(
            client,
            deps,
            caller,
            'stationField.emptied',
            present({ field: fieldId, name: field.name, before, internal: field.internal || undefined }),
            stationId,
          );
      });
      return undefined;
    },
  };
}

function checkChoices(kind: string, choices: readonly string[]): void {
  if (kind === 'choice' && choices.length === 0)
    throw new Failure('value.refused', 'A choice needs at least one to choose.', { fields: { choices: 'is missing' } });
  if (kind !== 'choice' && choices.length > 0)
    throw new Failure('value.refused', 'Only a choice has choices.', { fields: { choices: 'is not known here' } });
  if (new Set(choices.map(keyOf)).size < choices.length)
    throw new Failure('value.refused', 'Two choices are the same.', { fields: { choices: 'is there twice' } });
}

const trimmed = (choices: readonly string[]): string[] => choices.map((choice) => choice.trim());

export function found(row: store.FieldRow | undefined): store.FieldRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such field here.');
  return row;
}

/** One sentence of both, which the console knows in German by its end. */
const wordsOf = (name: string, why: string): string => `${name} ${why}.`;

const taken = (): Failure =>
  new Failure('name.taken', 'There is a field with this name already.', { fields: { name: 'is already in use' } });

export const fieldOf = (row: store.FieldRow): Static<typeof StationFieldShape> => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  choices: [...row.choices],
  internal: row.internal,
  ...present({ unit: row.unit, note: row.note }),
});
