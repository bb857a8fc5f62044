import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Email, Language, line, maybe, nullable, oneOf, personalText, Time, Uuid } from '../../http/schema.ts';
import { events } from './rules.ts';

const whole = Type.Integer({ minimum: 1, maximum: 2147483647 });
const minutes = Type.Integer({
  minimum: 0,
  maximum: 1439,
  description: 'minutes after midnight, in the receiver’s zone',
});

export const Stations = Type.Union([
  Type.Object({ kind: oneOf(['all']) }),
  Type.Object({ kind: oneOf(['entity']), entityId: whole }),
  Type.Object({ kind: oneOf(['stations']), ids: Type.Array(whole, { minItems: 1, maxItems: 200 }) }),
  Type.Object({
    kind: oneOf(['filter']),
    location: maybe(line(200)),
    vendor: maybe(line(100)),
    model: maybe(line(100)),
  }),
]);
export type Stations = Static<typeof Stations>;

export const Recipient = Type.Union([
  Type.Object({ kind: oneOf(['user']), userId: Type.String({ minLength: 1, maxLength: 100 }) }),
  Type.Object({ kind: oneOf(['contact']), contactId: whole }),
  Type.Object({ kind: oneOf(['address']), email: Email, language: Language }),
  Type.Object({ kind: oneOf(['webhook']), webhookId: Uuid }),
  Type.Object({ kind: oneOf(['technician', 'owner']) }, { description: 'the contact of the station it is about' }),
]);
export type Recipient = Static<typeof Recipient>;

export const DigestForm = Type.Union([
  Type.Object({ kind: oneOf(['now']) }),
  Type.Object({ kind: oneOf(['every']), minutes: Type.Integer({ minimum: 5, maximum: 1440 }) }),
  Type.Object({ kind: oneOf(['daily']), at: minutes }),
]);
export const QuietForm = Type.Object({
  from: minutes,
  to: minutes,
  meanwhile: oneOf(['wait', 'leaveOut']),
  criticalThrough: Type.Boolean(),
});

const ruleFields = {
  name: line(120),
  active: Type.Boolean(),
  events: Type.Array(oneOf(events), { minItems: 1, maxItems: events.length, uniqueItems: true }),
  stations: Stations,
  recipients: Type.Array(Recipient, { minItems: 1, maxItems: 50 }),
  digest: DigestForm,
  quiet: maybe(nullable(QuietForm)),
};
const ShownRecipient = Type.Object({
  kind: oneOf(['user', 'contact', 'address', 'webhook', 'technician', 'owner']),
  userId: maybe(Type.String()),
  contactId: maybe(Type.Integer()),
  email: maybe(personalText()),
  language: maybe(Language),
  webhookId: maybe(Uuid),
});
export const Rule = Type.Object({
  ...ruleFields,
  id: Uuid,
  recipients: Type.Array(ShownRecipient),
  entityId: maybe(Type.Integer()),
  createdAt: Time,
});
export type Rule = Static<typeof Rule>;

export const Webhook = Type.Object({
  id: Uuid,
  name: Type.String(),
  host: Type.String(),
  active: Type.Boolean(),
  createdAt: Time,
});
export type Webhook = Static<typeof Webhook>;

export const Own = Type.Object({
  receives: Type.Boolean({ description: 'false: nothing from any rule' }),
  events: Type.Array(oneOf(events), { uniqueItems: true, maxItems: events.length }),
  digest: DigestForm,
  quiet: maybe(nullable(QuietForm)),
});
export type Own = Static<typeof Own>;

const tag = 'Notifications';
const ruleParams = Type.Object({ ruleId: Uuid });
const webhookParams = Type.Object({ webhookId: Uuid });
const url = Type.String({ minLength: 8, maxLength: 1000, pattern: '^https?://' });

export const notificationsContract = {
  rules: {
    method: 'GET',
    url: '/notification-rules',
    right: 'notifications.see',
    tag,
    summary: 'Who hears about what; at most 200 rules',
    reply: Type.Object({ items: Type.Array(Rule) }),
  },
  choices: {
    method: 'GET',
    url: '/notification-rules/choices',
    right: 'notifications.change',
    tag,
    summary: 'People and webhooks a rule can name',
    reply: Type.Object({
      users: Type.Array(Type.Object({ userId: Type.String(), name: personalText() })),
      webhooks: Type.Array(Webhook),
    }),
  },
  createRule: {
    method: 'POST',
    url: '/notification-rules',
    right: 'notifications.change',
    tag,
    summary: 'A new rule',
    body: Type.Object(ruleFields),
    reply: Rule,
  },
  changeRule: {
    method: 'PUT',
    url: '/notification-rules/:ruleId',
    right: 'notifications.change',
    tag,
    summary: 'The whole rule anew',
    params: ruleParams,
    body: Type.Object(ruleFields),
    reply: Rule,
  },
  removeRule: {
    method: 'DELETE',
    url: '/notification-rules/:ruleId',
    right: 'notifications.change',
    tag,
    summary: 'Removes a rule, and what it has not told yet',
    params: ruleParams,
  },
  testRule: {
    method: 'POST',
    url: '/notification-rules/:ruleId/test',
    right: 'notifications.change',
    tag,
    summary: 'Sends a test to everybody the rule names itself',
    params: ruleParams,
    reply: Type.Object({ sent: Type.Integer() }),
  },
  webhooks: {
    method: 'GET',
    url: '/webhooks',
    right: 'notifications.see',
    tag,
    summary: 'Where other programs take notifications',
    reply: Type.Object({ items: Type.Array(Webhook) }),
  },
  createWebhook: {
    method: 'POST',
    url: '/webhooks',
    right: 'notifications.change',
    tag,
    summary: 'A new webhook; the secret that signs is shown once',
    body: Type.Object({ name: line(120), url }),
    reply: Type.Object({ webhook: Webhook, secret: Type.String() }),
  },
  changeWebhook: {
    method: 'PATCH',
    url: '/webhooks/:webhookId',
    right: 'notifications.change',
    tag,
    summary: 'Changes a webhook or switches it off; what waits goes to the new address',
    params: webhookParams,
    body: Type.Object({ name: maybe(line(120)), url: maybe(url), active: maybe(Type.Boolean()) }),
    reply: Webhook,
  },
  renewSecret: {
    method: 'POST',
    url: '/webhooks/:webhookId/secret',
    right: 'notifications.change',
    tag,
    summary: 'A new secret, shown once; the old one signs no more',
    params: webhookParams,
    reply: Type.Object({ secret: Type.String() }),
  },
  testWebhook: {
    method: 'POST',
    url: '/webhooks/:webhookId/test',
    right: 'notifications.change',
    tag,
    summary: 'Sends a signed test',
    params: webhookParams,
  },
  removeWebhook: {
    method: 'DELETE',
    url: '/webhooks/:webhookId',
    right: 'notifications.change',
    tag,
    summary: 'Removes a webhook; what waits for it is given up',
    params: webhookParams,
  },
  own: {
    method: 'GET',
    url: '/account/notifications',
    right: 'member',
    tag,
    summary: 'What the signed-in person is told of',
    reply: Own,
  },
  changeOwn: {
    method: 'PUT',
    url: '/account/notifications',
    right: 'member',
    tag,
    summary: 'What the signed-in person is told of, of all the stations they see',
    body: Own,
    reply: Own,
  },
  testOwn: {
    method: 'POST',
    url: '/account/notifications/test',
    right: 'member',
    tag,
    summary: 'Sends a test to the signed-in person',
  },
} as const satisfies Contract;
