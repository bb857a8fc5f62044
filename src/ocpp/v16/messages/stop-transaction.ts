import type { OCPP16 } from 'typed-ocpp';
import { nameOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readNumber } from '../../meter.ts';
import { readTime } from '../../timestamp.ts';
import { suspects } from '../../words.ts';
import { cardOf, idTagInfo } from '../card.ts';
import { samplesOf } from '../meter-value.ts';

export const stopTransaction = incoming<OCPP16.StopTransactionRequest, OCPP16.StopTransactionResponse>({
  action: 'StopTransaction',
  read: (payload) => {
    const { time, suspect } = readTime(payload.timestamp);
    const meter = readNumber(payload.meterStop);
    return compact({
      kind: 'transaction',
      phase: 'ended',
      transactionId: String(payload.transactionId),
      time,
      // An empty idTag at the end is firmware for "nobody stopped it with a card" (section 4.10: idTag is optional).
      token: payload.idTag ? cardOf(payload.idTag) : undefined,
      meter,
      samples: samplesOf(payload.transactionData),
      // Section 6.49: no reason means Local.
      reason: nameOrNothing(payload.reason) ?? 'Local',
      suspect: suspects(suspect, meter === undefined && 'meter.notANumber'),
    });
  },
  answer: (answer) => {
    const { authorisation } = expect(answer, 'transaction');
    return compact({ idTagInfo: authorisation === undefined ? undefined : idTagInfo(authorisation) });
  },
});
