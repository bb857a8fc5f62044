import type { OCPP16 } from 'typed-ocpp';
import type { CertificateUse } from '../../domain/commands/certificate.ts';

type Written = OCPP16.InstallCertificateRequest['certificateType'];

/** Undefined: the security extension of 1.6 has no such certificate. */
export const useWords: Partial<Record<CertificateUse, Written>> = {
  centralRoot: 'CentralSystemRootCertificate',
  manufacturerRoot: 'ManufacturerRootCertificate',
};

export function useWord(use: CertificateUse): Written {
  const word = useWords[use];
  if (word === undefined) throw new Error(`OCPP 1.6 has no certificate for ${use}`);
  return word;
}
