import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { whole } from '../../bounds.ts';
import { outgoing } from '../../define.ts';

type ReadLocalListVersion = Extract<Command, { kind: 'readLocalListVersion' }>;

/** D02: 0 where there is no list, or none is allowed (D02.FR.02, D02.FR.03). */
export const readLocalListVersion = outgoing<
  ReadLocalListVersion,
  OCPP21.GetLocalListVersionRequest,
  OCPP21.GetLocalListVersionResponse
>({
  kind: 'readLocalListVersion',
  write: () => ({ action: 'GetLocalListVersion', payload: {} }),
  read: ({ versionNumber }) => ({
    outcome: 'accepted',
    status: 'Accepted',
    localListVersion: whole(versionNumber),
  }),
});
