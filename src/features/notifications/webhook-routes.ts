import { randomBytes } from 'node:crypto';
import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { audit } from '../audit.ts';
import type { notificationsContract, Webhook } from './contract.ts';
import type { NotificationsDeps } from './routes.ts';
import * as store from './store.ts';
import { sendTests } from './testing.ts';

type Routes = Pick<
  Handlers<typeof notificationsContract>,
  'webhooks' | 'createWebhook' | 'changeWebhook' | 'renewSecret' | 'testWebhook' | 'removeWebhook'
>;

const newSecret = (): string => `vyws_${randomBytes(32).toString('base64url')}`;

/** Where other programs take notifications. The secret is shown once; the path of an address, which may be one too, never. */
export function webhookRoutes(deps: NotificationsDeps): Routes {
  const { pool, clock, newId } = deps;
  return {
    webhooks: ({ caller }) =>
      asOperator(pool, caller, async (client) => ({
        items: (await store.listWebhooks(client, caller.operatorId)).map(shownWebhook),
      })),

    createWebhook: ({ caller, body }) =>
      asOperator(pool, caller, async (client) => {
        const at = clock.now();
        const secret = newSecret();
        const row = await store.insertWebhook(client, caller.operatorId, {
          id: newId(at),
          name: body.name.trim(),
          url: checkedUrl(body.url),
          secret,
          at: iso(at),
        });
        if (row === undefined)
          throw new Failure('name.taken', 'There is a webhook of this name already.', {
            fields: { name: 'is already in use' },
          });
        await audit(client, deps, caller, 'webhook.created', { ...shownWebhook(row) });
        return { webhook: shownWebhook(row), secret };
      }),

    changeWebhook: ({ caller, params: { webhookId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readWebhook(client, caller.operatorId, webhookId));
        const after = {
          ...before,
          name: body.name?.trim() ?? before.name,
          url: body.url === undefined ? before.url : checkedUrl(body.url),
          active: body.active ?? before.active,
        };
        await store.changeWebhook(client, caller.operatorId, after).catch((error: unknown) => {
          if ((error as { code?: string }).code !== '23505') throw error;
          throw new Failure('name.taken', 'There is a webhook of this name already.', {
            fields: { name: 'is already in use' },
          });
        });
        await audit(client, deps, caller, 'webhook.changed', {
          ...shownWebhook(after),
          before: { ...shownWebhook(before) },
        });
        return shownWebhook(after);
      }),

    renewSecret: ({ caller, params: { webhookId } }) =>
      asOperator(pool, caller, async (client) => {
        found(await store.readWebhook(client, caller.operatorId, webhookId));
        const secret = newSecret();
        await store.setSecret(client, caller.operatorId, webhookId, secret);
        await audit(client, deps, caller, 'webhook.secretRenewed', { id: webhookId });
        return { secret };
      }),

    testWebhook: ({ caller, params: { webhookId } }) =>
      asOperator(pool, caller, async (client) => {
        const row = found(await store.readWebhook(client, caller.operatorId, webhookId));
        if (!row.active) throw new Failure('state.conflict', 'The webhook is switched off.');
        await sendTests(client, deps, caller.operatorId, [{ kind: 'webhook', webhookId }]);
        await audit(client, deps, caller, 'webhook.tested', { id: webhookId });
        return undefined;
      }),

    removeWebhook: ({ caller, params: { webhookId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readWebhook(client, caller.operatorId, webhookId));
        await store.removeWebhook(client, caller.operatorId, webhookId);
        await audit(client, deps, caller, 'webhook.removed', { ...shownWebhook(before) });
        return undefined;
      }),
  };
}

function found(row: store.WebhookRow | undefined): store.WebhookRow {
  if (row === undefined) throw new Failure('thing.unknown', 'There is no such webhook.');
  return row;
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '')
    throw new Failure('value.refused', 'This is no address of a webhook.', {
      fields: { url: 'must be a URL without a name or password in it' },
    });
  return text;
}

export const shownWebhook = (row: store.WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  host: new URL(row.url).origin,
  active: row.active,
  createdAt: row.created_at.toISOString(),
});
