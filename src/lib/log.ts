import { type Logger, pino } from 'pino';

export type Log = Logger;

/** One JSON line per event on standard output. Never one line per station message: those are in the database. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'authorization', '*.password', '*.authorization'], censor: '[hidden]' },
  });
}
