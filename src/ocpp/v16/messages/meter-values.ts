import type { OCPP16 } from 'typed-ocpp';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { samplesOf } from '../meter-value.ts';
import { placeOf } from '../place.ts';

export const meterValues = incoming<OCPP16.MeterValuesRequest, OCPP16.MeterValuesResponse>({
  action: 'MeterValues',
  read: ({ connectorId, transactionId, meterValue }) =>
    compact({
      kind: 'meter',
      place: placeOf(connectorId),
      transactionId: transactionId === undefined || transactionId === null ? undefined : String(transactionId),
      samples: samplesOf(meterValue),
    }),
  answer: () => ({}),
});
