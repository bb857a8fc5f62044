import { abilitiesOf, externalProfilesUpTo, switchesPhases } from '../abilities.ts';
import type { ChargingProfile } from '../commands/charging-profile.ts';
import type { StationState } from '../state.ts';
import { findById, isOpen } from '../transaction.ts';
import { clashes, heldProfiles } from './held.ts';

/** Why this station must not get a profile, in words; undefined: it may. What is wrong everywhere says command-rules.ts. */
export function badProfile(state: StationState, evse: number, profile: ChargingProfile): string | undefined {
  // K01.FR.38
  if (profile.purpose === 'stationMax' && profile.profileKind === 'relative')
    return 'A limit of the whole station cannot be relative to a session';
  return badForStation(state, evse, profile) ?? badPlace(state, evse, profile) ?? conflict(state, evse, profile);
}

/** What the station said of itself stands against it; also for a profile that comes with a start. */
export function badForStation(
  state: StationState,
  evse: number,
  { id, schedules }: ChargingProfile,
): string | undefined {
  // OCPP 2.1 K01.FR.80
  const external = externalProfilesUpTo(abilitiesOf(state));
  if (external !== undefined && id <= external)
    return `Numbers up to ${external} belong to profiles that the station makes itself: take a higher one`;
  // K01.FR.20
  const chosen = schedules.some(({ periods }) => periods.some(({ phaseToUse }) => phaseToUse !== undefined));
  return chosen && !switchesPhases(state, evse)
    ? 'The charge point has not said that it can choose a phase (ACPhaseSwitchingSupported)'
    : undefined;
}

function badPlace(state: StationState, evse: number, { purpose, transactionId }: ChargingProfile): string | undefined {
  if (evse !== 0 && !Object.values(state.connectors).some((one) => one.evse === evse))
    return 'The station has no such charge point';
  if (purpose !== 'tx') return undefined;
  // K01.FR.33
  const session = findById(state, transactionId);
  if (session === undefined || !isOpen(session)) return 'The station has no such running session';
  return session.evse === undefined || session.evse === evse ? undefined : 'The session runs at another charge point';
}

/** K01.FR.06, K01.FR.39, K01.FR.52, K01.FR.53: two of one purpose and level must not hold at once. */
function conflict(state: StationState, evse: number, profile: ChargingProfile): string | undefined {
  const others = heldProfiles(state).filter(({ value }) => value.profile.id !== profile.id);
  const twin = others.find((held) => clashes(held, profile, evse));
  if (twin !== undefined)
    return `Profile ${twin.key} has the same purpose and level here and holds at the same time: remove it first, use its number, or choose another level`;
  if (profile.purpose !== 'txDefault') return undefined;
  const wider = others.find(
    (held) =>
      held.value.profile.purpose === 'txDefault' &&
      held.value.profile.stackLevel === profile.stackLevel &&
      (held.evse === 0) !== (evse === 0),
  );
  if (wider === undefined) return undefined;
  return wider.evse === 0
    ? `Profile ${wider.key} has the same level for all charge points: remove it first, or choose another level`
    : `Profile ${wider.key} has the same level at charge point ${wider.evse}: remove it first, or choose another level`;
}
