import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';

export const quarantineContract = {
  listQuarantine: {
    method: 'GET',
    url: '/stations/:stationId/quarantine',
    right: 'communicationLogs.see',
    tag: 'Quarantine',
    summary:
      'Messages of the station that met a fault of the server three times and are not decided any more, newest first',
    params: StationParams,
    query: Type.Object({ ...pageQuery }),
    reply: page(
      Type.Object({
        id: Uuid,
        at: Time,
        action: Type.String(),
        call: Type.String({ description: 'The message as it came, secrets masked' }),
        fault: Type.String({ description: 'What the server met; the log has more under this id' }),
      }),
    ),
  },
} as const satisfies Contract;
