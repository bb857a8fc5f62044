import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Language, line, maybe, nullable, TimeZone } from '../../http/schema.ts';

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

const Days = (description: string) =>
  nullable(Type.Integer({ minimum: 7, maximum: 36_500, description: `Days; null: for ever. ${description}` }));

const Retention = Type.Object({
  framesDays: Days('Messages in the database. They leave it in whole weeks.'),
  archiveFrames: Type.Boolean({
    description:
      'Messages that leave the database go into compressed files and are found as before; else they are deleted',
  }),
  archivesDays: Days('Messages in archives, counted from the day they came'),
  connectionsDays: Days('Connections that ended and refused attempts; not less than messages in the database'),
  commandsDays: Days('Commands that ended'),
  errorsDays: Days('Errors that are closed'),
});

const RetentionNow = Type.Object({
  settings: Retention,
  sizes: Type.Object({
    database: Type.Integer({ description: 'Bytes' }),
    tables: Type.Array(
      Type.Object({
        table: Type.String(),
        bytes: Type.Integer(),
        rows: Type.Integer({ description: 'Estimated' }),
      }),
    ),
    archives: Type.Object({ bytes: Type.Integer(), frames: Type.Integer() }),
  }),
  place: Type.String({ description: 'Where archives and other files are' }),
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
    right: 'operator.administer',
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
  retention: {
    method: 'GET',
    url: '/retention',
    right: 'operator.administer',
    tag: 'Operator',
    summary: 'How long things are kept, and how large they are; of the whole installation',
    reply: RetentionNow,
  },
  changeRetention: {
    method: 'PUT',
    url: '/retention',
    right: 'operator.administer',
    tag: 'Operator',
    summary: 'Change how long things are kept; what is older goes within the hour',
    body: Retention,
    reply: RetentionNow,
  },
} as const satisfies Contract;
