import { type Description, v21 } from './field.ts';

const interfaces = [
  'Any',
  'Wired0',
  'Wired1',
  'Wired2',
  'Wired3',
  'Wireless0',
  'Wireless1',
  'Wireless2',
  'Wireless3',
] as const;

export const network = {
  setNetworkProfile: {
    group: 'network',
    actions: ['SetNetworkProfile'],
    fields: {
      slot: { type: 'integer', min: 0, max: 1000, help: true },
      version: {
        type: 'choice',
        of: ['OCPP16', 'OCPP201', 'OCPP21'],
        onlyOf: { OCPP21: v21 },
        start: 'OCPP201',
        label: 'ocppVersion',
      },
      url: { type: 'url', max: 2000, pattern: '^wss?://\\S+$', label: 'centralUrl', help: true },
      securityProfile: { type: 'integer', min: 0, max: 3, start: 2, help: true },
      messageTimeoutSeconds: { type: 'integer', min: 1, max: 3600, unit: 's', start: 30 },
      interface: { type: 'choice', of: interfaces, onlyOf: { Any: v21 }, start: 'Wired0' },
      identity: { type: 'line', max: 48, optional: true, only: v21 },
      basicAuthPassword: { type: 'secret', max: 64, optional: true, only: v21 },
      apn: {
        type: 'group',
        optional: true,
        rare: true,
        fields: {
          apn: { type: 'line', max: 2000, label: 'apnName' },
          authentication: {
            type: 'choice',
            of: ['AUTO', 'CHAP', 'PAP', 'NONE'],
            start: 'AUTO',
            label: 'apnAuthentication',
          },
          user: { type: 'line', max: 50, optional: true },
          password: { type: 'secret', max: 64, optional: true },
          simPin: { type: 'integer', min: 0, max: 99_999_999, optional: true },
          preferredNetwork: { type: 'line', max: 6, pattern: '^\\d{5,6}$', optional: true, help: true },
          onlyPreferredNetwork: { type: 'boolean', optional: true },
        },
      },
      vpn: {
        type: 'group',
        optional: true,
        rare: true,
        fields: {
          server: { type: 'line', max: 2000 },
          type: { type: 'choice', of: ['IKEv2', 'IPSec', 'L2TP', 'PPTP'], start: 'IKEv2', label: 'vpnType' },
          user: { type: 'line', max: 50 },
          group: { type: 'line', max: 50, optional: true, label: 'vpnGroup' },
          password: { type: 'secret', max: 64 },
          key: { type: 'secret', max: 255 },
        },
      },
    },
    danger: true,
  },
} as const satisfies Record<string, Description>;
