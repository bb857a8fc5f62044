import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { whole } from '../../bounds.ts';
import { incoming } from '../../define.ts';
import { described, reported } from '../variable.ts';

export const notifyReport = incoming<OCPP21.NotifyReportRequest, OCPP20.NotifyReportResponse>({
  action: 'NotifyReport',
  read: ({ requestId, tbc, reportData }) => ({
    kind: 'report',
    requestId: whole(requestId),
    last: tbc !== true,
    variables: (reportData ?? []).flatMap(reported),
    described: (reportData ?? []).flatMap(described),
  }),
  answer: () => ({}),
});
