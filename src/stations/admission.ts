import type { CertificateSubject } from '../domain/certificate.ts';
import type { Proof } from '../domain/facts.ts';
import type { Admission, ConnectionAttempt } from '../domain/ports.ts';
import type { KnownStation } from '../storage/station-store.ts';
import { blockedUntil } from './blocks.ts';
import type { StationsContext } from './context.ts';
import { createWindow } from './window.ts';

type Refusal = Extract<Admission, { admitted: false }>;

const refuse = (cause: Refusal['cause'], httpStatus: Refusal['httpStatus'], known?: KnownStation): Refusal => ({
  admitted: false,
  cause,
  httpStatus,
  ...(known !== undefined && { key: keyOf(known) }),
});

const keyOf = ({ operatorId, stationId }: KnownStation) => ({ operatorId, stationId });

/** What a station has shown of itself. */
interface Shown {
  readonly securityProfile: number;
  readonly proven: boolean;
  readonly proof?: Proof;
}

/**
 * Who may come in: by identity and password, or by certificate; an unknown identity comes into the onboarding inbox, where nothing is
 * executed.
 */
export function createAdmission(context: StationsContext): (attempt: ConnectionAttempt) => Promise<Admission> {
  const { store, settings, clock, log, certificates } = context;
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

  const judge = async (known: KnownStation, attempt: ConnectionAttempt): Promise<Admission> => {
    if (known.decommissioned) return refuse('identity.mismatch', 404, known);
    const shown = await whoIsIt(known, attempt);
    if ('admitted' in shown) return shown;
    // OCPP 2.0.1 A05.FR.07, A00.FR.002: never below what it has proven, until a person says so.
    const minimum = known.unauthenticatedAllowed ? 0 : known.minimumProfile;
    if (shown.securityProfile < minimum) return refuse('profile.tooLow', 401, known);
    if (known.blockedUntil !== undefined && known.blockedUntil > attempt.at)
      return blockedUntil(keyOf(known), known.blockedUntil, attempt.at);
    return { admitted: true, key: keyOf(known), adopted: known.adopted, ...shown };
  };

  /** Profile 3 first. A station that shows a certificate nobody knows and the right password is one of profile 2. */
  const whoIsIt = async (known: KnownStation, attempt: ConnectionAttempt): Promise<Shown | Refusal> => {
    const { certificate, credentials, secure } = attempt;
    if (certificate === undefined || !secure || certificates === undefined) return byPassword(known, attempt);
    const verdict = await certificates.judge(certificateSubject(known, attempt), certificate);
    if (verdict.trusted) {
      const { name, fingerprint, notAfter } = verdict;
      return { securityProfile: 3, proven: true, proof: { certificate: { name, fingerprint, notAfter } } };
    }
    return credentials === undefined ? refuse(verdict.cause, 401, known) : byPassword(known, attempt);
  };

  /** OCPP security whitepaper, profiles 0 to 2; OCPP 2.0.1 A00.FR.204: the user is the identity. */
  const byPassword = (known: KnownStation, attempt: ConnectionAttempt): Shown | Refusal => {
    const { credentials } = attempt;
    const open: Shown = { securityProfile: 0, proven: false };
    if (known.passwordHash === undefined) {
      if (!known.adopted) return { securityProfile: profileOf(attempt), proven: false };
      return known.unauthenticatedAllowed
        ? open
        : refuse(credentials === undefined ? 'password.missing' : 'password.wrong', 401, known);
    }
    if (credentials === undefined) return known.unauthenticatedAllowed ? open : refuse('password.missing', 401, known);
    if (credentials.user !== attempt.identity) return refuse('identity.mismatch', 401, known);
    const { verify } = context.credentials;
    const current = verify(credentials.password, known.passwordHash);
    // While a change is under way the station may have either (S-09, S-10).
    const next = !current && known.passwordNext !== undefined && verify(credentials.password, known.passwordNext);
    if (!current && !next) return refuse('password.wrong', 401, known);
    return {
      securityProfile: attempt.secure ? 2 : 1,
      proven: true,
      ...(known.passwordNext !== undefined && { proof: { password: current ? 'current' : 'next' } }),
    };
  };

  return async (attempt) => {
    const operatorId = await store.operator(attempt.operator);
    if (operatorId === undefined) return refuse('identity.mismatch', 404);
    const known = await store.find(operatorId, attempt.identity);
    return known === undefined ? newcomer(operatorId, attempt) : judge(known, attempt);
  };
}

const certificateSubject = (known: KnownStation, { identity }: ConnectionAttempt): CertificateSubject => ({
  ...keyOf(known),
  identity,
  serials: known.serials,
});

/** A newcomer is only asked to say who it is: nobody can check its password yet. */
const profileOf = (attempt: ConnectionAttempt): number =>
  attempt.credentials === undefined ? 0 : attempt.secure ? 2 : 1;
