import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** One JSON line per event on standard output, or to `destination`. Never one line per station message: those are in the database. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'authorization', '*.password', '*.authorization'], censor: '[hidden]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
