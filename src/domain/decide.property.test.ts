import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAnswer, decideCommand } from './command.ts';
import { connectorStatuses, type Reading, type Sample, type SentTime, type StationMessage } from './message.ts';
import { card, hear, noon, type Rig, rebuilt, record, restart, rig, truth } from './rig.ts';

// A station that says anything at all, in any order, as the translators let it through.

const number = fc.oneof(
  fc.integer({ min: -1, max: 3 }),
  fc.constantFrom(42, 2 ** 31, 1.5, Number.POSITIVE_INFINITY, Number.NaN),
);
const place = fc.record({ evse: number, connector: fc.constantFrom(0, 1, 1, 2) });
const text = fc.constantFrom('', 'x', '__proto__', 'constructor', '\0', '"', 'GroundFailure', '-1', '0', '1', '2');
const time: fc.Arbitrary<SentTime> = fc.oneof(
  fc.constant({}),
  fc.constant({ raw: '222222017-10-27T19:10:11Z' }),
  fc.integer({ min: -200, max: 200 }).map((minute) => {
    const at = noon + minute * 60_000;
    return { raw: new Date(at).toISOString(), at };
  }),
  fc.constantFrom(Date.UTC(2000), Date.UTC(2100)).map((at) => ({ raw: new Date(at).toISOString(), at })),
);
const token = fc.record({
  number: fc.constantFrom('CARD1', 'card1', 'CARD2', 'CARD3', '', '__proto__'),
  type: fc.constantFrom('iso14443' as const, 'noAuthorization' as const),
});
const reading: fc.Arbitrary<Reading> = fc.record(
  {
    measurand: fc.constantFrom('energy' as const, 'power' as const, 'soc' as const),
    value: fc.oneof(fc.integer({ min: -10, max: 100_000 }), fc.constantFrom(0, -0, 1e15, 2 ** 31)),
    context: fc.constantFrom('begin' as const, 'end' as const, 'periodic' as const, 'other' as const),
    phase: fc.constantFrom('L1', 'L2', 'L1-L2'),
  },
  { requiredKeys: ['measurand', 'value', 'context'] },
);
const samples: fc.Arbitrary<Sample[]> = fc.array(fc.record({ time, readings: fc.array(reading, { maxLength: 3 }) }), {
  maxLength: 3,
});
const optional = { requiredKeys: [] as never[] };
const part = { requestId: fc.nat(3), last: fc.boolean() };
const profile = fc.record(
  {
    id: number,
    stackLevel: fc.nat(2),
    purpose: fc.constantFrom('stationMax', 'stationExternal', 'txDefault', 'tx'),
    profileKind: fc.constantFrom('absolute', 'relative', 'dynamic'),
    transactionId: text,
    validFrom: fc.constantFrom(noon, noon + 3_600_000),
    schedules: fc.constantFrom(
      [],
      [{ unit: 'A', periods: [] }],
      [{ unit: 'W', periods: [{ startSeconds: 0, limit: 7000 }] }],
    ),
  },
  { requiredKeys: ['id', 'stackLevel', 'purpose', 'profileKind', 'schedules'] },
);
const monitor = fc.record({
  id: number,
  name: fc.record({ component: text, variable: text }),
  type: fc.constantFrom('delta', 'periodic'),
  value: number,
  severity: fc.nat(9),
});
const whole = fc.integer({ min: -1, max: 3 });
/** Everything else a station tells of itself, from all versions. */
const told = fc.oneof(
  fc.record({ kind: fc.constant('monitors'), ...part, monitors: fc.array(monitor, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('displayMessages'),
    ...part,
    messages: fc.array(
      fc.record({
        id: whole,
        priority: fc.constant('inFront'),
        content: fc.record({ format: fc.constant('utf8'), text }),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({ kind: fc.constant('customer'), ...part, part: whole }),
  fc.record({
    kind: fc.constant('gridControls'),
    ...part,
    controls: fc.array(
      fc.record({
        id: text,
        type: text,
        isDefault: fc.boolean(),
        isSuperseded: fc.boolean(),
        content: fc.constant({}),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({ kind: fc.constant('publishStatus'), status: text }),
  fc.record({
    kind: fc.constant('reservationStatus'),
    reservationId: whole,
    status: fc.constantFrom('expired', 'removed', 'noTransaction'),
  }),
  fc.record({ kind: fc.constant('gridAlarm'), control: text, fault: text, ended: fc.boolean(), time }),
  fc.record({
    kind: fc.constant('gridControlChanged'),
    controlId: text,
    started: fc.boolean(),
    superseded: fc.array(text, { maxLength: 2 }),
    time,
  }),
  fc.record({ kind: fc.constant('streamOpened'), streamId: whole, monitorId: whole }),
  fc.record({ kind: fc.constant('streamClosed'), streamId: whole }),
  fc.record({
    kind: fc.constant('streamValues'),
    streamId: whole,
    pending: whole,
    time,
    values: fc.array(fc.record({ value: text }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('batterySwap'),
    event: fc.constant('in'),
    requestId: whole,
    token,
    batteries: fc.constant([]),
  }),
  fc.record({ kind: fc.constant('vatNumber'), vat: text }),
  fc.record({
    kind: fc.constant('chargingProfiles'),
    ...part,
    evse: whole,
    source: text,
    profiles: fc.array(profile, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('chargingLimit'), evse: whole, source: text, schedules: fc.constant([]) }),
  fc.record({ kind: fc.constant('chargingLimitCleared'), evse: whole, source: text }),
  fc.record({
    kind: fc.constant('chargingNeeds'),
    evse: whole,
    maxPeriods: whole,
    needs: fc.record({ transfer: text, maxCurrentA: number }),
  }),
  fc.record({ kind: fc.constant('carSchedule'), evse: whole, time, schedule: fc.constant({ unit: 'A', periods: [] }) }),
  fc.record({ kind: fc.constant('scheduleWanted'), profileId: whole }),
  fc.record({ kind: fc.constant('priorityCharging'), transactionId: text, active: fc.boolean() }),
  fc.record({ kind: fc.constant('settlement'), reference: text, status: text, amount: number, time }),
);
const message = fc.oneof(
  fc.record({ vendor: text, model: text, firmware: text }).map((boot) => ({ kind: 'boot', ...boot })),
  fc.constant({ kind: 'heartbeat' }),
  fc
    .tuple(
      place,
      time,
      fc.constantFrom(...connectorStatuses),
      fc.record({ errorCode: text, vendorErrorCode: text, info: text }, optional),
    )
    .map(([where, at, status, more]) => ({ kind: 'status', ...where, time: at, status, ...more })),
  token.map((shown) => ({ kind: 'authorize', token: shown })),
  fc
    .tuple(
      fc.constantFrom('started', 'updated', 'ended'),
      time,
      samples,
      fc.record(
        {
          transactionId: text,
          seqNo: fc.integer({ min: 0, max: 6 }),
          place,
          token,
          meter: fc.constantFrom(0, 500, 1000, -5, 1e15),
          chargingState: fc.constantFrom('charging', 'idle'),
          offline: fc.boolean(),
          remoteStartId: fc.constantFrom(7, 8),
          reservationId: fc.constantFrom(1, 2, 9),
        },
        optional,
      ),
    )
    .map(([phase, at, values, more]) =>
      asTranslated({ kind: 'transaction', phase, time: at, samples: values, ...more }),
    ),
  fc.tuple(place, samples, fc.record({ transactionId: text }, optional)).map(([where, values, more]) => ({
    kind: 'meter',
    place: where,
    samples: values,
    ...more,
  })),
  fc
    .tuple(
      fc.constantFrom('alerting', 'delta', 'periodic'),
      text,
      time,
      fc.boolean(),
      fc.constantFrom('Problem', 'AvailabilityState', '__proto__'),
      fc.constantFrom('true', 'false', 'Faulted', ''),
    )
    .map(([trigger, component, at, cleared, variable, value]) => ({
      kind: 'events',
      events: [
        {
          eventId: 1,
          component: component || 'Connector',
          variable,
          trigger,
          value,
          cleared,
          time: at,
          place: { evse: 1, connector: 1 },
        },
      ],
    })),
  fc.constant({ kind: 'report', requestId: 1, last: true, variables: [] }),
  told,
) as fc.Arbitrary<StationMessage>;

/** Ids and numbers come as the versions have them: 2.x both in every event, 1.6 an id of ours in a stop only. */
function asTranslated({
  transactionId,
  seqNo,
  ...rest
}: { kind: string; phase: string; transactionId?: string; seqNo?: number } & Record<string, unknown>) {
  if (seqNo !== undefined || rest.phase === 'updated')
    return { ...rest, transactionId: transactionId ?? 'T', seqNo: seqNo ?? 1 };
  return rest.phase === 'started' ? rest : { ...rest, transactionId: transactionId ?? '1' };
}

const story = fc.array(
  fc.record({ message, again: fc.nat(3), restarted: fc.integer({ min: 0, max: 9 }), later: fc.nat(90_000) }),
  {
    minLength: 1,
    maxLength: 25,
  },
);

function open(): Rig {
  const on = rig();
  for (const name of ['CARD1', 'CARD2']) on.cards[name] = card(name);
  const ask = {
    commandId: 'c1',
    command: { kind: 'start', token: { number: 'CARD3', type: 'central' }, remoteStartId: 7 },
    whenOffline: 'refuse',
    timeoutMs: 60_000,
  } as const;
  on.state.connection = { id: 'x', protocol: 'ocpp1.6', address: '', node: 'n', securityProfile: 1, since: noon };
  const decision = decideCommand(on.state, ask, { now: noon });
  record(on, 'facts' in decision ? decision.facts : []);
  const kept = { kind: 'reserve', token: { number: 'CARD1', type: 'iso14443' }, expiresAt: noon + 60_000 } as const;
  for (const reservationId of [1, 2]) {
    const commandId = `r${reservationId}`;
    const reserve = { ...ask, commandId, command: { ...kept, reservationId } };
    const reserved = decideCommand(on.state, reserve, { now: noon });
    record(on, 'facts' in reserved ? reserved.facts : []);
    record(on, decideAnswer(on.state, commandId, { outcome: 'accepted', status: 'Accepted' }, noon));
  }
  delete on.state.connection;
  return on;
}

describe('whatever a station says', { timeout: 60_000 }, () => {
  it('W-07, W-13: it is answered, folds the same from nothing, and is the same after a restart', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const on = open();
        for (const step of steps) {
          if (step.restarted === 0) restart(on);
          const { answer, facts, weight } = hear(on, step.message, step.later);
          expect(answer.kind).not.toBe('failure');
          expect([0, 1, 2]).toContain(weight);
          for (const { at } of facts) expect(Number.isFinite(at)).toBe(true);
        }
        for (const one of on.stored.values()) {
          expect(one.energyWh ?? 0).toBeGreaterThanOrEqual(0);
          if (one.endedAt !== undefined && one.startKnown) expect(one.endedAt).toBeGreaterThanOrEqual(one.startedAt);
        }
        // One open transaction at a charge point, T-09.
        const running = [...on.stored.values()].filter(
          ({ endedAt, evse }) => endedAt === undefined && evse !== undefined,
        );
        expect(new Set(running.map(({ evse }) => evse)).size).toBe(running.length);
        const again = rebuilt(on);
        expect(truth(again.transactions)).toBe(truth(Object.fromEntries(on.stored)));
        expect(truth(again.connectors)).toBe(truth(on.state.connectors));
        const still = (state: typeof again) =>
          truth(Object.values(state.reservations ?? {}).filter(({ endedAt }) => endedAt === undefined));
        expect(still(again)).toBe(still(on.state));
        expect(truth(again.held ?? {})).toBe(truth(on.state.held ?? {}));
      }),
      { numRuns: 400 * Number(process.env.RUNS ?? 1) },
    );
  });

  it('T-01: said twice in a row, the answer is the same and no transaction is made or changed', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const on = open();
        for (const { message: said, later } of steps) {
          if (said.kind === 'boot' || said.kind === 'heartbeat') continue;
          const first = hear(on, said, later);
          const before = truth(Object.fromEntries(on.stored));
          const again = hear(on, said, 500);
          if (said.kind === 'transaction' && said.time.at !== undefined) {
            expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
            expect(truth(Object.fromEntries(on.stored))).toBe(before);
          }
        }
      }),
      { numRuns: 300 * Number(process.env.RUNS ?? 1) },
    );
  });
});
