import { messageFormats, messagePriorities, messageStates } from '../../../domain/commands/display.ts';
import { type Description, v21 } from './field.ts';

const state = {
  type: 'choice',
  of: messageStates,
  onlyOf: { suspended: v21, discharging: v21 },
  optional: true,
} as const;
const id = { type: 'integer', min: 0, max: 2_147_483_647, label: 'displayId', help: true } as const;

export const content = {
  text: { type: 'long', max: 1024 },
  format: { type: 'choice', of: messageFormats, onlyOf: { qrCode: v21 }, start: 'utf8' },
  language: { type: 'line', max: 8, pattern: '^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$', optional: true, help: true },
} as const;

export const display = {
  setDisplayMessage: {
    group: 'display',
    actions: ['SetDisplayMessage'],
    fields: {
      content: { type: 'group', fields: content },
      priority: { type: 'choice', of: messagePriorities, start: 'normalCycle' },
      state,
      startsAt: { type: 'instant', optional: true, label: 'shownFrom' },
      endsAt: { type: 'instant', optional: true, label: 'shownUntil' },
      transaction: { type: 'transaction', optional: true, rare: true, label: 'messageSession', help: true },
      more: { type: 'list', min: 0, max: 4, optional: true, rare: true, only: v21, fields: content },
      display: {
        type: 'group',
        optional: true,
        rare: true,
        fields: {
          component: { type: 'line', max: 50 },
          componentInstance: { type: 'line', max: 50, optional: true },
          place: { type: 'place', connector: 'optional', optional: true, whole: true, each: true },
        },
      },
      id: { ...id, optional: true, rare: true, label: 'displayIdOrNew' },
    },
    together: [{ rule: 'ascending', fields: ['startsAt', 'endsAt'] }],
  },
  clearDisplayMessage: { group: 'display', actions: ['ClearDisplayMessage'], fields: { id } },
  readDisplayMessages: {
    group: 'display',
    actions: ['GetDisplayMessages'],
    fields: {
      ids: { type: 'integers', min: 0, max: 2_147_483_647, most: 100, optional: true, label: 'displayIds', help: true },
      priority: { type: 'choice', of: messagePriorities, optional: true },
      state,
    },
  },
} as const satisfies Record<string, Description>;
