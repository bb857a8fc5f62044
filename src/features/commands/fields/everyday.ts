import { triggerableMessages } from '../../../domain/commands.ts';
import type { Description } from './field.ts';
import { v2, v16, v21 } from './field.ts';
import { schedules } from './smart-charging.ts';

const whereNeeded = { type: 'place', connector: 'needed' } as const;

export const everyday = {
  start: {
    group: 'charging',
    actions: ['RemoteStartTransaction', 'RequestStartTransaction'],
    fields: {
      place: { type: 'place', connector: 'optional', optional: true },
      card: { type: 'card' },
      // OCPP 1.6 section 5.16.1, 2.0.1 F01.FR.08: limits of the session from its first moment
      profile: {
        type: 'group',
        optional: true,
        rare: true,
        help: true,
        label: 'startProfile',
        fields: {
          stackLevel: { type: 'integer', min: 0, max: 1000, start: 0, help: true },
          schedules: { type: 'list', min: 1, max: 1, fields: schedules },
        },
      },
    },
  },
  stop: {
    group: 'charging',
    actions: ['RemoteStopTransaction', 'RequestStopTransaction'],
    fields: { transaction: { type: 'transaction' } },
  },
  reset: {
    group: 'operation',
    actions: ['Reset'],
    fields: {
      mode: {
        type: 'choice',
        of: ['soft', 'hard', 'onIdle', 'resume'],
        onlyOf: { soft: v16, onIdle: v2, resume: v21 },
      },
      place: { type: 'place', connector: 'none', optional: true, only: v2 },
    },
    danger: ['mode', ['hard']],
  },
  unlock: { group: 'operation', actions: ['UnlockConnector'], fields: { place: whereNeeded } },
  changeAvailability: {
    group: 'operation',
    actions: ['ChangeAvailability'],
    fields: {
      place: { type: 'place', connector: 'optional', optional: true, whole: true },
      operative: { type: 'boolean', start: true },
    },
  },
  trigger: {
    group: 'operation',
    actions: ['TriggerMessage', 'ExtendedTriggerMessage'],
    fields: {
      message: {
        type: 'choice',
        of: triggerableMessages,
        onlyOf: {
          transaction: v2,
          publishFirmwareStatus: v2,
          signV2g: v2,
          signV2g20: v21,
          signCombined: v2,
          custom: v21,
        },
      },
      custom: {
        type: 'line',
        max: 50,
        optional: true,
        needed: true,
        when: ['message', ['custom']],
        only: v21,
        label: 'customTrigger',
        help: true,
      },
      place: { type: 'place', connector: 'optional', optional: true },
      extended: { type: 'boolean', optional: true, rare: true, only: v16, help: true },
    },
  },
  clearCache: { group: 'operation', actions: ['ClearCache'], fields: {} },
  dataTransfer: {
    group: 'operation',
    actions: ['DataTransfer'],
    fields: {
      vendorId: { type: 'line', max: 255 },
      messageId: { type: 'line', max: 50, optional: true },
      data: { type: 'long', max: 30_000, optional: true, empty: true, help: true },
    },
  },
} as const satisfies Record<string, Description>;
