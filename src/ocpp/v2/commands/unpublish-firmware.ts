import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type UnpublishFirmware = Extract<Command, { kind: 'unpublishFirmware' }>;

/** L04. */
export const unpublishFirmware = outgoing<
  UnpublishFirmware,
  OCPP21.UnpublishFirmwareRequest,
  OCPP21.UnpublishFirmwareResponse
>({
  kind: 'unpublishFirmware',
  write: ({ checksum }) => ({ action: 'UnpublishFirmware', payload: { checksum } }),
  read: answered,
});
