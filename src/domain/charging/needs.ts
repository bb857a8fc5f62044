import { minute, second } from '../../lib/time.ts';
import { abilitiesOf, externalProfilesUpTo } from '../abilities.ts';
import type { ChargingProfile } from '../commands/charging-profile.ts';
import { type DecideContext, type DecidedFact, idFrom, type Ruling } from '../decision.ts';
import type { ChargingMessage, NeedsStatus } from '../messages/charging.ts';
import type { StationState, TransactionState } from '../state.ts';
import { openAt } from '../transaction.ts';
import { type Installed, limitAt } from './composite.ts';
import { profilesOf } from './held.ts';
import { circumstancesOf, installed, scheduleFor, type Wanted } from './session-schedule.ts';
import { mayTransfer } from './transfer.ts';

/** Our own profiles of sessions have numbers from here on, and above those that the station makes itself (OCPP 2.1 K01.FR.80). */
const firstSessionProfile = 2 ** 30;
/** ISO 15118 waits 60 s for a schedule (K15.FR.08). */
const sendWithin = minute;

type Session = Pick<TransactionState, 'number' | 'transactionId' | 'startedAt' | 'evse'>;

/**
 * A car told what it needs (OCPP 2.x K15, K17 to K19). It gets a profile for its session: what is allowed there, and no more
 * than the car can take; or the one that was set for this session, once more (K16.FR.12). Before its session has begun the profile is
 * promised, and follows then (K15.FR.05).
 */
export function decideNeeds(
  state: StationState,
  message: Extract<ChargingMessage, { kind: 'chargingNeeds' }>,
  context: DecideContext,
): Ruling {
  const { kind: _, ...told } = message;
  const transaction = openAt(state, message.evse);
  const accepted = mayTransfer(state, message.needs.transfer, transaction, context.lookups.card);
  const send = transaction === undefined || !accepted ? [] : profilesFor(state, transaction, message, context);
  const status: NeedsStatus = !accepted
    ? 'rejected'
    : send.length > 0
      ? 'accepted'
      : transaction === undefined && scheduleFor(state, undefined, message, context.receivedAt) !== undefined
        ? 'processing'
        : 'noProfile';
  const number = transaction === undefined ? {} : { number: transaction.number };
  return {
    facts: [{ at: context.receivedAt, body: { ...told, type: 'chargingNeeds.told', status, ...number } }, ...send],
    answer: { kind: 'chargingNeeds', status },
    outcome: accepted ? 'accepted' : 'refused',
    weight: accepted ? 0 : 1,
    ...(transaction === undefined ? {} : { transactionNumber: transaction.number }),
  };
}

/** A session begins whose car has told its needs before: now its profile can name it (K15.FR.05, K15.FR.07). */
export function promisedProfiles(
  state: StationState,
  facts: readonly DecidedFact[],
  context: DecideContext,
): DecidedFact[] {
  const begun = facts.find(({ body }) => body.type === 'transaction.started');
  if (begun?.body.type !== 'transaction.started' || begun.body.place === undefined) return [];
  const { number, transactionId, place } = begun.body;
  const waiting = state.held?.[`waitingNeeds ${place.evse}`];
  if (waiting?.kind !== 'waitingNeeds') return [];
  const wanted = { evse: place.evse, ...waiting.value };
  const send = profilesFor(state, { number, transactionId, startedAt: begun.at }, wanted, context);
  const status = send.length > 0 ? 'accepted' : 'noProfile';
  return [{ at: context.receivedAt, body: { ...wanted, type: 'chargingNeeds.told', status, number } }, ...send];
}

function profilesFor(state: StationState, transaction: Session, wanted: Wanted, context: DecideContext): DecidedFact[] {
  // What people have set for this session counts, and nothing of ours beside it.
  const own = ownNumber(state, transaction);
  const set = ofUs(state, transaction).filter(({ profile }) => profile.id !== own);
  if (set.length > 0) return ask(state, set, context);
  const schedule = scheduleFor(state, transaction, wanted, context.receivedAt);
  if (schedule === undefined) return [];
  const profile: ChargingProfile = {
    id: own,
    stackLevel: 0,
    purpose: 'tx',
    profileKind: 'absolute',
    transactionId: transaction.transactionId,
    // K15.FR.18: one, so that there is no doubt which the car follows.
    schedules: [schedule],
  };
  return ask(state, [{ evse: wanted.evse, profile }], context);
}

function ownNumber(state: StationState, { number }: Session): number {
  const first = Math.max(firstSessionProfile, (externalProfilesUpTo(abilitiesOf(state)) ?? 0) + 1);
  return first + (number % Math.max(1, 2 ** 31 - 1 - first));
}

/** The profiles of a session that it has from here, the weakest first. */
const ofUs = (state: StationState, transaction: Pick<TransactionState, 'transactionId' | 'evse'>): Installed[] =>
  profilesOf(state, transaction)
    .filter(({ value }) => value.source === 'CSO')
    .map(({ evse, value }) => ({ evse: evse ?? transaction.evse ?? 0, profile: value.profile }))
    .sort((a, b) => a.profile.stackLevel - b.profile.stackLevel);

/** The profiles of a session once more. */
export const resend = (
  state: StationState,
  transaction: Pick<TransactionState, 'transactionId' | 'evse'>,
  context: DecideContext,
): DecidedFact[] => ask(state, ofUs(state, transaction), context);

/** Commands of our own: told as facts like those of people, and sent once the answer has left. */
function ask(state: StationState, profiles: readonly Installed[], context: DecideContext): DecidedFact[] {
  // Without a connection nobody could send it.
  if (state.connection === undefined) return [];
  return profiles.map(({ evse, profile }, index) => ({
    at: context.receivedAt,
    body: {
      type: 'command.asked',
      commandId: idFrom(context.frameId, 100 + index),
      command: { kind: 'setChargingProfile', evse, profile },
      state: 'sent',
      deadline: context.receivedAt + sendWithin,
    },
  }));
}

/** K15.FR.11, FR.12: does what the car is going to draw stay within what is allowed there? */
export function isWithin(
  state: StationState,
  { evse, schedule, time }: Extract<ChargingMessage, { kind: 'carSchedule' }>,
  now: number,
): boolean {
  const where = circumstancesOf(state, evse, schedule.unit, openAt(state, evse));
  const profiles = installed(state);
  const from = schedule.startsAt ?? time.at ?? now;
  return schedule.periods.every(({ startSeconds, limit }) => {
    const allowed = limitAt(profiles, where, from + startSeconds * second).limit;
    // Cars round to whole amperes and watts.
    return allowed === undefined || limit === undefined || limit <= allowed * 1.001 + 0.5;
  });
}
