import type { OCPP21 } from 'typed-ocpp';
import type { DERControl, DERCurve } from '../../domain/commands/der.ts';
import { iso } from '../../lib/time.ts';
import { compact } from '../compact.ts';

type Written = OCPP21.SetDERControlRequest;
type Curve = NonNullable<Written['curve']>;
/** The one field of the message that a control of a type fills (R04.FR.01). */
type Fields = Omit<Written, 'isDefault' | 'controlId' | 'controlType'>;
type Of<T extends DERControl['type']> = Extract<DERControl, { type: T }>;

const timed = ({ startsAt, durationSeconds }: { readonly startsAt?: number; readonly durationSeconds?: number }) => ({
  startTime: startsAt === undefined ? undefined : iso(startsAt),
  duration: durationSeconds,
});

const curve = (control: DERCurve): Curve =>
  compact({
    curveData: control.points.map(({ x, y }) => ({ x, y })) as Curve['curveData'],
    priority: control.priority,
    yUnit: control.unit,
    responseTime: control.responseSeconds,
    hysteresis:
      control.hysteresis &&
      compact({
        hysteresisHigh: control.hysteresis.high,
        hysteresisLow: control.hysteresis.low,
        hysteresisDelay: control.hysteresis.delaySeconds,
        hysteresisGradient: control.hysteresis.gradient,
      }),
    reactivePowerParams:
      control.reactivePower &&
      compact({
        vRef: control.reactivePower.vRef,
        autonomousVRefEnable: control.reactivePower.autonomousVRef,
        autonomousVRefTimeConstant: control.reactivePower.autonomousVRefSeconds,
      }),
    voltageParams:
      control.voltage &&
      compact({
        hv10MinMeanValue: control.voltage.hv10MinMean,
        hv10MinMeanTripDelay: control.voltage.hv10MinMeanTripSeconds,
        powerDuringCessation: control.voltage.duringCessation,
      }),
    ...timed(control),
  });

type FixedPF = Extract<DERControl, { type: 'FixedPFAbsorb' | 'FixedPFInject' }>;
const fixedPF = (control: FixedPF): NonNullable<Written['fixedPFAbsorb']> =>
  compact({
    priority: control.priority,
    displacement: control.displacement,
    excitation: control.excitation,
    ...timed(control),
  });

const enterService = (control: Of<'EnterService'>): NonNullable<Written['enterService']> =>
  compact({
    priority: control.priority,
    highVoltage: control.highVoltage,
    lowVoltage: control.lowVoltage,
    highFreq: control.highFrequency,
    lowFreq: control.lowFrequency,
    delay: control.delaySeconds,
    randomDelay: control.randomDelaySeconds,
    rampRate: control.rampRate,
  });

const freqDroop = (control: Of<'FreqDroop'>): NonNullable<Written['freqDroop']> =>
  compact({
    priority: control.priority,
    overFreq: control.overFrequency,
    underFreq: control.underFrequency,
    overDroop: control.overDroop,
    underDroop: control.underDroop,
    responseTime: control.responseSeconds,
    ...timed(control),
  });

/** SetDERControlRequest has a field for each family of types. */
export function writtenControl(control: DERControl): Fields {
  switch (control.type) {
    case 'EnterService':
      return { enterService: enterService(control) };
    case 'FixedPFAbsorb':
      return { fixedPFAbsorb: fixedPF(control) };
    case 'FixedPFInject':
      return { fixedPFInject: fixedPF(control) };
    case 'FixedVar': {
      const { priority, setpoint, unit } = control;
      return { fixedVar: compact({ priority, setpoint, unit, ...timed(control) }) };
    }
    case 'FreqDroop':
      return { freqDroop: freqDroop(control) };
    case 'Gradients': {
      const { priority, gradient, softGradient } = control;
      return { gradient: { priority, gradient, softGradient } };
    }
    case 'LimitMaxDischarge':
      return {
        limitMaxDischarge: compact({
          priority: control.priority,
          pctMaxDischargePower: control.percent,
          powerMonitoringMustTrip: control.powerMonitoring && curve(control.powerMonitoring),
          ...timed(control),
        }),
      };
    default:
      return { curve: curve(control) };
  }
}
