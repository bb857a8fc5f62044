import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type UpdateFirmware = Extract<Command, { kind: 'updateFirmware' }>;

/** L01, without a signature L02. */
export const updateFirmware = outgoing<UpdateFirmware, OCPP21.UpdateFirmwareRequest, OCPP21.UpdateFirmwareResponse>({
  kind: 'updateFirmware',
  write: ({ requestId, url, retries, retryIntervalSeconds, retrieveAt, installAt, signed }) => ({
    action: 'UpdateFirmware',
    payload: compact({
      requestId,
      retries,
      retryInterval: retryIntervalSeconds,
      firmware: compact({
        location: url,
        retrieveDateTime: iso(retrieveAt),
        installDateTime: installAt === undefined ? undefined : iso(installAt),
        signingCertificate: signed?.certificate,
        signature: signed?.signature,
      }),
    }),
  }),
  read: answered,
});
