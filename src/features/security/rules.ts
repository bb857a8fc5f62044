import type { CertificateHash, CertificateUse, InstalledCertificate } from '../../domain/commands/certificate.ts';

/** Why the least security profile is what it is, one word each. */
export const profileReasons = ['passwordless', 'proven', 'person', 'noPassword', 'open'] as const;
export type ProfileReason = (typeof profileReasons)[number];

export const passwordStates = ['none', 'set', 'factory', 'changing', 'uncertain', 'afterReboot'] as const;
export type PasswordState = (typeof passwordStates)[number];

export interface Footing {
  readonly minimumProfile: number;
  readonly unauthenticatedAllowed: boolean;
  readonly hasPassword: boolean;
  /** The newest thing that set the minimum. */
  readonly setBy?: 'station' | 'person' | undefined;
}

/** The least profile as it works out at the door, and why. */
export function footingOf({ minimumProfile, unauthenticatedAllowed, hasPassword, setBy }: Footing): {
  readonly minimum: number;
  readonly reasons: ProfileReason[];
} {
  if (unauthenticatedAllowed) return { minimum: 0, reasons: ['passwordless'] };
  // Without a certificate it needs its password, whatever the minimum says.
  const reasons: ProfileReason[] = hasPassword ? [] : ['noPassword'];
  if (minimumProfile === 0) return { minimum: 1, reasons: [...reasons, 'open'] };
  return { minimum: minimumProfile, reasons: [...reasons, setBy === 'person' ? 'person' : 'proven'] };
}

export function passwordState(row: {
  readonly hasPassword: boolean;
  readonly factory: boolean;
  readonly changing: boolean;
  /** The state of the command that carries the new one; undefined: it is over. */
  readonly underWay: boolean;
  readonly pending: boolean;
}): PasswordState {
  if (row.changing) return row.underWay ? 'changing' : 'uncertain';
  if (row.pending) return 'afterReboot';
  if (!row.hasPassword) return 'none';
  return row.factory ? 'factory' : 'set';
}

export const rootStates = ['underWay', 'installed', 'refused', 'rolledBack'] as const;
export type RootState = (typeof rootStates)[number];

/** One attempt to give the station a root certificate by which it knows us. */
export interface RootInstall {
  readonly commandState: string;
  readonly at: number;
}

/**
 * What became of each, the newest first. After a new root a station that could not verify us with it goes back to the one before, and
 * says so (1.6 security whitepaper M05.FR.13, OCPP 2.0.1 M05.FR.13). `unverified`: when it said that.
 */
export const rootStatesOf = (installs: readonly RootInstall[], unverified: readonly number[]): readonly RootState[] =>
  installs.map(({ commandState, at }, index) => {
    if (['queued', 'sent', 'answered'].includes(commandState)) return 'underWay';
    if (commandState !== 'done') return 'refused';
    const until = installs[index - 1]?.at ?? Number.POSITIVE_INFINITY;
    return unverified.some((time) => time >= at && time < until) ? 'rolledBack' : 'installed';
  });

/** What a station answered when it was asked which certificates it has. `uses`: of which kinds; absent: of all. */
export interface ListRead {
  readonly uses?: readonly CertificateUse[] | undefined;
  readonly certificates: readonly InstalledCertificate[];
  readonly at: number;
}

export interface Deleted {
  readonly hash: CertificateHash;
  readonly at: number;
}

const same = (a: CertificateHash, b: CertificateHash): boolean =>
  a.serial.toLowerCase() === b.serial.toLowerCase() &&
  a.issuerKeyHash.toLowerCase() === b.issuerKeyHash.toLowerCase() &&
  a.issuerNameHash.toLowerCase() === b.issuerNameHash.toLowerCase();

/** What a station has, of each kind as it last told, without what was deleted since. `reads`: the newest first. */
export function installedOf(
  reads: readonly ListRead[],
  deleted: readonly Deleted[],
): (InstalledCertificate & { readonly readAt: number })[] {
  const known = new Set<CertificateUse | 'all'>();
  return reads.flatMap(({ uses, certificates, at }) => {
    const told = certificates.filter(({ use }) => !known.has(use) && !known.has('all'));
    for (const use of uses ?? (['all'] as const)) known.add(use);
    return told
      .filter(({ hash }) => !deleted.some((one) => one.at > at && same(one.hash, hash)))
      .map((one) => ({ ...one, readAt: at }));
  });
}
