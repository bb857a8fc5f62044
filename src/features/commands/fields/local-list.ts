import type { Description } from './field.ts';

export const localList = {
  sendLocalList: {
    group: 'localList',
    actions: ['SendLocalList'],
    fields: {
      mode: { type: 'choice', of: ['differential', 'full'], help: true, label: 'listMode', start: 'differential' },
      version: { type: 'integer', min: 1, max: 2_147_483_647, help: true },
      entries: {
        type: 'list',
        min: 0,
        max: 500,
        fields: {
          card: { type: 'card' },
          status: {
            type: 'choice',
            of: ['accepted', 'blocked', 'expired', 'invalid', 'concurrent'],
            optional: true,
            label: 'cardStatus',
            help: true,
            start: 'accepted',
          },
          validUntil: { type: 'instant', optional: true, rare: true },
          group: { type: 'line', max: 36, optional: true, rare: true },
        },
      },
    },
    // A full list takes the place of what the station has (OCPP 2.0.1 D01.FR.04).
    danger: ['mode', ['full']],
  },
  readLocalListVersion: { group: 'localList', actions: ['GetLocalListVersion'], fields: {} },
} as const satisfies Record<string, Description>;
