import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type AdjustPeriodicEventStream = Extract<Command, { kind: 'adjustPeriodicEventStream' }>;

/** N14. */
export const adjustPeriodicEventStream = outgoing<
  AdjustPeriodicEventStream,
  OCPP21.AdjustPeriodicEventStreamRequest,
  OCPP21.AdjustPeriodicEventStreamResponse
>({
  kind: 'adjustPeriodicEventStream',
  write: ({ id, intervalSeconds, values }) => ({
    action: 'AdjustPeriodicEventStream',
    payload: { id, params: compact({ interval: intervalSeconds, values }) },
  }),
  read: answered,
});
