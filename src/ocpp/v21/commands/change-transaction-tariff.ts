import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { writtenTariff } from '../tariff.ts';

type ChangeTransactionTariff = Extract<Command, { kind: 'changeTransactionTariff' }>;

/** I11. */
export const changeTransactionTariff = outgoing<
  ChangeTransactionTariff,
  OCPP21.ChangeTransactionTariffRequest,
  OCPP21.ChangeTransactionTariffResponse
>({
  kind: 'changeTransactionTariff',
  write: ({ transactionId, tariff }) => ({
    action: 'ChangeTransactionTariff',
    payload: { transactionId, tariff: writtenTariff(tariff) },
  }),
  read: answered,
});
