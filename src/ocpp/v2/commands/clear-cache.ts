import type { OCPP20 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';

type ClearCache = Extract<Command, { kind: 'clearCache' }>;

export const clearCache = outgoing<ClearCache, OCPP20.ClearCacheRequest, OCPP20.ClearCacheResponse>({
  kind: 'clearCache',
  write: () => ({ action: 'ClearCache', payload: {} }),
  read: answered,
});
