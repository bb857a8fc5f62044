import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type AfrrSignal = Extract<Command, { kind: 'afrrSignal' }>;

/** Q10: follows the curve of signal to power in the station's charging profile. */
export const afrrSignal = outgoing<AfrrSignal, OCPP21.AFRRSignalRequest, OCPP21.AFRRSignalResponse>({
  kind: 'afrrSignal',
  write: ({ at, signal }) => ({ action: 'AFRRSignal', payload: { timestamp: iso(at), signal } }),
  read: answered,
});
