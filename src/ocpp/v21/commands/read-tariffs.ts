import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { whole } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { readTime } from '../../timestamp.ts';
import { answeredOrEmpty } from '../../words.ts';

type ReadTariffs = Extract<Command, { kind: 'readTariffs' }>;

/** I09. */
export const readTariffs = outgoing<ReadTariffs, OCPP21.GetTariffsRequest, OCPP21.GetTariffsResponse>({
  kind: 'readTariffs',
  write: ({ evse }) => ({ action: 'GetTariffs', payload: { evseId: evse } }),
  read: (answer) => ({
    ...answeredOrEmpty(answer, 'NoTariff'),
    tariffs: (answer.tariffAssignments ?? []).map(({ tariffId, tariffKind, validFrom, evseIds, idTokens }) =>
      compact({
        id: tariffId,
        assignedTo: tariffKind === 'DriverTariff' ? 'driver' : 'everybody',
        validFrom: readTime(validFrom).time.at,
        evses: evseIds?.map(whole),
        tokens: idTokens,
      }),
    ),
  }),
});
