import type { Instant } from '../../lib/time.ts';
import type { ChargingProfile, ProfileFilter } from '../commands/charging-profile.ts';
import type { ScheduleUpdate } from '../commands/energy.ts';
import type { Command, CommandAnswer } from '../commands.ts';
import type { ToldFact } from '../facts/told.ts';
import { type Held, type Holding, heldOf } from '../holding.ts';
import type { StationState, TransactionState } from '../state.ts';

/** A charging profile that a station has, because we set it or because it said so. */
export interface HeldProfile {
  readonly profile: ChargingProfile;
  /** CSO: set by us; else who limits from outside (EMS, SO, Other). */
  readonly source: string;
  readonly by: 'command' | 'report';
  /** Values that took the place of those in a dynamic profile (OCPP 2.1 K28). */
  readonly update?: ScheduleUpdate;
  /** The report that named it last. */
  readonly requestId?: number;
}
export type HeldProfileRow = Extract<Held, { kind: 'chargingProfile' }>;

export const heldProfiles = (state: StationState): HeldProfileRow[] => heldOf(state, 'chargingProfile');

type Row = Holding<'chargingProfile'>;

const row = (profile: ChargingProfile, evse: number, at: Instant, how: Omit<HeldProfile, 'profile'>): Row => ({
  kind: 'chargingProfile',
  key: String(profile.id),
  evse,
  at,
  value: { profile, ...how },
});

const gone = ({ key, evse }: HeldProfileRow, at: Instant): Row => ({
  kind: 'chargingProfile',
  key,
  at,
  ...(evse === undefined ? {} : { evse }),
});

/** One part of what the station says it has. After the last part of an unfiltered report what was not named is gone (K09). */
export function profilesAfterReport(
  state: StationState,
  body: Extract<ToldFact, { type: 'chargingProfiles.reported' }>,
  at: Instant,
): Row[] {
  const rows = body.profiles.map((profile) =>
    row(profile, body.evse, at, { source: body.source, by: 'report', requestId: body.requestId }),
  );
  if (!body.last) return rows;
  const asked = Object.values(state.commands).find(
    ({ command, endedAt }) =>
      endedAt === undefined && command.kind === 'readChargingProfiles' && command.requestId === body.requestId,
  );
  if (asked?.command.kind !== 'readChargingProfiles') return rows;
  const { filter } = asked.command;
  const named = new Set(rows.map(({ key }) => key));
  const missing = heldProfiles(state).filter(
    (held) =>
      held.at <= asked.askedAt && held.value.requestId !== body.requestId && !named.has(held.key) && fits(held, filter),
  );
  return [...rows, ...missing.map((held) => gone(held, at))];
}

/** All given parts must fit (OCPP 2.0.1 K09, K10; 1.6 section 5.4: an id alone is enough). */
export function fits({ evse, value }: HeldProfileRow, filter: ProfileFilter): boolean {
  const { profile } = value;
  return (
    (filter.profileIds === undefined || filter.profileIds.includes(profile.id)) &&
    (filter.evse === undefined || filter.evse === evse) &&
    (filter.purpose === undefined || filter.purpose === profile.purpose) &&
    (filter.stackLevel === undefined || filter.stackLevel === profile.stackLevel)
  );
}

/** What the station did when we set, cleared or asked for profiles. */
export function profilesAfterAnswer(state: StationState, command: Command, answer: CommandAnswer, at: Instant): Row[] {
  if (command.kind === 'setChargingProfile') {
    if (answer.outcome !== 'accepted') return [];
    const { profile, evse } = command;
    // Two of one purpose and level cannot be valid at once: the newer one took its place (1.6 section 5.16, K01.FR.05).
    const replaced = heldProfiles(state).filter(
      (held) => held.key !== String(profile.id) && held.value.source === 'CSO' && clashes(held, profile, evse),
    );
    return [...replaced.map((held) => gone(held, at)), row(profile, evse, at, { source: 'CSO', by: 'command' })];
  }
  if (command.kind === 'clearChargingProfiles') {
    // K10.FR.02: `Unknown` says that the station has none that fits.
    if (answer.outcome !== 'accepted' && answer.status !== 'Unknown') return [];
    const mine = heldProfiles(state).filter((held) => held.value.profile.purpose !== 'stationExternal');
    return mine.filter((held) => fits(held, command.filter)).map((held) => gone(held, at));
  }
  if (command.kind === 'readChargingProfiles' && answer.status === 'NoProfiles')
    return heldProfiles(state)
      .filter((held) => fits(held, command.filter))
      .map((held) => gone(held, at));
  return [];
}

/** A profile of a session goes with it (OCPP 2.0.1 section K 3.3, 1.6 section 3.13.1). */
export function profilesAfterEnd(state: StationState, number: number, at: Instant): Row[] {
  const transaction = state.transactions[number];
  if (transaction === undefined) return [];
  return profilesOf(state, transaction).map((held) => gone(held, at));
}

export const profilesOf = (
  state: StationState,
  transaction: Pick<TransactionState, 'transactionId'>,
): HeldProfileRow[] =>
  heldProfiles(state).filter(
    ({ value: { profile } }) => profile.purpose === 'tx' && profile.transactionId === transaction.transactionId,
  );

/** Same purpose, level and place (for a session: the same session), valid at the same time (K01.FR.06, K01.FR.39). */
export function clashes(held: HeldProfileRow, profile: ChargingProfile, evse: number): boolean {
  const other = held.value.profile;
  if (other.purpose !== profile.purpose || other.stackLevel !== profile.stackLevel) return false;
  if (profile.purpose === 'tx') return other.transactionId === profile.transactionId;
  return (
    held.evse === evse &&
    (other.validFrom ?? Number.NEGATIVE_INFINITY) < (profile.validTo ?? Number.POSITIVE_INFINITY) &&
    (profile.validFrom ?? Number.NEGATIVE_INFINITY) < (other.validTo ?? Number.POSITIVE_INFINITY)
  );
}
