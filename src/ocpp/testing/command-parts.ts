// What random commands are made of, for tests.
import fc from 'fast-check';
import { profilePurposes } from '../../domain/commands/charging-profile.ts';
import { type DERControl, derCurves, derUnits } from '../../domain/commands/der.ts';
import { messageFormats } from '../../domain/commands/display.ts';
import { weekdays } from '../../domain/commands/tariff.ts';
import { authorisationReasons, tokenTypes } from '../../domain/message.ts';

export const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2090, 0, 1) });
export const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
export const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
export const trim = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const authorisation = fc
  .record({
    status: fc.constantFrom('accepted', 'blocked', 'expired', 'invalid', 'concurrent'),
    reason: optional(fc.constantFrom(...authorisationReasons)),
    validUntil: optional(instant),
    group: optional(fc.string({ maxLength: 60 })),
  })
  .map(trim);

export const amount = fc.integer({ min: 0, max: 500_000 }).map((tenths) => tenths / 10);
export const seconds = fc.nat(1_000_000);
export const requestId = fc.nat();
export const text = (maxLength: number) => fc.string({ minLength: 1, maxLength });
const number = text(40);
export const token = fc
  .record({ number, type: fc.constantFrom(...tokenTypes), group: optional(fc.string({ maxLength: 36 })) })
  .map(trim);
export const place = fc.record({ evse: fc.integer({ min: 0, max: 50 }), connector: fc.integer({ min: 0, max: 4 }) });
export const transactionId = fc.oneof(fc.nat().map(String), fc.string({ maxLength: 36 }));
export const url = fc.webUrl();
export const componentName = {
  component: text(50),
  componentInstance: optional(fc.string({ maxLength: 50 })),
  evse: optional(fc.nat(20)),
  connector: optional(fc.nat(4)),
};
export const variableName = fc
  .record({
    ...componentName,
    variable: text(50),
    variableInstance: optional(fc.string({ maxLength: 50 })),
    attribute: optional(fc.constantFrom('Actual', 'Target', 'MinSet', 'MaxSet')),
  })
  .map(trim);
export const partialNames = optional(
  fc.array(fc.record({ ...componentName, variable: optional(text(50)) }).map(trim), { maxLength: 3 }),
);
export const some = <T extends string>(words: readonly T[]) => optional(fc.subarray([...words]));
export const one = <T extends string>(words: readonly T[]) => fc.constantFrom(...words);
export const retrieval = { url, retries: optional(fc.nat(9)), retryIntervalSeconds: optional(seconds) };
export const hash = fc.record({
  algorithm: one(['SHA256', 'SHA384', 'SHA512'] as const),
  issuerNameHash: text(128),
  issuerKeyHash: text(128),
  serial: text(40),
});

