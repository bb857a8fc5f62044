import type { Protocol } from '../profile.ts';
import type { Dialect } from './dialect.ts';
import { dialect2 } from './v2.ts';
import { dialect16 } from './v16.ts';

export const dialects: Record<Protocol, Dialect> = {
  'ocpp1.6': dialect16,
  'ocpp2.0.1': dialect2('2.0.1'),
  'ocpp2.1': dialect2('2.1'),
};
