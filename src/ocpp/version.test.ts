import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandFault } from '../domain/command-rules.ts';
import { type Command, commandKinds } from '../domain/commands.ts';
import type { Answer, StationMessage } from '../domain/message.ts';
import { renderSentence, sentences } from './sentences.ts';
import { authorisation, instant, optional, trim } from './testing/command-parts.ts';
import { commandsOf } from './testing/commands.ts';
import { publishedMessages } from './testing/payloads.ts';
import { v16 } from './v16/index.ts';
import { v21 } from './v21/index.ts';
import { v201 } from './v201/index.ts';

const versions = [v16, v201, v21] as const;
const consent = fc.record({ kind: fc.constant('consent'), accepted: fc.boolean() });

/** What the domain may answer to each kind of message. */
const answers: Readonly<Record<StationMessage['kind'], fc.Arbitrary<unknown>>> = {
  boot: fc.record({
    kind: fc.constant('boot'),
    status: fc.constantFrom('accepted', 'pending', 'rejected'),
    interval: fc.integer({ min: 1, max: 86_400 }),
    now: instant,
  }),
  heartbeat: fc.record({ kind: fc.constant('heartbeat'), now: instant }),
  authorize: fc
    .record({
      kind: fc.constant('authorize'),
      authorisation,
      contract: optional(fc.constantFrom('accepted', 'cancelled', 'expired', 'revoked', 'unproven')),
      transfers: optional(fc.constant(['DC', 'DC_BPT'])),
    })
    .map(trim),
  contractCertificate: fc.record({
    kind: fc.constant('contractCertificate'),
    offer: fc.oneof(
      fc.record({ accepted: fc.constant(true), response: fc.base64String({ maxLength: 5600 }) }),
      fc.record({ accepted: fc.constant(false), fault: fc.constant('partner.silent') }),
    ),
  }),
  certificateStatus: fc.record({
    kind: fc.constant('certificateStatus'),
    reply: fc.oneof(
      fc.record({ accepted: fc.constant(true), result: fc.base64String({ maxLength: 5500 }) }),
      fc.record({ accepted: fc.constant(false), fault: fc.constant('partner.silent') }),
    ),
  }),
  chainStatus: fc.record({
    kind: fc.constant('chainStatus'),
    results: fc.array(
      fc.record({ status: fc.constantFrom('good', 'revoked', 'unknown', 'failed'), nextUpdate: instant }),
      { minLength: 4, maxLength: 4 },
    ),
  }),
  transaction: fc
    .record({
      kind: fc.constant('transaction'),
      transactionNumber: fc.integer({ min: 1 }),
      authorisation: optional(authorisation),
    })
    .map(trim),
  dataTransfer: fc
    .record({
      kind: fc.constant('dataTransfer'),
      status: fc.constantFrom('accepted', 'rejected', 'unknownVendor', 'unknownMessage'),
      data: optional(fc.string()),
    })
    .map(trim),
  status: fc.constant({ kind: 'plain' }),
  meter: fc.constant({ kind: 'plain' }),
  events: fc.constant({ kind: 'plain' }),
  report: fc.constant({ kind: 'plain' }),
  securityEvent: fc.constant({ kind: 'plain' }),
  logStatus: fc.constant({ kind: 'plain' }),
  firmwareStatus: fc.constant({ kind: 'plain' }),
  monitors: fc.constant({ kind: 'plain' }),
  displayMessages: fc.constant({ kind: 'plain' }),
  customer: fc.constant({ kind: 'plain' }),
  gridControls: fc.constant({ kind: 'plain' }),
  publishStatus: fc.constant({ kind: 'plain' }),
  reservationStatus: fc.constant({ kind: 'plain' }),
  gridAlarm: fc.constant({ kind: 'plain' }),
  gridControlChanged: fc.constant({ kind: 'plain' }),
  streamClosed: fc.constant({ kind: 'plain' }),
  streamValues: fc.constant({ kind: 'plain' }),
  batterySwap: fc.constant({ kind: 'plain' }),
  chargingProfiles: fc.constant({ kind: 'plain' }),
  chargingLimit: fc.constant({ kind: 'plain' }),
  chargingLimitCleared: fc.constant({ kind: 'plain' }),
  priorityCharging: fc.constant({ kind: 'plain' }),
  settlement: fc.constant({ kind: 'plain' }),
  streamOpened: consent,
  vatNumber: consent,
  carSchedule: consent,
  scheduleWanted: fc
    .record({
      kind: fc.constant('schedule'),
      update: optional(fc.record({ limit: fc.record({ value: fc.nat(32_000) }) })),
    })
    .map(trim),
  chargingNeeds: fc.record({
    kind: fc.constant('chargingNeeds'),
    status: fc.constantFrom('accepted', 'rejected', 'processing', 'noProfile'),
  }),
  signCertificate: fc.record({ kind: fc.constant('signCertificate'), accepted: fc.boolean() }),
};

