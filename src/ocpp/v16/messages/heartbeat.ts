import type { OCPP16 } from 'typed-ocpp';
import { iso } from '../../../lib/time.ts';
import { expect, incoming } from '../../define.ts';

export const heartbeat = incoming<OCPP16.HeartbeatRequest, OCPP16.HeartbeatResponse>({
  action: 'Heartbeat',
  read: () => ({ kind: 'heartbeat' }),
  answer: (answer) => ({ currentTime: iso(expect(answer, 'heartbeat').now) }),
});
