import { certificateUses, signedUses } from '../../../domain/commands/certificate.ts';
import { type Description, v2, v21 } from './field.ts';

/** OCPP 1.6 (security white paper) knows the roots of the central system and of the manufacturer. */
const onlyOf = { moRoot: v2, v2gRoot: v2, oemRoot: v21, v2gChain: v2 };
const hex = '^([0-9A-Fa-f]{2})*$';

/** Names a certificate without holding it. */
export const certificateHash = {
  algorithm: { type: 'choice', of: ['SHA256', 'SHA384', 'SHA512'], start: 'SHA256' },
  issuerNameHash: { type: 'line', max: 128, pattern: hex },
  issuerKeyHash: { type: 'line', max: 128, pattern: hex },
  serial: { type: 'line', max: 40, pattern: '^[0-9A-Fa-f]+$' },
} as const;

export const certificates = {
  readCertificates: {
    group: 'security',
    actions: ['GetInstalledCertificateIds'],
    fields: { uses: { type: 'choices', of: certificateUses, onlyOf, optional: true, help: true } },
  },
  installCertificate: {
    group: 'security',
    actions: ['InstallCertificate'],
    fields: {
      use: {
        type: 'choice',
        of: ['centralRoot', 'manufacturerRoot', 'moRoot', 'v2gRoot', 'oemRoot'],
        onlyOf,
        start: 'centralRoot',
      },
      certificate: { type: 'pem', max: 10_000, help: true },
    },
  },
  deleteCertificate: {
    group: 'security',
    actions: ['DeleteCertificate'],
    fields: { hash: { type: 'group', fields: certificateHash, help: true } },
    danger: true,
  },
  deliverCertificate: {
    group: 'security',
    actions: ['CertificateSigned'],
    fields: {
      chain: { type: 'pem', max: 100_000, help: true },
      use: { type: 'choice', of: signedUses, onlyOf: { v2g20: v21 }, optional: true, only: v2, label: 'signedUse' },
      requestId: { type: 'integer', min: 0, max: 2_147_483_647, optional: true, rare: true, only: v21 },
    },
  },
} as const satisfies Record<string, Description>;
