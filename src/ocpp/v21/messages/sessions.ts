import type { OCPP21 } from 'typed-ocpp';
import { name, nameOrNothing, whole } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';
import { cardOf } from '../../v2/card.ts';
import { scheduleUpdate } from '../schedule-update.ts';

const swaps = { BatteryIn: 'in', BatteryOut: 'out', BatteryOutTimeout: 'timeout' } as const;

/** S01 to S04. */
export const batterySwap = incoming<OCPP21.BatterySwapRequest, OCPP21.BatterySwapResponse>({
  action: 'BatterySwap',
  read: ({ eventType, requestId, idToken, batteryData }) => ({
    kind: 'batterySwap',
    event: swaps[eventType],
    requestId: whole(requestId),
    token: cardOf(idToken),
    batteries: batteryData.map(({ evseId, serialNumber, soC, soH }) => ({
      evse: whole(evseId),
      serial: name(serialNumber),
      soc: soC,
      health: soH,
    })),
  }),
  answer: () => ({}),
});

/** K21, K22: priority charging begins or ends, also where we did not ask for it. */
export const notifyPriorityCharging = incoming<
  OCPP21.NotifyPriorityChargingRequest,
  OCPP21.NotifyPriorityChargingResponse
>({
  action: 'NotifyPriorityCharging',
  read: ({ transactionId, activated }) => ({
    kind: 'priorityCharging',
    transactionId: name(transactionId),
    active: activated,
  }),
  answer: () => ({}),
});

/** C20 to C22: a payment at the station was settled, or was not. */
export const notifySettlement = incoming<OCPP21.NotifySettlementRequest, OCPP21.NotifySettlementResponse>({
  action: 'NotifySettlement',
  read: (paid) =>
    compact({
      kind: 'settlement',
      transactionId: nameOrNothing(paid.transactionId),
      reference: name(paid.pspRef),
      status: paid.status,
      amount: paid.settlementAmount,
      time: readTime(paid.settlementTime).time,
      info: nameOrNothing(paid.statusInfo),
    }),
  answer: () => ({}),
});

/** K28: the station wants to know what its dynamic profile says now. */
export const pullDynamicScheduleUpdate = incoming<
  OCPP21.PullDynamicScheduleUpdateRequest,
  OCPP21.PullDynamicScheduleUpdateResponse
>({
  action: 'PullDynamicScheduleUpdate',
  read: ({ chargingProfileId }) => ({ kind: 'scheduleWanted', profileId: whole(chargingProfileId) }),
  answer: (answer) => {
    const { update } = expect(answer, 'schedule');
    return update === undefined
      ? { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } }
      : { status: 'Accepted', scheduleUpdate: scheduleUpdate(update) };
  },
});

/** I13: may this number be on the receipt. The answer names the EVSE where the question did. */
export const vatNumberValidation = incoming<OCPP21.VatNumberValidationRequest, OCPP21.VatNumberValidationResponse>({
  action: 'VatNumberValidation',
  read: ({ vatNumber, evseId }) =>
    compact({
      kind: 'vatNumber',
      vat: vatNumber,
      place: evseId === undefined || evseId === null ? undefined : { evse: whole(evseId) },
    }),
  answer: (answer, { vatNumber, evseId }) =>
    compact({ vatNumber, evseId, status: expect(answer, 'consent').accepted ? 'Accepted' : 'Rejected' }),
});
