import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredEach, reasonOf } from '../../words.ts';

type ClearTariffs = Extract<Command, { kind: 'clearTariffs' }>;

/** I10. Each tariff has its own result. */
export const clearTariffs = outgoing<ClearTariffs, OCPP21.ClearTariffsRequest, OCPP21.ClearTariffsResponse>({
  kind: 'clearTariffs',
  write: ({ ids, evse }) => ({
    action: 'ClearTariffs',
    payload: compact({ tariffIds: someOrNone(ids), evseId: evse }),
  }),
  read: ({ clearTariffsResult }) => {
    const clearedTariffs = clearTariffsResult.map(({ tariffId, status, statusInfo }) =>
      compact({ id: tariffId, status: status as string, detail: reasonOf(statusInfo) }),
    );
    return { ...answeredEach(clearedTariffs), clearedTariffs };
  },
});
