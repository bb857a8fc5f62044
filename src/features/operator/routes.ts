import type pg from 'pg';
import type { Static } from 'typebox';
import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { asOperator } from '../../storage/as-operator.ts';
import type { FileStore } from '../../storage/files/file-store.ts';
import { contradiction, readRetention, writeRetention } from '../../storage/retention/settings.ts';
import { readSizes } from '../../storage/retention/sizes.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkTimeZone } from '../time-zones.ts';
import type { Operator, operatorContract } from './contract.ts';
import { changeOperator, type OperatorRow, readOperator } from './store.ts';

export interface OperatorDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly files: FileStore;
}

export function operatorRoutes(deps: OperatorDeps): Handlers<typeof operatorContract> {
  const { pool, files } = deps;
  return {
    get: ({ caller }) =>
      asOperator(pool, caller, async (client) => operator(await readOperator(client, caller.operatorId))),

    change: ({ caller, body }) => {
      checkTimeZone(body.timeZone);
      return asOperator(pool, caller, async (client) => {
        const before = operator(await readOperator(client, caller.operatorId));
        await changeOperator(client, caller.operatorId, body);
        const old = Object.fromEntries(Object.keys(body).map((field) => [field, before[field as keyof typeof before]]));
        await audit(client, deps, caller, 'operator.changed', { change: body, before: old });
        return operator(await readOperator(client, caller.operatorId));
      });
    },

    retention: () => retentionNow(),

    changeRetention: async ({ caller, body }) => {
      const wrong = contradiction(body);
      if (wrong !== undefined)
        throw new Failure('value.refused', wrong.reason, { fields: { [wrong.field]: wrong.reason } });
      const before = await readRetention(pool);
      // Recorded first: a change nobody made is better than one nobody is known to have made.
      await asOperator(pool, caller, (client) =>
        audit(client, deps, caller, 'retention.changed', { change: body, before }),
      );
      await writeRetention(pool, body);
      return retentionNow();
    },
  };

  async function retentionNow() {
    const { tables, ...sizes } = await readSizes(pool);
    return {
      settings: await readRetention(pool),
      sizes: { ...sizes, tables: [...tables] },
      place: files.place,
    };
  }
}

const operator = (row: OperatorRow): Static<typeof Operator> => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  language: row.language,
  timeZone: row.time_zone,
  pendingAfterSeconds: row.pending_after,
  demo: row.demo,
});
