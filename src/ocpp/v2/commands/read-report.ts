import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answeredOrEmpty } from '../../words.ts';

type ReadReport = Extract<Command, { kind: 'readReport' }>;

const words = {
  configuration: 'ConfigurationInventory',
  full: 'FullInventory',
  summary: 'SummaryInventory',
} as const satisfies Record<ReadReport['base'], OCPP21.GetBaseReportRequest['reportBase']>;

/** B07. */
export const readReport = outgoing<ReadReport, OCPP21.GetBaseReportRequest, OCPP21.GetBaseReportResponse>({
  kind: 'readReport',
  write: ({ requestId, base }) => ({ action: 'GetBaseReport', payload: { requestId, reportBase: words[base] } }),
  read: (answer) => answeredOrEmpty(answer, 'EmptyResultSet'),
});
