import type pg from 'pg';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { checkTimeZone } from '../time-zones.ts';
import type { Contact, contactsContract } from './contract.ts';
import * as store from './store.ts';

export interface ContactsDeps extends AuditDeps {
  readonly pool: pg.Pool;
}

const mostFound = 50;

export function contactsRoutes(deps: ContactsDeps): Handlers<typeof contactsContract> {
  const { pool, clock } = deps;
  return {
    list: async ({ caller, query: { after, limit = 50, kind, active = true } }) => {
      const from = after === undefined ? undefined : readCursor(after, 'string', 'integer');
      const rows = await asOperator(pool, caller, (client) =>
        store.listContacts(client, caller.operatorId, { active, kind, after: from, limit: limit + 1 }),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map(shown),
        next: last && writeCursor(store.sortedName(last.name), last.id),
      });
    },

    find: async ({ caller, body: { text } }) => {
      const ids = await store.findContacts(pool, caller, text.trim(), mostFound);
      const rows = await asOperator(pool, caller, (client) => store.contactsOf(client, caller.operatorId, ids));
      return { items: rows.map(shown) };
    },

    get: ({ caller, params: { contactId } }) =>
      asOperator(pool, caller, async (client) => {
        const row = found(await store.readContact(client, caller.operatorId, contactId));
        const stations = await store.stationsOf(client, caller.operatorId, contactId);
        return present({ ...shown(row), note: row.note, stations });
      }),

    create: ({ caller, body }) => {
      const row = valuesFrom(caller, body, { ...empty, entity_id: caller.entities?.[0] ?? null });
      return asOperator(pool, caller, async (client) => {
        await checkEntity(client, caller.operatorId, row.entity_id);
        const made = await store.insertContact(client, caller.operatorId, row, iso(clock.now()));
        await audit(client, deps, caller, 'contact.created', { id: made.id, contact: recorded(made) });
        return shown(made);
      });
    },

    change: ({ caller, params: { contactId }, body }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readContact(client, caller.operatorId, contactId, true));
        const row = valuesFrom(caller, body, before);
        await checkEntity(client, caller.operatorId, row.entity_id);
        const after = await store.changeContact(client, caller.operatorId, contactId, row);
        await audit(client, deps, caller, 'contact.changed', {
          id: contactId,
          contact: recorded(after),
          before: { contact: recorded(before) },
        });
        return shown(after);
      }),

    remove: ({ caller, params: { contactId } }) =>
      asOperator(pool, caller, async (client) => {
        const before = found(await store.readContact(client, caller.operatorId, contactId, true));
        if (await store.usedByStations(pool, caller.operatorId, contactId)) throw inUse();
        await store.removeContact(client, caller.operatorId, contactId);
        await audit(client, deps, caller, 'contact.removed', { id: contactId, contact: recorded(before) });
        return undefined;
      }).catch((error: unknown) => {
        // Something else refers to it: a ticket, a rule.
        throw (error as { code?: string }).code === '23503' ? inUse() : error;
      }),
  };
}

const inUse = () => new Failure('state.conflict', 'The contact is in use: deactivate it instead.');

const empty: store.ContactValues = {
  kind: 'other',
  name: '',
  company: null,
  email: null,
  phone: null,
  language: null,
  time_zone: null,
  note: null,
  entity_id: null,
  active: true,
};

interface Given {
  readonly kind?: Contact['kind'];
  readonly name?: string;
  readonly company?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly language?: 'en' | 'de' | null;
  readonly timeZone?: string | null;
  readonly note?: string | null;
  readonly entityId?: number | null;
  readonly active?: boolean;
}

function valuesFrom(caller: Caller, given: Given, before: store.ContactValues): store.ContactValues {
  const or = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  checkTimeZone(given.timeZone ?? undefined);
  const entityId = or(given.entityId, before.entity_id);
  if (caller.entities !== undefined && (entityId === null || !caller.entities.includes(entityId)))
    throw new Failure('value.refused', 'It must belong to one of your entities.', {
      fields: { entityId: 'must be one of yours' },
    });
  return {
    kind: or(given.kind, before.kind),
    name: or(given.name, before.name).trim(),
    company: or(given.company, before.company),
    email: or(given.email, before.email),
    phone: or(given.phone, before.phone),
    language: or(given.language, before.language),
    time_zone: or(given.timeZone, before.time_zone),
    note: or(given.note, before.note),
    entity_id: entityId,
    active: or(given.active, before.active),
  };
}

async function checkEntity(client: pg.ClientBase, operatorId: number, entityId: number | null): Promise<void> {
  if (entityId === null) return;
  const { rowCount } = await client.query('SELECT 1 FROM entities WHERE operator_id = $1 AND id = $2', [
    operatorId,
    entityId,
  ]);
  if (rowCount === 0)
    throw new Failure('value.refused', 'There is no such entity.', { fields: { entityId: 'there is no such entity' } });
}

function found(row: store.ContactRow | undefined): store.ContactRow {
  if (row === undefined) throw new Failure('thing.unknown', 'There is no such contact.');
  return row;
}

const shown = (row: store.ContactRow): Contact =>
  present({
    id: row.id,
    kind: row.kind,
    name: row.name,
    company: row.company,
    email: row.email,
    phone: row.phone,
    language: row.language,
    timeZone: row.time_zone,
    entityId: row.entity_id,
    active: row.active,
    createdAt: row.created_at.toISOString(),
  });
const recorded = (row: store.ContactRow) => present({ ...shown(row), note: row.note, createdAt: undefined });
