import { Type } from 'typebox';
import { oneOf } from '../http/schema.ts';

/** Words that several slices say about a station. */
export const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const;
export const Protocol = oneOf(protocols);

/** Credentials exist in readable form only in the one answer that has them. */
export const Credentials = Type.Object({
  url: Type.String({ description: 'what is typed into the station; ends with the identity' }),
  plainUrl: Type.Optional(Type.String({ description: 'the same for a station that knows no TLS' })),
  user: Type.String(),
  password: Type.String({ description: 'shown once' }),
});
