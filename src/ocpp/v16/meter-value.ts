import type { OCPP16 } from 'typed-ocpp';
import type { Sample } from '../../domain/message.ts';
import { readSample } from '../meter.ts';

type MeterValue = OCPP16.MeterValuesRequest['meterValue'][number];

/** Signed data come as text beside the plain values (format SignedData); they are flagged, not read. */
export const samplesOf = (values: readonly MeterValue[] | null | undefined): readonly Sample[] =>
  (values ?? []).map(({ timestamp, sampledValue }) =>
    readSample(
      timestamp,
      sampledValue.map(({ value, measurand, unit, phase, location, context, format }) => ({
        value,
        measurand,
        unit,
        phase,
        location,
        context,
        signed: format === 'SignedData' ? 'only' : undefined,
      })),
    ),
  );
