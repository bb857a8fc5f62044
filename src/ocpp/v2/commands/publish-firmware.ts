import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type PublishFirmware = Extract<Command, { kind: 'publishFirmware' }>;

/** L03: a local controller fetches it and hands it on to the stations behind it. */
export const publishFirmware = outgoing<PublishFirmware, OCPP21.PublishFirmwareRequest, OCPP21.PublishFirmwareResponse>(
  {
    kind: 'publishFirmware',
    write: ({ requestId, checksum, url, retries, retryIntervalSeconds }) => ({
      action: 'PublishFirmware',
      payload: compact({ requestId, checksum, location: url, retries, retryInterval: retryIntervalSeconds }),
    }),
    read: answered,
  },
);
