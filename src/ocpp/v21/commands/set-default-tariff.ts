import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenTariff } from '../tariff.ts';

type SetDefaultTariff = Extract<Command, { kind: 'setDefaultTariff' }>;

/** I07. */
export const setDefaultTariff = outgoing<
  SetDefaultTariff,
  OCPP21.SetDefaultTariffRequest,
  OCPP21.SetDefaultTariffResponse
>({
  kind: 'setDefaultTariff',
  write: ({ evse, tariff }) => ({
    action: 'SetDefaultTariff',
    payload: { evseId: evse, tariff: writtenTariff(tariff) },
  }),
  read: answered,
});
