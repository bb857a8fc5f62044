import type { CertificateHash } from '../commands/certificate.ts';

/** Where the status of a certificate is asked (OCPP 2.x OCSPRequestDataType). */
export interface StatusQuestion {
  readonly hash: CertificateHash;
  readonly url: string;
}

/** A contract certificate as a car presented it (OCPP 2.x C07): the chain in PEM, or what is needed to ask about it, or both. */
export interface PresentedContract {
  readonly chain?: string;
  readonly questions?: readonly StatusQuestion[];
}

/** OCPP 2.1 M07: a certificate of a car, and where its status or the list of revoked ones is. */
export interface ChainQuestion {
  readonly hash: CertificateHash;
  readonly source: 'OCSP' | 'CRL';
  readonly urls: readonly string[];
}

/** A car wants a contract certificate (M01, M02). The text is ISO 15118’s, and nobody here reads it. */
export interface ContractRequest {
  readonly action: 'install' | 'update';
  /** The ISO 15118 schema, as a URN. */
  readonly schema: string;
  /** EXI, base64 */
  readonly request: string;
  /** 2.1, ISO 15118-20: so many contracts fit into the car; absent: it takes one. */
  readonly mostContracts?: number;
  /** Contracts that are wanted first, where there are more. */
  readonly preferred?: readonly string[];
  /** Characters that fit into the answer. */
  readonly room: number;
}

export type ContractMessage =
  | ({ readonly kind: 'contractCertificate' } & ContractRequest)
  | { readonly kind: 'certificateStatus'; readonly question: StatusQuestion; readonly room: number }
  | { readonly kind: 'chainStatus'; readonly questions: readonly ChainQuestion[] };
