import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Language, line, maybe, nullable, Password, Time, TimeZone } from '../../http/schema.ts';

export const Account = Type.Object({
  name: Type.String(),
  email: Type.String(),
  twoFactor: Type.Boolean(),
  /** Absent: the operator's. */
  language: maybe(Language),
  timeZone: maybe(TimeZone),
});

export const OpenSession = Type.Object({
  id: Type.String(),
  current: Type.Boolean(),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
  address: maybe(Type.String()),
  browser: maybe(Type.String()),
});

const secret = Type.String({ minLength: 1, maxLength: 200 });
const codes = Type.Array(Type.String());

export const accountContract = {
  get: {
    method: 'GET',
    url: '/account',
    right: 'member',
    tag: 'Account',
    summary: 'The signed-in person',
    reply: Account,
  },
  change: {
    method: 'PATCH',
    url: '/account',
    right: 'member',
    tag: 'Account',
    summary: 'Change name, language or time zone; null returns to the operator’s',
    body: Type.Object({
      name: maybe(line(120)),
      language: maybe(nullable(Language)),
      timeZone: maybe(nullable(TimeZone)),
    }),
    reply: Account,
  },
  changePassword: {
    method: 'POST',
    url: '/account/password',
    right: 'member',
    tag: 'Account',
    summary: 'Change the password; all other sessions end',
    body: Type.Object({ current: secret, next: Password }),
  },
  sessions: {
    method: 'GET',
    url: '/account/sessions',
    right: 'member',
    tag: 'Account',
    summary: 'Where this person is signed in',
    reply: Type.Object({ items: Type.Array(OpenSession) }),
  },
  endSession: {
    method: 'DELETE',
    url: '/account/sessions/:sessionId',
    right: 'member',
    tag: 'Account',
    summary: 'End one session',
    params: Type.Object({ sessionId: Type.String({ maxLength: 100 }) }),
  },
  endOtherSessions: {
    method: 'DELETE',
    url: '/account/sessions',
    right: 'member',
    tag: 'Account',
    summary: 'End all sessions but this one',
  },
  enrolTwoFactor: {
    method: 'POST',
    url: '/account/two-factor',
    right: 'member',
    tag: 'Account',
    summary: 'Begin with an authenticator app: its address (for a QR code) and backup codes, shown once',
    body: Type.Object({ password: secret }),
    reply: Type.Object({ uri: Type.String(), backupCodes: codes }),
  },
  confirmTwoFactor: {
    method: 'POST',
    url: '/account/two-factor/confirm',
    right: 'member',
    tag: 'Account',
    summary: 'Prove that the app shows the right code; from now on it is asked for',
    body: Type.Object({ code: Type.String({ minLength: 6, maxLength: 10 }) }),
  },
  renewBackupCodes: {
    method: 'POST',
    url: '/account/two-factor/backup-codes',
    right: 'member',
    tag: 'Account',
    summary: 'New backup codes; the old ones stop working',
    body: Type.Object({ password: secret }),
    reply: Type.Object({ backupCodes: codes }),
  },
  disableTwoFactor: {
    method: 'POST',
    url: '/account/two-factor/disable',
    right: 'member',
    tag: 'Account',
    summary: 'Sign in without a code again',
    body: Type.Object({ password: secret }),
  },
} as const satisfies Contract;
