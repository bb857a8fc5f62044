import type { OcppVersion } from '../../table.ts';
import { changeAvailability } from './change-availability.ts';
import { clearCache } from './clear-cache.ts';
import { dataTransfer } from './data-transfer.ts';
import { readSettings } from './read-settings.ts';
import { reset } from './reset.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { trigger } from './trigger.ts';
import { unlock } from './unlock.ts';
import { writeSettings } from './write-settings.ts';

/** The commands that 2.0.1 and 2.1 write alike. */
export const commands = {
  start,
  stop,
  reset,
  unlock,
  changeAvailability,
  trigger,
  readSettings,
  writeSettings,
  clearCache,
  dataTransfer,
} as const satisfies OcppVersion['commands'];
