import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Language, line, maybe, TimeZone } from '../../http/schema.ts';

export const Operator = Type.Object({
  id: Type.Integer(),
  slug: Type.String(),
  name: Type.String(),
  language: Language,
  timeZone: TimeZone,
  /** Seconds of silence after which a connected station counts as pending (INF-3); stations may have their own. */
  pendingAfterSeconds: Type.Integer(),
  demo: Type.Boolean(),
});

export const operatorContract = {
  get: {
    method: 'GET',
    url: '/operator',
    right: 'member',
    tag: 'Operator',
    summary: 'The operator this session works for',
    reply: Operator,
  },
  change: {
    method: 'PATCH',
    url: '/operator',
    right: 'installation.administer',
    tag: 'Operator',
    summary: 'Change the operator’s name and defaults',
    body: Type.Object({
      name: maybe(line(120)),
      language: maybe(Language),
      timeZone: maybe(TimeZone),
      pendingAfterSeconds: maybe(Type.Integer({ minimum: 60, maximum: 86400 })),
    }),
    reply: Operator,
  },
} as const satisfies Contract;
