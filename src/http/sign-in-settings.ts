import { hash, verify } from '@node-rs/argon2';
import type { BetterAuthOptions } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type pg from 'pg';

export interface SignInOptions {
  readonly pool: pg.Pool;
  readonly secret: string;
  /** Cookies are Secure and bound to this host by their name. */
  readonly secure: boolean;
}

const week = 7 * 24 * 3600;
/** OWASP's second choice for argon2id; 13 ms here, against 98 ms of the library's scrypt. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, argon);

/** The library's settings: which tables are whose, what is off, and how passwords are hashed. */
export function settingsOf({ pool, secret, secure }: SignInOptions) {
  const dates = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return {
    appName: 'Voltyard',
    // Only its functions are called, never its own HTTP handler: links and origins do not arise.
    baseURL: secure ? 'https://voltyard.invalid' : 'http://voltyard.invalid',
    secret,
    database: pool,
    logger: { disabled: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: {
        hash: hashPassword,
        verify: ({ hash: known, password }) => verify(known, password),
      },
    },
    user: { modelName: 'auth_user', fields: { emailVerified: 'email_verified', ...dates } },
    session: {
      modelName: 'auth_session',
      expiresIn: week,
      updateAge: 3600,
      // A signed copy in the cookie would let a removed person in until it expires.
      cookieCache: { enabled: false },
      fields: {
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        userId: 'user_id',
        ...dates,
      },
      additionalFields: { operatorId: { type: 'number', required: false, input: false, fieldName: 'operator_id' } },
    },
    account: {
      modelName: 'auth_account',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...dates,
      },
    },
    verification: { modelName: 'auth_verification', fields: { expiresAt: 'expires_at', ...dates } },
    // Attempts are counted at our own edge (limits.ts), in the database as well.
    rateLimit: { enabled: false },
    advanced: {
      // Our migrations make its tables. Its own look, at the first sign-in, reads all tables and fails when one is dropped meanwhile.
      database: { validateSchema: false },
      cookiePrefix: secure ? '__Host-voltyard' : 'voltyard',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      ipAddress: { ipAddressHeaders: ['x-voltyard-address'] },
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    plugins: [
      twoFactor({
        issuer: 'Voltyard',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'auth_two_factor',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  } satisfies BetterAuthOptions;
}
