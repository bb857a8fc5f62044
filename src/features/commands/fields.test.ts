import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { examples, fullBodies, leastBody } from '../../../test/command-bodies.ts';
import { commandKinds } from '../../domain/commands.ts';
import { toCommand } from './asked.ts';
import { bodyOf } from './body.ts';
import { commandsContract } from './contract.ts';
import type { Description, Field, Fields } from './fields/field.ts';
import { commandGroups } from './fields/field.ts';
import { descriptions } from './fields/index.ts';
import { readForm, startOf } from './fields/read.ts';
import { knownBody } from './known.ts';
import { de, en } from './texts.ts';

const all: Readonly<Record<string, Description>> = descriptions;
const lookups = {
  card: async () => ({ number: 'OWN', type: 'iso14443' as const }),
  transaction: async (number: number) => `tx-${number}`,
};

/** Every field of a command, those inside others too. */
function* fieldsOf(fields: Fields): Generator<[name: string, field: Field]> {
  for (const [name, field] of Object.entries(fields)) {
    yield [name, field];
    if (field.type === 'group' || field.type === 'list') yield* fieldsOf(field.fields);
  }
}

describe.each(commandKinds)('%s', (kind) => {
  const description = all[kind]!;

  it('has a route, a group, an OCPP name and words in both languages', () => {
    expect(commandsContract[kind]).toMatchObject({ method: 'POST', url: `/stations/:stationId/commands/${kind}` });
    expect(commandGroups).toContain(description.group);
    expect(description.actions.length).toBeGreaterThan(0);
    const ids = [`commands.kind.${kind}`, `commands.says.${kind}`, `commands.group.${description.group}`];
    if (description.danger) ids.push(`commands.danger.${kind}`);
    for (const [name, field] of fieldsOf(description.fields)) {
      const label = field.label ?? name;
      ids.push(`commands.field.${label}`);
      if (field.help) ids.push(`commands.help.${label}`);
      if (field.type === 'choice' || field.type === 'choices')
        ids.push(...field.of.filter((word) => /^[a-z]/.test(word)).map((word) => `commands.choice.${word}`));
    }
    for (const words of [en, de] as readonly Record<string, string>[])
      expect(ids.filter((id) => words[id] === undefined)).toEqual([]);
  });

  it('turns the least and the fullest body into a command of its kind', async () => {
    const schema: TSchema = bodyOf(description.fields, {});
    const check = Compile(schema);
    for (const body of [leastBody(description), ...fullBodies(description)]) {
      expect([...check.Errors(body)].map((error) => `${error.instancePath} ${error.message}`)).toEqual([]);
      const known = await knownBody(description, body, lookups);
      const command = toCommand[kind](known as never, () => 4711);
      expect(command.kind).toBe(kind);
      const told = JSON.stringify(command);
      for (const { value } of examples(description.fields, body)) expect(told).toContain(JSON.stringify(value));
    }
  });

  it('every field says in OpenAPI what it is', () => {
    for (const [name, schema] of Object.entries(
      (bodyOf(description.fields, {}) as unknown as { properties: Record<string, { description?: string }> })
        .properties,
    ))
      if (!['token', 'connector'].includes(name)) expect(schema.description, name).toBeTruthy();
  });

  it('an untouched form reads without a fault where nothing is needed, and names what is needed', async () => {
    const raw = startOf(description.fields, 'ocpp2.1', Date.UTC(2026, 5, 1), () => '2026-06-01T12:00');
    const { body, faults } = readForm(description, raw, { protocol: 'ocpp2.1', instantOf: (local) => `${local}:00Z` });
    const fits = Compile(bodyOf(description.fields, {}) as TSchema).Check(body);
    const taken =
      fits &&
      (await knownBody(description, body, lookups).then(
        () => true,
        () => false,
      ));
    expect(taken, JSON.stringify({ body, faults })).toBe(Object.keys(faults).length === 0);
  });
});
