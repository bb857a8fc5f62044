import type { OCPP21 } from 'typed-ocpp';
import type { Sample } from '../../domain/message.ts';
import { readSample } from '../meter.ts';

/** Signed data come with the plain value in the same sampled value: it is flagged. */
export const samplesOf = (values: OCPP21.MeterValuesRequest['meterValue'] | null | undefined): readonly Sample[] =>
  (values ?? []).map(({ timestamp, sampledValue }) =>
    readSample(
      timestamp,
      sampledValue.map(({ value, measurand, phase, location, context, unitOfMeasure, signedMeterValue }) => ({
        value,
        measurand,
        phase,
        location,
        context,
        unit: unitOfMeasure?.unit,
        multiplier: unitOfMeasure?.multiplier,
        signed: signedMeterValue ? 'also' : undefined,
      })),
    ),
  );
