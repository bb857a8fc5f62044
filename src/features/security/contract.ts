import { Type } from 'typebox';
import { certificateUses } from '../../domain/commands/certificate.ts';
import { commandStates } from '../../domain/commands.ts';
import type { Contract } from '../../http/contract.ts';
import { belowStation, line, maybe, oneOf, StationParams, Time, Uuid } from '../../http/schema.ts';
import { passwordStates, profileReasons, rootStates } from './rules.ts';

/** The same form as in the list of all stations' certificates. */
const Certificate = Type.Object({
  fingerprint: Type.String(),
  name: Type.String(),
  key: Type.String(),
  notBefore: Time,
  notAfter: Time,
  state: oneOf(['valid', 'ending', 'expired', 'notYetValid', 'revoked', 'superseded']),
  origin: oneOf(['issued', 'seen']),
  use: Type.String(),
  issuer: Type.String(),
  serial: Type.String(),
  createdAt: Time,
  firstUsedAt: maybe(Time),
  lastUsedAt: maybe(Time),
  revokedAt: maybe(Time),
  revokedBy: maybe(Type.String()),
  revokedFor: maybe(Type.String()),
});

const Security = Type.Object({
  connected: Type.Boolean(),
  /** Of the open connection, or the last one. */
  profile: maybe(Type.Integer()),
  tls: maybe(Type.String()),
  /** What it must come in with at least. */
  minimumProfile: Type.Integer(),
  reasons: Type.Array(oneOf(profileReasons), { description: 'Why the minimum is what it is' }),
  raisedAt: maybe(Time),
  password: oneOf(passwordStates),
  certificates: Type.Array(Certificate),
  roots: Type.Array(
    Type.Object({
      name: Type.String(),
      fingerprint: Type.String(),
      notAfter: Time,
      at: Time,
      state: oneOf(
        rootStates,
        '`rolledBack`: the station could not verify this server with it, and uses the one before',
      ),
      status: maybe(Type.String({ description: 'What the station answered' })),
    }),
    { description: 'The newest roots by which the station was to know this server' },
  ),
  rootsChecked: Type.Boolean({ description: 'The station takes a new root only if the one before signed it' }),
  installed: Type.Array(
    Type.Object({
      use: oneOf(certificateUses),
      hash: Type.Object({
        algorithm: oneOf(['SHA256', 'SHA384', 'SHA512']),
        issuerNameHash: Type.String(),
        issuerKeyHash: Type.String(),
        serial: Type.String(),
      }),
      readAt: Time,
    }),
    { description: 'Which certificates the station has, as it last told' },
  ),
  installedReadAt: maybe(Time),
  events: Type.Array(
    Type.Object({
      at: Time,
      receivedAt: Time,
      event: Type.String(),
      info: maybe(Type.String()),
      by: oneOf(['station', 'server']),
    }),
    { description: 'The newest security events' },
  ),
});

const Sent = Type.Object({ commandId: Uuid, state: oneOf(commandStates) });
const PEM = Type.String({ minLength: 1, maxLength: 20_000, description: 'PEM' });

export const securityContract = {
  get: {
    method: 'GET',
    url: '/stations/:stationId/security',
    right: 'security.see',
    tag: 'Security',
    summary: 'What a station proves and must prove, its password, its certificates, its security events',
    params: StationParams,
    reply: Security,
  },
  changePassword: {
    method: 'POST',
    url: '/stations/:stationId/credentials/change',
    right: 'security.administer',
    tag: 'Security',
    summary: 'Give the connected station a new password over OCPP that nobody ever sees',
    params: StationParams,
    reply: Sent,
  },
  factoryPassword: {
    method: 'PUT',
    url: '/stations/:stationId/credentials/factory',
    right: 'security.administer',
    tag: 'Security',
    summary: 'The password a station came with: it is let in, and gets another one before it is accepted',
    params: StationParams,
    body: Type.Object({ password: Type.String({ minLength: 8, maxLength: 40 }) }),
  },
  minimumProfile: {
    method: 'PUT',
    url: '/stations/:stationId/minimum-profile',
    right: 'security.administer',
    tag: 'Security',
    summary: 'The lowest security profile a station may connect with; only here can it be lowered',
    params: StationParams,
    body: Type.Object({ profile: Type.Integer({ minimum: 0, maximum: 3 }), reason: line(500) }),
  },
  requestCertificate: {
    method: 'POST',
    url: '/stations/:stationId/certificates',
    right: 'security.administer',
    tag: 'Security',
    summary: 'Ask the station for a signing request; its certificate follows by itself',
    params: StationParams,
    reply: Sent,
  },
  revoke: {
    method: 'POST',
    url: '/stations/:stationId/certificates/:fingerprint/revocation',
    right: 'security.administer',
    tag: 'Security',
    summary: 'Revoke a certificate at once; a connection that was opened with it is closed',
    params: belowStation({ fingerprint: Type.String({ maxLength: 64 }) }),
    body: Type.Object({ reason: line(200) }),
  },
  installRoot: {
    method: 'POST',
    url: '/stations/:stationId/certificates/root',
    right: 'security.administer',
    tag: 'Security',
    summary: 'Install the root certificate by which the station knows this server',
    params: StationParams,
    body: Type.Object({ certificate: PEM }),
    reply: Sent,
  },
} as const satisfies Contract;
