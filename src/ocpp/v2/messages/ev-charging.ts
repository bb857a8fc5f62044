import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { NeedsStatus } from '../../../domain/messages/charging.ts';
import { name, whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';
import { toldSchedule } from '../told-profile.ts';

/** K15.FR.03 to FR.05. 2.0.1 has no word for "without a profile of ours"; rejected means just that there. */
const statuses: Readonly<Record<NeedsStatus, OCPP20.NotifyEVChargingNeedsResponse['status']>> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  processing: 'Processing',
  noProfile: 'Rejected',
};

const read = ({ evseId, maxScheduleTuples, chargingNeeds: needs }: OCPP21.NotifyEVChargingNeedsRequest) => {
  const { acChargingParameters: ac, dcChargingParameters: dc, v2xChargingParameters: v2x } = needs;
  return compact({
    kind: 'chargingNeeds',
    evse: whole(evseId),
    maxPeriods: wholeOrNothing(maxScheduleTuples),
    needs: compact({
      transfer: name(needs.requestedEnergyTransfer),
      departureAt: readTime(needs.departureTime).time.at,
      energyWh: ac?.energyAmount ?? dc?.energyAmount ?? v2x?.evTargetEnergyRequest,
      minCurrentA: ac?.evMinCurrent ?? v2x?.minChargeCurrent,
      maxCurrentA: ac?.evMaxCurrent ?? dc?.evMaxCurrent ?? v2x?.maxChargeCurrent,
      maxVoltageV: ac?.evMaxVoltage ?? dc?.evMaxVoltage ?? v2x?.maxVoltage,
      maxPowerW: dc?.evMaxPower ?? v2x?.maxChargePower,
      capacityWh: dc?.evEnergyCapacity,
      soc: dc?.stateOfCharge,
      fullSoc: dc?.fullSoC,
    }),
  } as const);
};

export const notifyEVChargingNeeds = incoming<
  OCPP21.NotifyEVChargingNeedsRequest,
  OCPP20.NotifyEVChargingNeedsResponse
>({
  action: 'NotifyEVChargingNeeds',
  read,
  answer: (answer) => ({ status: statuses[expect(answer, 'chargingNeeds').status] }),
});

/**
 * 2.1 tells a car of ISO 15118-20 "without a profile of ours" from refusing the kind of energy transfer (K18.FR.04, K18.FR.22);
 * of ISO 15118-2 there is only one word for both (K15.FR.04, K17.FR.04).
 */
export const notifyEVChargingNeeds21 = incoming<
  OCPP21.NotifyEVChargingNeedsRequest,
  OCPP21.NotifyEVChargingNeedsResponse
>({
  action: 'NotifyEVChargingNeeds',
  read,
  answer: (answer, { chargingNeeds }) => {
    const { status } = expect(answer, 'chargingNeeds');
    const newer = chargingNeeds.v2xChargingParameters !== undefined;
    return { status: status === 'noProfile' && newer ? 'NoChargingProfile' : statuses[status] };
  },
});

/** K15.FR.11, FR.12: within our limits or not. */
export const notifyEVChargingSchedule = incoming<
  OCPP21.NotifyEVChargingScheduleRequest,
  OCPP20.NotifyEVChargingScheduleResponse
>({
  action: 'NotifyEVChargingSchedule',
  read: ({ evseId, timeBase, chargingSchedule }) => ({
    kind: 'carSchedule',
    evse: whole(evseId),
    time: readTime(timeBase).time,
    schedule: toldSchedule(chargingSchedule),
  }),
  answer: (answer) => ({ status: expect(answer, 'consent').accepted ? 'Accepted' : 'Rejected' }),
});
