import type { Instant } from '../lib/time.ts';
import type { SignedUse } from './commands/certificate.ts';
import type { DecideContext, Ruling } from './decision.ts';
import type { RefusalCause } from './facts.ts';
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
  | { readonly trusted: true; readonly name: string; readonly fingerprint: string }
  | { readonly trusted: false; readonly cause: Extract<RefusalCause, `certificate.${string}`> };

/** Who decides about certificates. Implemented by certificates/, used by stations/. */
export interface Certificates {
  /** May a station come in with this chain (security profile 3)? */
  judge(subject: CertificateSubject, chain: readonly Uint8Array[]): Promise<CertificateVerdict>;
  examine(subject: CertificateSubject, request: string): Promise<RequestVerdict>;
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
