import { day, type Instant, iso } from '../lib/time.ts';
import type { SignedUse } from './commands/certificate.ts';
import type { DecideContext, DecidedFact, Ruling } from './decision.ts';
import { findError, mostOpenErrors, openErrors } from './error.ts';
import type { Proof, RefusalCause } from './facts.ts';
import type { SignCertificateMessage } from './message.ts';
import type { StationKey } from './ports.ts';
import type { StationState } from './state.ts';

/** Why a signing request is not signed. */
export const requestFaults = [
  'request.tooBig',
  'request.unreadable',
  'request.signature',
  'request.weak',
  'request.name',
  'request.organisation',
  'authority.absent',
] as const;
export type RequestFault = (typeof requestFaults)[number];

export type RequestVerdict =
  | { readonly signable: true; readonly name: string }
  | { readonly signable: false; readonly fault: RequestFault };

/** Who a station is to those who judge its certificates. */
export interface CertificateSubject {
  readonly operatorId: number;
  readonly stationId: number;
  readonly identity: string;
  /** The serial numbers it has told at its boots. */
  readonly serials: readonly string[];
}

export type CertificateVerdict =
  | { readonly trusted: true; readonly name: string; readonly fingerprint: string; readonly notAfter: Instant }
  | { readonly trusted: false; readonly cause: Extract<RefusalCause, `certificate.${string}`> };

/** Who decides about certificates. Implemented by certificates/, used by stations/. */
export interface Certificates {
  /** May a station come in with this chain (security profile 3)? */
  judge(subject: CertificateSubject, chain: readonly Uint8Array[]): Promise<CertificateVerdict>;
  examine(subject: CertificateSubject, request: string, use: SignedUse): Promise<RequestVerdict>;
  /** Signs and keeps what was signed. `issued` is absent where the same request got the same certificate again. */
  issue(
    subject: CertificateSubject,
    request: string,
    use: SignedUse,
  ): Promise<{ readonly chain: string; readonly issued?: IssuedCertificate } | { readonly fault: RequestFault }>;
  /** It came in with this one: what was issued before is over. */
  used(key: StationKey, fingerprint: string, at: Instant): Promise<void>;
}

export interface IssuedCertificate {
  readonly fingerprint: string;
  readonly name: string;
  readonly serial: string;
  readonly notAfter: Instant;
}

/** Names that a certificate of this station may bear (OCPP 2.0.1 A00.FR.511: its serial number; many stations know only their identity). */
export const namesOf = ({ identity, serials }: Pick<CertificateSubject, 'identity' | 'serials'>): readonly string[] => [
  ...serials,
  identity,
];

export const subjectOf = (state: StationState): CertificateSubject => ({
  operatorId: state.operatorId,
  stationId: state.stationId,
  identity: state.master.identity,
  serials: [state.boot?.serial, state.boot?.boxSerial].filter((serial) => serial !== undefined),
});

/** A02.FR.11, A02.FR.12. The certificate itself follows after the answer, as a command (A02.FR.06). */
export function decideSignCertificate(message: SignCertificateMessage, context: DecideContext): Ruling {
  const verdict = context.lookups.request ?? { signable: false, fault: 'authority.absent' };
  return {
    facts: [
      {
        at: context.receivedAt,
        body: {
          type: 'certificate.requested',
          use: message.use,
          accepted: verdict.signable,
          ...(verdict.signable ? { name: verdict.name } : { fault: verdict.fault }),
        },
      },
    ],
    answer: { kind: 'signCertificate', accepted: verdict.signable },
    outcome: verdict.signable ? 'accepted' : verdict.fault,
    weight: verdict.signable ? 0 : 2,
  };
}

/**
 * OCPP 2.0.1 B01.FR.11, B01.FR.12: on profile 3 the serial number told at the boot is the one in the certificate, or the
 * connection is closed. A certificate may bear the identity instead, which was checked at the door.
 */
export function differsFromCertificate(
  state: StationState,
  boot: { readonly serial?: string; readonly boxSerial?: string },
  name: string | undefined,
): boolean {
  if (name === undefined || name === state.master.identity) return false;
  return boot.serial !== name && boot.boxSerial !== name;
}

export const serialDiffers = (at: number, name: string, serial: string | undefined) => ({
  at,
  body: {
    type: 'security.reported' as const,
    event: 'InvalidChargingStationCertificate',
    info: `Serial number ${serial ?? 'missing'} at the boot, ${name} in the certificate`,
    by: 'server' as const,
  },
});

/** The error that stands while the certificate a station comes in with ends soon and no other one has taken its place. */
export const certificateEnding = 'CertificateEnding';
/** A month before its end a new one is asked for (OCPP 2.0.1 A03.FR.02); when it has not come by then, people must know. */
export const renewWithin = 30 * day;
const alarmWithin = 14 * day;

const atStation = { evse: 0, connector: 0 };

export function certificateEnds(
  state: StationState,
  notAfter: Instant,
  at: Instant,
  errorId: string,
): readonly DecidedFact[] {
  if (notAfter - at > alarmWithin || findError(state, atStation, certificateEnding, undefined) !== undefined) return [];
  if (openErrors(state).length >= mostOpenErrors) return [];
  const info = iso(notAfter);
  return [
    {
      at,
      body: {
        type: 'error.opened',
        errorId,
        place: atStation,
        source: 'derived',
        code: certificateEnding,
        severity: 'warning',
        info,
      },
    },
  ];
}

/** It came in with one that is good for long. */
export function certificateProven(state: StationState, proof: Proof | undefined, at: Instant): readonly DecidedFact[] {
  const open = findError(state, atStation, certificateEnding, undefined);
  const notAfter = proof?.certificate?.notAfter;
  if (open === undefined || notAfter === undefined || notAfter - at <= alarmWithin) return [];
  return [{ at, body: { type: 'error.closed', errorId: open.id, by: 'rule' } }];
}
