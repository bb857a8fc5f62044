import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { whole } from '../../bounds.ts';
import { outgoing } from '../../define.ts';

type ReadLocalListVersion = Extract<Command, { kind: 'readLocalListVersion' }>;

/** Section 5.10: 0 is an empty list, -1 a station that keeps none. */
export const readLocalListVersion = outgoing<
  ReadLocalListVersion,
  OCPP16.GetLocalListVersionRequest,
  OCPP16.GetLocalListVersionResponse
>({
  kind: 'readLocalListVersion',
  write: () => ({ action: 'GetLocalListVersion', payload: {} }),
  read: ({ listVersion }) =>
    listVersion < 0
      ? { outcome: 'unsupported', status: 'NotSupported', localListVersion: whole(listVersion) }
      : { outcome: 'accepted', status: 'Accepted', localListVersion: whole(listVersion) },
});
