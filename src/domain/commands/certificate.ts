export const certificateUses = ['centralRoot', 'manufacturerRoot', 'moRoot', 'v2gRoot', 'oemRoot', 'v2gChain'] as const;
/** What an installed certificate is for. 1.6 knows the first two; 2.x `centralRoot` is CSMSRootCertificate. */
export type CertificateUse = (typeof certificateUses)[number];

export const signedUses = ['station', 'v2g', 'v2g20'] as const;
/** What a certificate that the station asked for is for. */
export type SignedUse = (typeof signedUses)[number];

/** Names a certificate without holding it. Hashes as hexadecimal text. */
export interface CertificateHash {
  readonly algorithm: 'SHA256' | 'SHA384' | 'SHA512';
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serial: string;
}

export interface InstalledCertificate {
  readonly use: CertificateUse;
  readonly hash: CertificateHash;
  readonly children?: readonly CertificateHash[];
}

export type CertificateCommand =
  | { readonly kind: 'installCertificate'; readonly use: CertificateUse; readonly certificate: string }
  | { readonly kind: 'deleteCertificate'; readonly hash: CertificateHash }
  | { readonly kind: 'readCertificates'; readonly uses?: readonly CertificateUse[] }
  /** The answer to a station's SignCertificate: PEM, its own first. `requestId` belongs to 2.1. */
  | {
      readonly kind: 'deliverCertificate';
      readonly chain: string;
      readonly use?: SignedUse;
      readonly requestId?: number;
    };
