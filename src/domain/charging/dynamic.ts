import type { ChargingProfile } from '../commands/charging-profile.ts';
import type { PhaseValues, ScheduleUpdate } from '../commands/energy.ts';
import type { Holding } from '../holding.ts';
import { heldOf } from '../holding.ts';
import type { StationState } from '../state.ts';

const dynamicProfile = (state: StationState, profileId: number) => {
  const held = heldOf(state, 'chargingProfile').find(({ key }) => key === String(profileId));
  return held?.value.profile.profileKind === 'dynamic' ? held : undefined;
};

/** What a dynamic profile says now (OCPP 2.1 K28.FR.07); undefined: there is none of this number (K28.FR.12). */
export function dynamicValues(state: StationState, profileId: number): ScheduleUpdate | undefined {
  const held = dynamicProfile(state, profileId);
  const period = held?.value.profile.schedules[0]?.periods[0];
  if (held === undefined || period === undefined) return undefined;
  const one = (value: number | undefined, name: keyof ScheduleUpdate): ScheduleUpdate =>
    value === undefined ? {} : { [name]: { value } };
  return {
    ...one(period.limit, 'limit'),
    ...one(period.dischargeLimit, 'dischargeLimit'),
    ...one(period.setpoint, 'setpoint'),
    ...held.value.update,
  };
}

/** The station took new values (K28.FR.06): from now on the profile says these. */
export function profileAfterUpdate(
  state: StationState,
  profileId: number,
  update: ScheduleUpdate,
  at: number,
): Holding<'chargingProfile'>[] {
  const held = dynamicProfile(state, profileId);
  if (held === undefined) return [];
  const { profile } = held.value;
  return [
    {
      kind: 'chargingProfile',
      key: held.key,
      at,
      ...(held.evse === undefined ? {} : { evse: held.evse }),
      value: {
        ...held.value,
        profile: { ...profile, schedules: updated(profile, update) },
        update: { ...held.value.update, ...update },
      },
    },
  ];
}

/** A dynamic profile has one period, which holds at once (K28.FR.01, K28.FR.02). */
function updated({ schedules }: ChargingProfile, update: ScheduleUpdate): ChargingProfile['schedules'] {
  const first = (values: PhaseValues | undefined, name: string) =>
    values === undefined ? {} : { [name]: values.value };
  return schedules.map((schedule) => ({
    ...schedule,
    periods: schedule.periods.map((period) => ({
      ...period,
      ...first(update.limit, 'limit'),
      ...first(update.dischargeLimit, 'dischargeLimit'),
      ...first(update.setpoint, 'setpoint'),
    })),
  }));
}
