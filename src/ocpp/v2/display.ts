import type { OCPP21 } from 'typed-ocpp';
import type { messagePriorities, messageStates } from '../../domain/commands/display.ts';

type Message = OCPP21.SetDisplayMessageRequest['message'];

export const priorityWords = {
  alwaysFront: 'AlwaysFront',
  inFront: 'InFront',
  normalCycle: 'NormalCycle',
} as const satisfies Record<(typeof messagePriorities)[number], Message['priority']>;

/** The last two are of 2.1. */
export const stateWords = {
  charging: 'Charging',
  faulted: 'Faulted',
  idle: 'Idle',
  unavailable: 'Unavailable',
  suspended: 'Suspended',
  discharging: 'Discharging',
} as const satisfies Record<(typeof messageStates)[number], Message['state']>;
