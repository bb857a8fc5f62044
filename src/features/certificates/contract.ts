import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { maybe, oneOf, page, pageQuery, Time } from '../../http/schema.ts';
import { certificateStates } from './rules.ts';

/** SHA-256 over a certificate, hexadecimal. */
export const Fingerprint = Type.String({ maxLength: 64, description: 'SHA-256, hexadecimal' });

const certificate = {
  fingerprint: Type.String(),
  name: Type.String({ description: 'The common name in it' }),
  key: Type.String({ description: 'E.g. EC P-256, RSA 2048' }),
  notBefore: Time,
  notAfter: Time,
  state: oneOf(certificateStates, '`ending`: within 30 days'),
};

/** A certificate of a station; the same on its sheet. */
export const StationCertificate = Type.Object({
  ...certificate,
  origin: oneOf(['issued', 'seen'], '`issued` here, or `seen`: of an authority that is trusted'),
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

const Authority = Type.Object({
  ...certificate,
  pem: Type.String(),
  addedAt: maybe(Time),
  addedBy: maybe(Type.String()),
});

const vouchesFor = oneOf(
  ['stations', 'contracts'],
  '`stations` that come in with a certificate, or `contracts` of cars (Plug & Charge); default `stations`',
);

export const certificatesContract = {
  list: {
    method: 'GET',
    url: '/certificates',
    right: 'certificates.see',
    tag: 'Certificates',
    summary: 'Certificates of all stations, the one that ends first on top',
    query: Type.Object({ ...pageQuery, state: maybe(oneOf(certificateStates)) }),
    reply: page(
      Type.Object({
        ...StationCertificate.properties,
        stationId: Type.Integer(),
        stationName: Type.String(),
        identity: Type.String(),
      }),
    ),
  },
  authorities: {
    method: 'GET',
    url: '/certificates/authorities',
    right: 'certificates.see',
    tag: 'Certificates',
    summary:
      'Who may vouch for stations and for contracts of cars, what this server shows to stations, and when these end',
    reply: Type.Object({
      organisation: Type.String({ description: 'The O that certificates of stations must bear' }),
      own: Type.Array(Authority),
      v2g: Type.Array(Authority, { description: 'Of the built-in one that signs for the connection to cars' }),
      trusted: Type.Array(Authority),
      contracts: Type.Array(Authority, { description: 'Who may vouch for contract certificates of cars' }),
      server: Type.Array(Authority),
    }),
  },
  trust: {
    method: 'POST',
    url: '/certificates/authorities',
    right: 'certificates.administer',
    tag: 'Certificates',
    summary: 'Let stations come in with certificates of this authority, or cars charge with contracts of it',
    body: Type.Object({
      certificate: Type.String({ minLength: 1, maxLength: 20_000, description: 'PEM' }),
      vouchesFor: maybe(vouchesFor),
    }),
    reply: Authority,
  },
  distrust: {
    method: 'DELETE',
    url: '/certificates/authorities/:fingerprint',
    right: 'certificates.administer',
    tag: 'Certificates',
    summary: 'No longer; stations and cars with its certificates are refused from now on',
    params: Type.Object({ fingerprint: Fingerprint }),
    query: Type.Object({ vouchesFor: maybe(vouchesFor) }),
  },
} as const satisfies Contract;
