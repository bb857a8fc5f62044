import { logKinds } from '../../../domain/commands/firmware.ts';
import { type Description, v16, v21 } from './field.ts';

const fetched = '^(https?|ftps?|sftp)://\\S+$';
const again = {
  retries: { type: 'integer', min: 0, max: 10, optional: true, rare: true },
  retryIntervalSeconds: { type: 'integer', min: 10, max: 3600, unit: 's', optional: true, rare: true },
} as const;
const checksum = { type: 'line', max: 32, pattern: '^[0-9A-Fa-f]{32}$', help: true } as const;

export const firmware = {
  updateFirmware: {
    group: 'firmware',
    actions: ['UpdateFirmware', 'SignedUpdateFirmware'],
    fields: {
      url: { type: 'url', max: 2000, pattern: fetched, label: 'imageUrl' },
      retrieveAt: { type: 'instant', start: 0, help: true },
      installAt: { type: 'instant', optional: true, help: true },
      signed: {
        type: 'group',
        optional: true,
        rare: true,
        help: true,
        fields: {
          certificate: { type: 'pem', max: 5500, label: 'makerCertificate' },
          signature: { type: 'long', max: 800 },
        },
      },
      ...again,
    },
    danger: true,
    together: [{ rule: 'ascending', fields: ['retrieveAt', 'installAt'] }],
  },
  publishFirmware: {
    group: 'firmware',
    actions: ['PublishFirmware'],
    fields: { url: { type: 'url', max: 2000, pattern: fetched, label: 'imageUrl' }, checksum, ...again },
  },
  unpublishFirmware: { group: 'firmware', actions: ['UnpublishFirmware'], fields: { checksum } },
  readLog: {
    group: 'firmware',
    actions: ['GetLog', 'GetDiagnostics'],
    fields: {
      log: { type: 'choice', of: logKinds, onlyOf: { dataCollector: v21 }, start: 'diagnostics' },
      url: { type: 'url', max: 2000, pattern: fetched, optional: true, label: 'uploadUrl', help: true },
      from: { type: 'instant', optional: true },
      until: { type: 'instant', optional: true },
      extended: { type: 'boolean', optional: true, rare: true, only: v16, help: true },
      ...again,
    },
    together: [{ rule: 'ascending', fields: ['from', 'until'] }],
  },
} as const satisfies Record<string, Description>;
