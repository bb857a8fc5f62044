import { type Slice, slice } from '../../http/contract.ts';
import { certificatesContract } from './contract.ts';
import { type CertificatesDeps, certificatesRoutes, stationCertificate } from './routes.ts';
import { certificatesOf, revokeCertificate } from './store.ts';

/** Certificates of all stations by their end, and who may vouch for stations. */
export const createCertificates = (deps: CertificatesDeps): Slice =>
  slice('certificates', certificatesContract, certificatesRoutes(deps));

/** What the sheet of one station shows of them. */
export const sheetCertificates = { of: certificatesOf, revoke: revokeCertificate, shown: stationCertificate };
export type SheetCertificates = typeof sheetCertificates;
export type { CertificatesDeps, ReadCertificate } from './routes.ts';
