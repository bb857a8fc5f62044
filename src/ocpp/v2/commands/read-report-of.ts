import type { OCPP21 } from 'typed-ocpp';
import type { reportCriteria } from '../../../domain/commands/device-model.ts';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty } from '../../words.ts';
import { writtenPartly } from '../variable.ts';

type ReadReportOf = Extract<Command, { kind: 'readReportOf' }>;
type Call = OCPP21.GetReportRequest;

const words = {
  active: 'Active',
  available: 'Available',
  enabled: 'Enabled',
  problem: 'Problem',
} as const satisfies Record<
  (typeof reportCriteria)[number],
  NonNullable<OCPP21.GetReportRequest['componentCriteria']>[number]
>;

/** B08. */
export const readReportOf = outgoing<ReadReportOf, Call, OCPP21.GetReportResponse>({
  kind: 'readReportOf',
  write: ({ requestId, criteria, names }) => ({
    action: 'GetReport',
    payload: compact({
      requestId,
      componentCriteria: someOrNone(criteria?.map((one) => words[one])) as Call['componentCriteria'],
      componentVariable: someOrNone(names?.map(writtenPartly)),
    }),
  }),
  read: (answer) => answeredOrEmpty(answer, 'EmptyResultSet'),
});
