import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type UpdateFirmware = Extract<Command, { kind: 'updateFirmware' }>;
type Call = OCPP16.UpdateFirmwareRequest | OCPP16.SignedUpdateFirmwareRequest;
type Reply = OCPP16.UpdateFirmwareResponse | OCPP16.SignedUpdateFirmwareResponse;

/** Section 5.19, whose answer says nothing; with a signature the security extension's message (whitepaper L01). */
export const updateFirmware = outgoing<UpdateFirmware, Call, Reply>({
  kind: 'updateFirmware',
  write: ({ requestId, url, retries, retryIntervalSeconds, retrieveAt, installAt, signed }) =>
    signed === undefined
      ? {
          action: 'UpdateFirmware',
          payload: compact({
            location: url,
            retries,
            retrieveDate: iso(retrieveAt),
            retryInterval: retryIntervalSeconds,
          }),
        }
      : {
          action: 'SignedUpdateFirmware',
          payload: compact({
            retries,
            retryInterval: retryIntervalSeconds,
            requestId,
            firmware: compact({
              location: url,
              retrieveDateTime: iso(retrieveAt),
              installDateTime: installAt === undefined ? undefined : iso(installAt),
              signingCertificate: signed.certificate,
              signature: signed.signature,
            }),
          }),
        },
  read: (answer) => ('status' in answer ? answered(answer) : { outcome: 'accepted', status: 'Accepted' }),
});
