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
