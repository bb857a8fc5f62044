import type { OCPP16 } from 'typed-ocpp';
import { whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readNumber } from '../../meter.ts';
import { readTime } from '../../timestamp.ts';
import { suspects } from '../../words.ts';
import { cardOf, idTagInfo } from '../card.ts';
import { placeOf } from '../place.ts';

export const startTransaction = incoming<OCPP16.StartTransactionRequest, OCPP16.StartTransactionResponse>({
  action: 'StartTransaction',
  read: (payload) => {
    const { time, suspect } = readTime(payload.timestamp);
    const meter = readNumber(payload.meterStart);
    return compact({
      kind: 'transaction',
      phase: 'started',
      place: placeOf(payload.connectorId),
      time,
      token: cardOf(payload.idTag),
      meter,
      samples: [],
      reservationId: wholeOrNothing(payload.reservationId),
      suspect: suspects(suspect, meter === undefined && 'meter.notANumber'),
    });
  },
  answer: (answer) => {
    const { transactionNumber, authorisation } = expect(answer, 'transaction');
    // idTagInfo is not optional here; a start without a decision about its card is not one to let run.
    return { transactionId: whole(transactionNumber), idTagInfo: idTagInfo(authorisation ?? { status: 'invalid' }) };
  },
});
