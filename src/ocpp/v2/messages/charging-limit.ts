import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { name, whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { toldSchedule } from '../told-profile.ts';

/** K11, K12: a limit set by something else than us. Without an EVSE it is one of the whole station. */
export const notifyChargingLimit = incoming<OCPP21.NotifyChargingLimitRequest, OCPP20.NotifyChargingLimitResponse>({
  action: 'NotifyChargingLimit',
  read: ({ evseId, chargingLimit, chargingSchedule }) =>
    compact({
      kind: 'chargingLimit',
      evse: whole(evseId ?? 0),
      source: name(chargingLimit.chargingLimitSource),
      gridCritical: chargingLimit.isGridCritical,
      localGeneration: chargingLimit.isLocalGeneration,
      schedules: (chargingSchedule ?? []).map(toldSchedule),
    }),
  answer: () => ({}),
});

/** K13: it is lifted. */
export const clearedChargingLimit = incoming<OCPP21.ClearedChargingLimitRequest, OCPP20.ClearedChargingLimitResponse>({
  action: 'ClearedChargingLimit',
  read: ({ evseId, chargingLimitSource }) =>
    compact({ kind: 'chargingLimitCleared', evse: wholeOrNothing(evseId), source: name(chargingLimitSource) }),
  answer: () => ({}),
});