const schedule = fc
  .record({
    startsAt: optional(instant),
    durationSeconds: optional(seconds),
    unit: one(['W', 'A'] as const),
    minRate: optional(amount),
    periods: fc
      .array(
        fc.oneof(
          fc.record({
            limit: amount,
            phases: optional(fc.constantFrom(1, 3)),
            operationMode: optional(fc.constant('ChargingOnly')),
          }),
          fc.record({ setpoint: amount, operationMode: fc.constant('CentralSetpoint') }),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((periods) => periods.map((period, index) => ({ ...period, startSeconds: index * 60 }))),
  })
  .map(trim);

/** Any combination of kind and times: the rules sort out those that make no sense. */
export const profile = fc
  .record({
    id: fc.nat(),
    stackLevel: fc.nat(20),
    purpose: one(profilePurposes),
    profileKind: one(['absolute', 'recurring', 'relative', 'dynamic'] as const),
    recurrency: optional(one(['daily', 'weekly'] as const)),
    validFrom: optional(instant),
    validTo: optional(instant),
    transactionId: optional(transactionId),
    schedules: fc.array(schedule, { minLength: 1, maxLength: 3 }),
    updateIntervalSeconds: optional(seconds),
  })
  .map(trim);
/** One that most versions and rules take. */
export const plainProfile = fc.tuple(profile, amount).map(([{ id, stackLevel }, limit]) => ({
  id,
  stackLevel,
  purpose: 'txDefault',
  profileKind: 'relative',
  schedules: [{ unit: 'W', periods: [{ startSeconds: 0, limit }] }],
}));

export const content = fc
  .record({ format: one(messageFormats), language: optional(fc.constantFrom('de', 'en-GB')), text: text(512) })
  .map(trim);
const taxRates = optional(
  fc.array(fc.record({ type: text(20), percent: amount, stack: optional(fc.nat(3)) }).map(trim), { maxLength: 3 }),
);
const when = fc
  .record({
    startTimeOfDay: optional(fc.constant('08:00')),
    days: some(weekdays),
    validFrom: optional(fc.constant('2026-01-01')),
    current: optional(one(['AC', 'DC'] as const)),
    minEnergyWh: optional(amount),
    maxIdleSeconds: optional(seconds),
  })
  .map(trim);
const part = optional(
  fc
    .record({
      prices: fc.array(fc.record({ amount, conditions: optional(when) }).map(trim), { minLength: 1, maxLength: 3 }),
      taxRates,
    })
    .map(trim),
);
const fixedPart = optional(
  fc.record({
    prices: fc.array(
      fc.record({
        amount,
        conditions: optional(fc.record({ days: some(weekdays), paymentBrand: optional(text(20)) })),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
);
const bound = optional(fc.record({ exclTax: optional(amount), inclTax: optional(amount), taxRates }));
export const tariff = fc.record({
  id: text(60),
  currency: fc.constantFrom('EUR', 'CHF'),
  description: optional(fc.array(content, { maxLength: 2 })),
  validFrom: optional(instant),
  energy: part,
  chargingTime: part,
  idleTime: part,
  fixedFee: fixedPart,
  reservationTime: part,
  reservationFixed: fixedPart,
  minCost: bound,
  maxCost: bound,
});

const ranked = { priority: fc.nat(9) };
const timed = { startsAt: optional(instant), durationSeconds: optional(seconds) };
const curve = fc.record({
  ...ranked,
  ...timed,
  points: fc.array(fc.record({ x: amount, y: amount }), { minLength: 1, maxLength: 10 }),
  unit: one(derUnits),
  responseSeconds: optional(seconds),
  hysteresis: optional(fc.record({ high: optional(amount), delaySeconds: optional(seconds) })),
  reactivePower: optional(fc.record({ vRef: optional(amount), autonomousVRef: optional(fc.boolean()) })),
  voltage: optional(fc.record({ duringCessation: optional(one(['Active', 'Reactive'] as const)) })),
});
const controls: { readonly [T in Exclude<DERControl['type'], (typeof derCurves)[number]>]: fc.Arbitrary<object> } = {
  EnterService: fc.record({
    ...ranked,
    highVoltage: amount,
    lowVoltage: amount,
    highFrequency: amount,
    lowFrequency: amount,
    delaySeconds: optional(seconds),
  }),
  FixedPFAbsorb: fc.record({ ...ranked, ...timed, displacement: amount, excitation: fc.boolean() }),
  FixedPFInject: fc.record({ ...ranked, ...timed, displacement: amount, excitation: fc.boolean() }),
  FixedVar: fc.record({ ...ranked, ...timed, setpoint: amount, unit: one(derUnits) }),
  FreqDroop: fc.record({
    ...ranked,
    ...timed,
    overFrequency: amount,
    underFrequency: amount,
    overDroop: amount,
    underDroop: amount,
    responseSeconds: seconds,
  }),
  Gradients: fc.record({ ...ranked, gradient: amount, softGradient: amount }),
  LimitMaxDischarge: fc.record({
    ...ranked,
    ...timed,
    percent: optional(amount),
    powerMonitoring: optional(curve),
  }),
};
export const control = fc.oneof(
  ...derCurves.map((type) => curve.map((fields) => ({ type, ...fields }))),
  ...Object.entries(controls).map(([type, fields]) => fields.map((values) => ({ type, ...values }))),
);
export const phases = optional(fc.record({ value: amount, l2: optional(amount), l3: optional(amount) }));
