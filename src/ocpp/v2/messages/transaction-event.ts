import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { ChargingState } from '../../../domain/message.ts';
import { name, nameOrNothing, placeOf, whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';
import { suspects } from '../../words.ts';
import { cardOf, idTokenInfo } from '../card.ts';
import { samplesOf } from '../meter-value.ts';

const phases = { Started: 'started', Updated: 'updated', Ended: 'ended' } as const;

const chargingStates: Readonly<Record<string, ChargingState>> = {
  Charging: 'charging',
  EVConnected: 'evConnected',
  SuspendedEV: 'suspendedEV',
  SuspendedEVSE: 'suspendedEVSE',
  Idle: 'idle',
};

const stateOf = (word: string | null | undefined): ChargingState | undefined =>
  word && Object.hasOwn(chargingStates, word) ? chargingStates[word] : undefined;

export const transactionEvent = incoming<OCPP21.TransactionEventRequest, OCPP20.TransactionEventResponse>({
  action: 'TransactionEvent',
  read: (payload) => {
    const { transactionInfo: info, evse, idToken } = payload;
    const { time, suspect } = readTime(payload.timestamp);
    const chargingState = stateOf(info.chargingState);
    return compact({
      kind: 'transaction',
      phase: phases[payload.eventType],
      transactionId: name(info.transactionId),
      seqNo: whole(payload.seqNo),
      place: evse ? placeOf(evse.id, evse.connectorId) : undefined,
      time,
      token: idToken ? cardOf(idToken) : undefined,
      samples: samplesOf(payload.meterValue),
      chargingState,
      trigger: nameOrNothing(payload.triggerReason),
      // TransactionType: no stoppedReason at the end means Local.
      reason: nameOrNothing(info.stoppedReason) ?? (payload.eventType === 'Ended' ? 'Local' : undefined),
      offline: payload.offline ? true : undefined,
      remoteStartId: wholeOrNothing(info.remoteStartId),
      reservationId: wholeOrNothing(payload.reservationId),
      suspect: suspects(suspect, info.chargingState && chargingState === undefined && 'chargingState.unknown'),
    });
  },
  answer: (answer) => {
    const { authorisation } = expect(answer, 'transaction');
    // E01.FR.12: a card in the event is answered with what we know of it.
    return compact({ idTokenInfo: authorisation === undefined ? undefined : idTokenInfo(authorisation) });
  },
});
