import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, page, pageQuery, Time, Uuid } from '../../http/schema.ts';
import { Role } from '../../http/session-state.ts';

export const ApiKey = Type.Object({
  id: Uuid,
  name: Type.String(),
  /** The readable beginning; the rest is not known to us. */
  prefix: Type.String(),
  role: Role,
  /** Of a role of the operator's own. */
  roleName: maybe(Type.String()),
  entityId: maybe(Type.Integer()),
  entityName: maybe(Type.String()),
  createdBy: maybe(Type.String()),
  createdAt: Time,
  expiresAt: maybe(Time),
  lastUsedAt: maybe(Time),
  revokedAt: maybe(Time),
});

export const apiKeysContract = {
  list: {
    method: 'GET',
    url: '/api-keys',
    right: 'apiKeys.administer',
    tag: 'API keys',
    summary: 'Keys of machines',
    query: Type.Object(pageQuery),
    reply: page(ApiKey),
  },
  create: {
    method: 'POST',
    url: '/api-keys',
    right: 'apiKeys.administer',
    tag: 'API keys',
    summary: 'A new key, shown once: send it as `Authorization: Bearer vy_...`',
    body: Type.Object({
      name: line(120),
      role: Role,
      entityId: maybe(Type.Integer({ minimum: 1, maximum: 2147483647 })),
      expiresAt: maybe(Time),
    }),
    reply: Type.Object({ key: Type.String(), apiKey: ApiKey }),
  },
  revoke: {
    method: 'DELETE',
    url: '/api-keys/:keyId',
    right: 'apiKeys.administer',
    tag: 'API keys',
    summary: 'Revoke a key at once',
    params: Type.Object({ keyId: Uuid }),
  },
} as const satisfies Contract;
