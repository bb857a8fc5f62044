import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { placeOf } from '../../bounds.ts';
import { incoming } from '../../define.ts';
import { samplesOf } from '../meter-value.ts';

export const meterValues = incoming<OCPP21.MeterValuesRequest, OCPP20.MeterValuesResponse>({
  action: 'MeterValues',
  read: ({ evseId, meterValue }) => ({ kind: 'meter', place: placeOf(evseId), samples: samplesOf(meterValue) }),
  answer: () => ({}),
});
