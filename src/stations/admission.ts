import type { Admission, ConnectionAttempt } from '../domain/ports.ts';
import type { KnownStation } from '../storage/station-store.ts';
import { blockedUntil } from './blocks.ts';
import type { StationsContext } from './context.ts';
import { createWindow } from './window.ts';

const refuse = (
  cause: Extract<Admission, { admitted: false }>['cause'],
  httpStatus: 401 | 404 | 429 | 503,
  known?: KnownStation,
): Admission => ({ admitted: false, cause, httpStatus, ...(known !== undefined && { key: keyOf(known) }) });

const keyOf = ({ operatorId, stationId }: KnownStation) => ({ operatorId, stationId });

/** Who may come in: by identity and password; an unknown identity comes into the onboarding inbox, where nothing is executed. */
export function createAdmission(context: StationsContext): (attempt: ConnectionAttempt) => Promise<Admission> {
  const { store, settings, clock, log } = context;
  const newcomers = createWindow({ clock, limit: settings.newPerMinute, windowMs: 60_000 });

  const newcomer = async (operatorId: number, attempt: ConnectionAttempt): Promise<Admission> => {
    if (!newcomers.take(attempt.address)) return refuse('rate.exceeded', 429);
    if ((await store.inboxSize(operatorId)) >= settings.maxInbox) return refuse('inbox.full', 429);
    const made = await store.create(operatorId, attempt.identity, attempt.at);
    // Two connections of a new identity at the same moment: the other one made it.
    const known = made === undefined ? await store.find(operatorId, attempt.identity) : undefined;
    if (made === undefined) return known === undefined ? refuse('inbox.full', 503) : judge(known, attempt);
    log.info({ operator: operatorId, station: made.stationId }, 'An unknown station waits in the onboarding inbox');
    return { admitted: true, key: made, adopted: false, securityProfile: profileOf(attempt), proven: false };
  };

  /** OCPP security whitepaper, profiles 0 to 2; OCPP 2.0.1 A00.FR.204: the user is the identity. */
  const judge = (known: KnownStation, attempt: ConnectionAttempt): Admission => {
    const admit = (securityProfile: number, proven = false): Admission => ({
      admitted: true,
      key: keyOf(known),
      adopted: known.adopted,
      securityProfile,
      proven,
    });
    const welcome = (profile: number, proven?: boolean): Admission =>
      known.blockedUntil !== undefined && known.blockedUntil > attempt.at
        ? blockedUntil(keyOf(known), known.blockedUntil, attempt.at)
        : admit(profile, proven);
    if (known.decommissioned) return refuse('identity.mismatch', 404, known);
    const { credentials } = attempt;
    if (known.passwordHash === undefined) {
      if (!known.adopted) return admit(profileOf(attempt));
      return known.unauthenticatedAllowed
        ? welcome(0)
        : refuse(credentials === undefined ? 'password.missing' : 'password.wrong', 401, known);
    }
    if (credentials === undefined)
      return known.unauthenticatedAllowed ? welcome(0) : refuse('password.missing', 401, known);
    if (credentials.user !== attempt.identity) return refuse('identity.mismatch', 401, known);
    if (!context.credentials.verify(credentials.password, known.passwordHash))
      return refuse('password.wrong', 401, known);
    return welcome(attempt.secure ? 2 : 1, true);
  };

  return async (attempt) => {
    const operatorId = await store.operator(attempt.operator);
    if (operatorId === undefined) return refuse('identity.mismatch', 404);
    const known = await store.find(operatorId, attempt.identity);
    return known === undefined ? newcomer(operatorId, attempt) : judge(known, attempt);
  };
}

/** A newcomer is only asked to say who it is: nobody can check its password yet. */
const profileOf = (attempt: ConnectionAttempt): number =>
  attempt.credentials === undefined ? 0 : attempt.secure ? 2 : 1;
