import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Language, maybe, oneOf, page, pageQuery, personalText, Time, Uuid } from '../../http/schema.ts';
import { faults } from '../../outbox/attempt.ts';

export const outStates = ['waiting', 'sending', 'sent', 'dead', 'dismissed'] as const;
export const outKinds = ['mail', 'webhook'] as const;

const fields = {
  id: Uuid,
  kind: oneOf(outKinds),
  topic: Type.String({ description: 'what it is about, e.g. `ticket.assigned`' }),
  state: oneOf(outStates),
  to: personalText({ description: 'an address; of a webhook its name' }),
  attempts: Type.Integer({ description: 'those in which the other side said something about it' }),
  createdAt: Time,
  nextAt: maybe(Time),
  endedAt: maybe(Time),
  fault: maybe(oneOf(faults)),
  stationId: maybe(Type.Integer()),
  stationName: maybe(Type.String()),
};
export const OutRow = Type.Object(fields);
export type OutRow = Static<typeof OutRow>;

export const OutDetail = Type.Object({
  ...fields,
  giveUpAt: Time,
  answer: maybe(Type.String({ description: 'what the other side said, without addresses' })),
  lane: maybe(Type.String()),
  subject: maybe(personalText()),
  text: maybe(personalText()),
  language: maybe(Language),
  attachments: maybe(Type.Array(personalText())),
  body: maybe(personalText({ description: 'of a webhook: JSON' })),
  host: maybe(Type.String({ description: 'of a webhook: where it leads' })),
  hidden: maybe(Type.Boolean({ description: 'its content is for its receiver alone' })),
});
export type OutDetail = Static<typeof OutDetail>;

const params = Type.Object({ outId: Uuid });

export const outboxContract = {
  list: {
    method: 'GET',
    url: '/outbox',
    right: 'outbox.see',
    tag: 'Outbox',
    summary: 'Everything that leaves by mail or webhook, the newest first',
    query: Type.Object({
      ...pageQuery,
      state: maybe(oneOf(outStates)),
      kind: maybe(oneOf(outKinds)),
      to: maybe(personalText({ minLength: 1, maxLength: 254, description: 'one address' })),
    }),
    reply: page(OutRow),
  },
  summary: {
    method: 'GET',
    url: '/outbox/summary',
    right: 'outbox.see',
    tag: 'Outbox',
    summary: 'How much waits and was given up (at most 10,000 are counted), and whether mails can leave',
    reply: Type.Object({
      waiting: Type.Integer(),
      dead: Type.Integer(),
      leftOut: Type.Integer({ description: 'in the last 7 days, because too much waited already' }),
      oldestAt: maybe(Time),
      mail: Type.Object({ configured: Type.Boolean(), from: maybe(Type.String()) }),
    }),
  },
  get: {
    method: 'GET',
    url: '/outbox/:outId',
    right: 'outbox.see',
    tag: 'Outbox',
    summary: 'One of them with its content and its attempts',
    params,
    reply: OutDetail,
  },
  retry: {
    method: 'POST',
    url: '/outbox/:outId/retry',
    right: 'outbox.act',
    tag: 'Outbox',
    summary: 'Tries again now what waits or was given up, under the same id',
    params,
    reply: OutRow,
  },
  dismiss: {
    method: 'POST',
    url: '/outbox/:outId/dismiss',
    right: 'outbox.act',
    tag: 'Outbox',
    summary: 'It is not to be sent any more',
    params,
    reply: OutRow,
  },
  retryAll: {
    method: 'POST',
    url: '/outbox/retry',
    right: 'outbox.act',
    tag: 'Outbox',
    summary: 'Tries again everything that was given up, at most 1000 at once',
    body: Type.Object({ kind: maybe(oneOf(outKinds)) }),
    reply: Type.Object({ count: Type.Integer() }),
  },
} as const satisfies Contract;
