import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Static } from 'typebox';
import type { Auth } from '../../http/auth.ts';
import { apiKeyPrefix, hashOfApiKey } from '../../http/callers.ts';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkGiving } from '../giving.ts';
import type { ApiKey, apiKeysContract } from './contract.ts';
import { type ApiKeyRow, insertKey, listKeys, revokeKey } from './store.ts';

export interface ApiKeysDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly auth: Pick<Auth, 'callers'>;
}

/** So much of a key is shown again later: enough to tell keys apart. */
const shown = 11;

export function apiKeysRoutes(deps: ApiKeysDeps): Handlers<typeof apiKeysContract> {
  const { pool, auth, clock, newId } = deps;
  return {
    list: async ({ caller, query: { after, limit = 50 } }) => {
      const from = after === undefined ? undefined : readCursor(after, 'uuid')[0];
      const rows = await asOperator(pool, caller, (client) => listKeys(client, caller.operatorId, from, limit + 1));
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({ items: rows.slice(0, limit).map(apiKey), next: last && writeCursor(last.id) });
    },

    create: async ({ caller, body: { name, role, entityId, expiresAt } }) => {
      const at = clock.now();
      if (expiresAt !== undefined && Date.parse(expiresAt) <= at) {
        throw new Failure('value.refused', 'A key must expire in the future.', {
          fields: { expiresAt: 'is in the past' },
        });
      }
      const key = apiKeyPrefix + randomBytes(32).toString('base64url');
      const prefix = key.slice(0, shown);
      const id = newId(at);
      await asOperator(pool, caller, async (client) => {
        await checkGiving(client, caller, role, entityId);
        await insertKey(client, caller.operatorId, {
          id,
          name,
          prefix,
          hash: hashOfApiKey(key),
          role,
          entityId,
          createdBy: caller.userId,
          at,
          expiresAt,
        });
        await audit(client, deps, caller, 'apiKey.created', present({ id, name, role, entity: entityId, expiresAt }));
      });
      return {
        key,
        apiKey: present({ id, name, prefix, role, entityId, createdBy: caller.name, createdAt: iso(at), expiresAt }),
      };
    },

    revoke: async ({ caller, params: { keyId } }) => {
      await asOperator(pool, caller, async (client) => {
        if (!(await revokeKey(client, caller.operatorId, keyId, clock.now())))
          throw new Failure('thing.unknown', 'There is no such valid key.');
        await audit(client, deps, caller, 'apiKey.revoked', { id: keyId });
      });
      auth.callers.forget();
      return undefined;
    },
  };
}

const apiKey = (row: ApiKeyRow): Static<typeof ApiKey> =>
  present({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    roleName: row.role_name,
    entityId: row.entity_id,
    entityName: row.entity_name,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString(),
    revokedAt: row.revoked_at?.toISOString(),
  });
