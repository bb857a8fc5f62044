import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';

type ReadPeriodicEventStreams = Extract<Command, { kind: 'readPeriodicEventStreams' }>;

/** N13. */
export const readPeriodicEventStreams = outgoing<
  ReadPeriodicEventStreams,
  OCPP21.GetPeriodicEventStreamRequest,
  OCPP21.GetPeriodicEventStreamResponse
>({
  kind: 'readPeriodicEventStreams',
  write: () => ({ action: 'GetPeriodicEventStream', payload: {} }),
  read: ({ constantStreamData }) => ({
    outcome: 'accepted',
    status: 'Accepted',
    streams: (constantStreamData ?? []).map(({ id, variableMonitoringId, params }) =>
      compact({
        id: whole(id),
        monitorId: whole(variableMonitoringId),
        intervalSeconds: wholeOrNothing(params.interval),
        values: wholeOrNothing(params.values),
      }),
    ),
  }),
});
