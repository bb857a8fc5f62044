import type { OCPP21 } from 'typed-ocpp';
import type { LogKind } from '../../../domain/commands/firmware.ts';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { nameOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type ReadLog = Extract<Command, { kind: 'readLog' }>;

/** The data collector's log is of 2.1. */
const words = {
  diagnostics: 'DiagnosticsLog',
  security: 'SecurityLog',
  dataCollector: 'DataCollectorLog',
} as const satisfies Record<LogKind, OCPP21.GetLogRequest['logType']>;

const timeOrNothing = (at: number | undefined) => (at === undefined ? undefined : iso(at));

/** N01. */
export const readLog = outgoing<ReadLog, OCPP21.GetLogRequest, OCPP21.GetLogResponse>({
  kind: 'readLog',
  write: ({ requestId, log, url, retries, retryIntervalSeconds, from, until }) => ({
    action: 'GetLog',
    payload: compact({
      logType: words[log],
      requestId,
      retries,
      retryInterval: retryIntervalSeconds,
      log: compact({
        remoteLocation: url,
        oldestTimestamp: timeOrNothing(from),
        latestTimestamp: timeOrNothing(until),
      }),
    }),
  }),
  read: (answer) => compact({ ...answered(answer), fileName: nameOrNothing(answer.filename) }),
});
