import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandFault } from '../src/domain/command-rules.ts';
import { type Command, commandKinds } from '../src/domain/commands.ts';
import { hear, rig } from '../src/domain/rig.ts';
import type { OcppVersion } from '../src/ocpp/table.ts';
import { trim } from '../src/ocpp/testing/command-parts.ts';
import { commandsOf } from '../src/ocpp/testing/commands.ts';
import { publishedMessages } from '../src/ocpp/testing/payloads.ts';
import { v16 } from '../src/ocpp/v16/index.ts';
import { v21 } from '../src/ocpp/v21/index.ts';
import { v201 } from '../src/ocpp/v201/index.ts';

/** How many messages the published schemas of a version define: 1.6 with its security extension. */
const versions = [
  ['ocpp1.6', 39, v16],
  ['ocpp2.0.1', 64, v201],
  ['ocpp2.1', 91, v21],
] as const;

/** Answers that are an effect by themselves: the time, a decision about a certificate, a schedule. The others leave a fact. */
const answeredOnly = new Set(['heartbeat', 'contractCertificate', 'certificateStatus', 'chainStatus', 'schedule']);

/** The actions that some command of ours is written as, each with the kinds that are. */
function writtenBy(version: OcppVersion): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const kind of commandKinds) {
    const way = version.commands[kind];
    if (way === undefined || 'unsupported' in way) continue;
    for (const fields of fc.sample(commandsOf[kind], { numRuns: 300, seed: 1 })) {
      const command = trim({ kind, ...fields }) as Command;
      if (version.unsupported(command) !== undefined || commandFault(command) !== undefined) continue;
      const { action, payload } = (way.write as (one: Command) => { action: string; payload: object })(command);
      if (version.checkRequest(action, true)?.(payload) !== undefined) continue;
      found.set(action, (found.get(action) ?? new Set()).add(kind));
    }
  }
  return found;
}

/** What the domain makes of so many valid calls of this action, each by a station that has booted: fact types, kinds of answers. */
function effectsOf(version: OcppVersion, action: string, payload: fc.Arbitrary<Record<string, unknown>>): string[] {
  const message = version.incoming.get(action);
  if (message === undefined) return [];
  const effects = new Set<string>();
  for (const call of fc.sample(payload, { numRuns: 100, seed: 1 })) {
    const station = rig();
    hear(station, { kind: 'boot', vendor: 'V', model: 'M', reason: 'PowerUp' });
    const { answer, facts } = hear(station, message.read(call));
    if (answer.kind === 'failure') continue;
    for (const { body } of facts) effects.add(body.type);
    if (answeredOnly.has(answer.kind)) effects.add(answer.kind);
  }
  return [...effects];
}

describe.each(versions)('%s', (protocol, count, version) => {
  const calls = publishedMessages(protocol).filter(({ answer }) => !answer);
  const actions = calls.map(({ action }) => action).sort();
  const written = writtenBy(version);

  it(`has ${count} messages in its published schemas, and the table knows these and no others`, () => {
    expect(actions).toHaveLength(count);
    expect(new Set(actions).size).toBe(count);
    expect([...new Set([...version.incoming.keys(), ...version.knownActions])].sort()).toEqual(actions);
  });

  it.each(actions)('%s is read with an effect, or is what a command is written as', (action) => {
    const incoming = version.incoming.has(action);
    // Only DataTransfer goes both ways; what a station may say is never ours to call, and the other way round.
    expect(incoming && written.has(action)).toBe(action === 'DataTransfer');
    if (!incoming) return expect([...(written.get(action) ?? [])]).not.toEqual([]);
    const { payload } = calls.find((one) => one.action === action)!;
    expect(effectsOf(version, action, payload)).not.toEqual([]);
  });
});
