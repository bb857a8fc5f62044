import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { Failure } from '../lib/errors.ts';
import { hashPassword, type SignInOptions, settingsOf } from './sign-in-settings.ts';

type Headers_ = Readonly<Record<string, string | string[] | undefined>>;

/** A session as the library knows it. */
export interface SignedIn {
  readonly sessionId: string;
  readonly token: string;
  readonly operatorId: number | undefined;
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly twoFactor: boolean };
  /** The library renews a cookie now and then. */
  readonly cookies: readonly string[];
}

/** Our own door to the sign-in library: nothing else knows which one it is. Cookies come back as Set-Cookie values. */
export type SignIn = Awaited<ReturnType<typeof createSignIn>>;

export async function createSignIn(options: SignInOptions) {
  const auth = betterAuth(settingsOf(options));
  const context = await auth.$context;
  const people = context.internalAdapter;

  const signedIn = async (headers: Headers_): Promise<SignedIn | undefined> => {
    if (!headers.cookie) return undefined;
    const { headers: set, response } = await auth.api.getSession({ headers: web(headers), returnHeaders: true });
    if (!response) return undefined;
    const { session, user } = response;
    return {
      sessionId: session.id,
      token: session.token,
      operatorId: session.operatorId ?? undefined,
      user: { id: user.id, name: user.name, email: user.email, twoFactor: user.twoFactorEnabled === true },
      cookies: set.getSetCookie(),
    };
  };

  return {
    signedIn,

    /** Failure `session.refused` is the same, and takes as long, for an unknown person and a wrong password. */
    async withPassword(email: string, password: string, from: { headers: Headers_; address: string }) {
      const { headers, response } = await refusing(() =>
        auth.api.signInEmail({
          body: { email, password },
          headers: web(from.headers, from.address),
          returnHeaders: true,
        }),
      );
      return { codeNeeded: 'twoFactorRedirect' in response, cookies: headers.getSetCookie() };
    },

    async withCode(
      kind: 'totp' | 'backup',
      code: string,
      trustDevice: boolean,
      from: { headers: Headers_; address: string },
    ) {
      const call = {
        body: { code, trustDevice },
        headers: web(from.headers, from.address),
        returnHeaders: true,
      } as const;
      const { headers } = await refusing(() =>
        kind === 'totp' ? auth.api.verifyTOTP(call) : auth.api.verifyBackupCode(call),
      );
      return { cookies: headers.getSetCookie() };
    },

    async signOut(headers: Headers_) {
      const { headers: set } = await auth.api.signOut({ headers: web(headers), returnHeaders: true });
      return { cookies: set.getSetCookie() };
    },

    /** All other sessions end; this one gets a new id. */
    async changePassword(headers: Headers_, current: string, next: string) {
      const { headers: set } = await refusing(
        () =>
          auth.api.changePassword({
            body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
            headers: web(headers),
            returnHeaders: true,
          }),
        'current',
      );
      return { cookies: set.getSetCookie() };
    },

    async enrolTwoFactor(headers: Headers_, password: string) {
      const reply = await refusing(
        () => auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: web(headers) }),
        'password',
      );
      if (!('totpURI' in reply) || !reply.totpURI) throw new Error('The sign-in library gave no TOTP address.');
      return { uri: reply.totpURI, backupCodes: reply.backupCodes ?? [] };
    },

    async confirmTwoFactor(headers: Headers_, code: string) {
      const { headers: set } = await refusing(
        () => auth.api.verifyTOTP({ body: { code }, headers: web(headers), returnHeaders: true }),
        'code',
      );
      return { cookies: set.getSetCookie() };
    },

    async renewBackupCodes(headers: Headers_, password: string) {
      const reply = await refusing(
        () => auth.api.generateBackupCodes({ body: { password }, headers: web(headers) }),
        'password',
      );
      return { backupCodes: reply.backupCodes };
    },

    async disableTwoFactor(headers: Headers_, password: string) {
      const { headers: set } = await refusing(
        () => auth.api.disableTwoFactor({ body: { password }, headers: web(headers), returnHeaders: true }),
        'password',
      );
      return { cookies: set.getSetCookie() };
    },

    /** A person with a password; `name.taken` where the address is known already. */
    async createUser(person: { name: string; email: string; password: string }): Promise<string> {
      const email = person.email.toLowerCase();
      if (await people.findUserByEmail(email)) {
        throw new Failure('name.taken', 'There is already someone with this e-mail address.', {
          fields: { email: 'is already in use' },
        });
      }
      const user = await people.createUser({ name: person.name, email, emailVerified: true }, { method: 'admin' });
      await people.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: await hashPassword(person.password),
      });
      return user.id;
    },

    async userByEmail(email: string): Promise<string | undefined> {
      return (await people.findUserByEmail(email.toLowerCase()))?.user.id;
    },

    async rename(userId: string, name: string): Promise<void> {
      await people.updateUser(userId, { name });
    },

    /** Set by an administrator: every session of the person ends. */
    async resetPassword(userId: string, password: string): Promise<void> {
      await people.updatePassword(userId, await hashPassword(password));
      await people.deleteUserSessions(userId);
    },

    async sessions(userId: string) {
      return (await people.listSessions(userId, { onlyActiveSessions: true })).map((session) => ({
        id: session.id,
        token: session.token,
        createdAt: session.createdAt,
        lastSeenAt: session.updatedAt,
        expiresAt: session.expiresAt,
        address: session.ipAddress ?? undefined,
        browser: session.userAgent ?? undefined,
      }));
    },

    async endSessions(tokens: readonly string[]): Promise<void> {
      if (tokens.length > 0) await people.deleteSessions([...tokens]);
    },
  };
}

/** The library's refusals in our words; everything else is a bug of ours and stays one. */
async function refusing<T>(call: () => Promise<T>, field?: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const code = (error.body as { code?: string } | undefined)?.code ?? '';
    if (code.startsWith('TOTP_ALREADY'))
      throw new Failure('state.conflict', 'A second factor is already in use. Disable it first.');
    if (code.startsWith('TOTP_NOT') || code.startsWith('TWO_FACTOR_NOT') || code.startsWith('BACKUP_CODES_NOT')) {
      throw new Failure('state.conflict', 'No second factor is set up for this account.');
    }
    if (error.statusCode === 429 || code.includes('LOCKED') || code.includes('TOO_MANY')) {
      throw new Failure('rate.exceeded', 'Too many wrong codes. Wait a while, then sign in again.');
    }
    if (error.statusCode >= 500) throw error;
    if (field !== undefined) {
      throw new Failure('value.refused', field === 'code' ? 'The code is not right.' : 'The password is not right.', {
        fields: { [field]: 'is not right' },
      });
    }
    throw new Failure('session.refused', 'E-mail, password or code is not right.');
  }
}

/** What the library may see of a request: its cookies, its browser, its address; the origin was checked before. */
function web(headers: Headers_, address?: string): Headers {
  const result = new Headers();
  const cookie = headers.cookie;
  const browser = headers['user-agent'];
  if (typeof cookie === 'string') result.set('cookie', cookie);
  if (typeof browser === 'string') result.set('user-agent', browser.slice(0, 400));
  if (address !== undefined) result.set('x-voltyard-address', address);
  return result;
}
