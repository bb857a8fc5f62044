import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { iso } from '../../../lib/time.ts';
import { nameOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type ReadLog = Extract<Command, { kind: 'readLog' }>;
type Call = OCPP16.GetDiagnosticsRequest | OCPP16.GetLogRequest;
type Reply = OCPP16.GetDiagnosticsResponse | OCPP16.GetLogResponse;

const timeOrNothing = (at: number | undefined) => (at === undefined ? undefined : iso(at));

/**
 * Section 5.9, or the security extension's GetLog (whitepaper N01): the security log exists only there; diagnostics are
 * asked for by it where the command says that the station has the extension.
 */
export const readLog = outgoing<ReadLog, Call, Reply>({
  kind: 'readLog',
  write: ({ requestId, log, extended, url, retries, retryIntervalSeconds, from, until }) =>
    log === 'diagnostics' && !extended
      ? {
          action: 'GetDiagnostics',
          payload: compact({
            location: url,
            retries,
            retryInterval: retryIntervalSeconds,
            startTime: timeOrNothing(from),
            stopTime: timeOrNothing(until),
          }),
        }
      : {
          action: 'GetLog',
          payload: compact({
            logType: log === 'security' ? ('SecurityLog' as const) : ('DiagnosticsLog' as const),
            requestId,
            retries,
            retryInterval: retryIntervalSeconds,
            log: compact({
              remoteLocation: url,
              oldestTimestamp: timeOrNothing(from),
              latestTimestamp: timeOrNothing(until),
            }),
          }),
        },
  read: (answer) => {
    if ('status' in answer) return compact({ ...answered(answer), fileName: nameOrNothing(answer.filename) });
    const fileName = nameOrNothing(answer.fileName);
    // Section 6.24: without a name there is nothing to upload, and no message will follow.
    return fileName === undefined
      ? { outcome: 'accepted', status: 'EmptyResultSet', empty: true }
      : { outcome: 'accepted', status: 'Accepted', fileName };
  },
});
