import type { OCPP21 } from 'typed-ocpp';
import type { CertificateUse, SignedUse } from '../../domain/commands/certificate.ts';
import type { StatusQuestion } from '../../domain/messages/contract.ts';
import { readHash } from '../words.ts';

type Listed = NonNullable<OCPP21.GetInstalledCertificateIdsRequest['certificateType']>[number];

/** GetCertificateIdUseEnumType; the OEM's root is of 2.1. */
export const useWords = {
  centralRoot: 'CSMSRootCertificate',
  manufacturerRoot: 'ManufacturerRootCertificate',
  moRoot: 'MORootCertificate',
  v2gRoot: 'V2GRootCertificate',
  oemRoot: 'OEMRootCertificate',
  v2gChain: 'V2GCertificateChain',
} as const satisfies Record<CertificateUse, Listed>;

const uses = Object.fromEntries(Object.entries(useWords).map(([use, word]) => [word, use as CertificateUse]));

export const useOf = (word: Listed): CertificateUse => uses[word] ?? 'centralRoot';

/** CertificateSigningUseEnumType */
export const signedWords = {
  station: 'ChargingStationCertificate',
  v2g: 'V2GCertificate',
  v2g20: 'V2G20Certificate',
} as const satisfies Record<SignedUse, OCPP21.CertificateSignedRequest['certificateType']>;

/** OCSPRequestDataType */
export const questionOf = ({
  responderURL,
  ...hash
}: OCPP21.GetCertificateStatusRequest['ocspRequestData']): StatusQuestion => ({
  hash: readHash(hash),
  url: responderURL,
});