describe.each(versions.map((version) => [version.protocol, version] as const))('%s', (protocol, version) => {
  const published = publishedMessages(protocol);
  const callOf = (action: string) => published.find((one) => one.action === action && !one.answer)!.payload;

  it('reads every valid call and answers it with a payload that is valid too', () => {
    for (const [action, message] of version.incoming) {
      fc.assert(
        fc.property(
          callOf(action).chain((call) => {
            const { kind } = message.read(call);
            return fc.tuple(fc.constant(call), answers[kind]);
          }),
          ([call, decision]) => {
            const payload = message.answer(decision as Answer, call);
            const check = version.sends.has(action) ? () => undefined : version.checkResponse(action, true)!;
            expect(check(payload), `${action} ${JSON.stringify(payload)}`).toBeUndefined();
          },
        ),
        { numRuns: 30 },
      );
    }
  });

  it('an answer that does not belong to the message is a bug, not an answer', () => {
    expect(() => version.incoming.get('BootNotification')!.answer({ kind: 'plain' }, {})).toThrow();
  });

  it.each(commandKinds)('writes %s so that it fits the schema, and reads every answer to it', (kind) => {
    const way = version.commands[kind];
    if ('unsupported' in way) return;
    fc.assert(
      fc.property(commandsOf[kind], (fields) => {
        const command = trim({ kind, ...fields }) as Command;
        fc.pre(version.unsupported(command) === undefined && commandFault(command) === undefined);
        const { action, payload } = (way.write as (command: Command) => { action: string; payload: object })(command);
        expect(version.checkRequest(action, true)!(payload), JSON.stringify(payload)).toBeUndefined();
        expect(version.knownActions.has(action) || action === 'DataTransfer').toBe(true);
        const { said } = version.explain(action, 'out', payload, undefined);
        for (const language of ['en', 'de'] as const)
          expect(renderSentence(said, language)).not.toMatch(/undefined|NaN/);
        const answer = published.find((one) => one.action === action && one.answer)!.payload;
        const [sample] = fc.sample(answer, 1);
        const result = (way.read as (answer: object, command: Command) => object)(sample!, command);
        expect(result).toMatchObject({ outcome: expect.any(String), status: expect.any(String) });
      }),
      { numRuns: 40 },
    );
  });

  it('has a command for every action that is ours to call', () => {
    const written = new Set<string>();
    for (const kind of commandKinds) {
      const way = version.commands[kind];
      if ('unsupported' in way) continue;
      for (const fields of fc.sample(commandsOf[kind], { numRuns: 300, seed: 1 })) {
        const command = trim({ kind, ...fields }) as Command;
        if (version.unsupported(command) !== undefined || commandFault(command) !== undefined) continue;
        written.add((way.write as (command: Command) => { action: string })(command).action);
      }
    }
    // DataTransfer goes both ways: it stands among the messages of the station.
    expect([...written].sort()).toEqual([...version.knownActions, 'DataTransfer'].sort());
    expect(written.size).toBe({ 'ocpp1.6': 26, 'ocpp2.0.1': 40, 'ocpp2.1': 55 }[protocol]);
  });

  it('has words of its own for every action, in every language', () => {
    const ids = [...version.incoming.keys(), ...version.knownActions].map((action) => `call.${action}`);
    for (const texts of Object.values(sentences)) {
      const said = ids.map((id) => (texts as Readonly<Record<string, string>>)[id]);
      expect(said).not.toContain(undefined);
    }
  });

  it('says every valid frame in words, call and answer, in every language', () => {
    for (const { action, answer, payload } of published.filter((one) => !one.answer)) {
      expect(answer).toBe(false);
      const reply = published.find((one) => one.action === action && one.answer)?.payload ?? fc.constant({});
      const direction = version.incoming.has(action) ? 'in' : 'out';
      fc.assert(
        fc.property(payload, reply, (call, back) => {
          const { said, answered } = version.explain(action, direction, call, back);
          for (const language of ['en', 'de'] as const)
            for (const sentence of [said, answered!]) {
              expect(sentences[language]).toHaveProperty([sentence.id]);
              const text = renderSentence(sentence, language);
              expect(text.length).toBeGreaterThan(3);
              expect(text).not.toMatch(/undefined|\[object|NaN/);
            }
        }),
        { numRuns: 10 },
      );
    }
  });

  it('says any other frame in words too', () => {
    const actions = fc.oneof(fc.constantFrom(...version.incoming.keys(), ...version.knownActions), fc.string());
    fc.assert(
      fc.property(
        actions,
        fc.constantFrom('in', 'out'),
        fc.jsonValue(),
        fc.jsonValue(),
        (action, direction, call, answer) => {
          const { said, answered } = version.explain(action, direction as 'in', call as object, answer as object);
          for (const language of ['en', 'de'] as const) {
            expect(renderSentence(said, language)).not.toBe('');
            if (answered) expect(renderSentence(answered, language)).not.toBe('');
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
