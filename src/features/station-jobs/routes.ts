import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type pg from 'pg';
import type { Static } from 'typebox';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { finding } from '../../storage/finding.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { JobRow, StationJob, stationJobsContract } from './contract.ts';
import { csvLine } from './csv.ts';
import { readKnown } from './known-store.ts';
import { passwordOf } from './passwords.ts';
import { planRow } from './rules.ts';
import * as store from './store.ts';
import { evseIdsIn, exportOf, readTable, templateOf } from './tables.ts';

export interface StationJobsDeps extends AuditDeps {
  readonly pool: pg.Pool;
  /** What is typed into a station of this operator, by its identity. */
  readonly addressOf: (operatorId: number) => Promise<(identity: string) => string>;
}

const asFile = (name: string) => ({
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'no-store',
});

export function stationJobsRoutes(deps: StationJobsDeps): Handlers<typeof stationJobsContract> {
  const { pool, clock, newId, addressOf } = deps;

  const found = async (client: pg.ClientBase, { operatorId }: Caller, id: string): Promise<store.JobRecord> => {
    const job = await store.readJob(client, operatorId, id);
    if (job === undefined) throw new Failure('thing.unknown', 'There is no such job here.');
    return job;
  };

  const move = (
    caller: Caller,
    jobId: string,
    from: readonly store.JobRecord['state'][],
    to: 'running' | 'ended',
    says: string,
  ) =>
    asOperator(pool, caller, async (client) => {
      const job = await found(client, caller, jobId);
      if (!(await store.moveJob(client, caller.operatorId, jobId, from, to, clock.now())))
        throw new Failure('state.conflict', says);
      await audit(client, deps, caller, to === 'running' ? 'stationJob.begun' : 'stationJob.ended', {
        job: jobId,
        kind: job.kind,
        title: job.title,
        create: job.creating,
        change: job.changing,
      });
      return undefined;
    });

  return {
    list: async ({ caller, query: { after, limit = 50 } }) => {
      const before = after === undefined ? undefined : (readCursor(after, 'string', 'uuid') as [string, string]);
      const rows = await asOperator(pool, caller, (client) =>
        store.listJobs(client, caller.operatorId, before, limit + 1),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map(jobOf),
        next: last && writeCursor(last.created_at.toISOString(), last.id),
      });
    },

    get: ({ caller, params: { jobId } }) =>
      asOperator(pool, caller, async (client) => jobOf(await found(client, caller, jobId))),

    rows: async ({ caller, params: { jobId }, query: { after, limit = 100, action, failed } }) => {
      const from = after === undefined ? undefined : readCursor(after, 'integer')[0];
      const rows = await asOperator(pool, caller, async (client) => {
        await found(client, caller, jobId);
        return store.readJobRows(client, caller.operatorId, jobId, { action, failed, after: from, limit: limit + 1 });
      });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({ items: rows.slice(0, limit).map(rowOf), next: last && writeCursor(last.row) });
    },

    plan: async ({ caller, query: { fileName }, body }) => {
      const table = await readTable(body);
      const names = {
        identities: table.rows.flatMap(({ cells }) => cells.identity ?? []),
        locations: [...new Set(table.rows.flatMap(({ cells }) => cells.location?.toLowerCase() ?? []))],
        evseIds: evseIdsIn(table),
      };
      const known = await finding(pool, (client) =>
        asOperator(pool, caller, (own) => readKnown(client, own, caller, names)),
      );
      const seen = new Map<string, number>();
      const plans = table.rows.map(({ row, cells }) => ({ row, ...planRow(cells, known, seen, row) }));
      const jobId = newId(clock.now());
      await asOperator(
        pool,
        caller,
        async (client) => {
          await store.insertJob(
            client,
            {
              operatorId: caller.operatorId,
              id: jobId,
              kind: 'import',
              title: fileName,
              state: 'planned',
              userId: caller.userId,
              entities: caller.entities,
              seed: plans.some(({ action }) => action === 'create') ? randomBytes(32).toString('base64url') : undefined,
              at: clock.now(),
            },
            plans,
          );
          await audit(client, deps, caller, 'stationJob.planned', {
            job: jobId,
            kind: 'import',
            title: fileName,
            rows: plans.length,
            leftOut: table.unknown,
          });
        },
        60_000,
      );
      return { jobId, leftOut: [...table.unknown] };
    },

    begin: ({ caller, params: { jobId } }) =>
      move(caller, jobId, ['planned'], 'running', 'This job has been begun already, or is at its end.'),

    end: ({ caller, params: { jobId } }) =>
      move(caller, jobId, ['planned', 'running'], 'ended', 'This job is at its end already.'),

    credentials: async ({ caller, params: { jobId } }) => {
      const address = await addressOf(caller.operatorId);
      return asOperator(pool, caller, async (client) => {
        const job = await found(client, caller, jobId);
        if (job.state === 'planned' || job.state === 'running')
          throw new Failure('state.conflict', 'The passwords can be fetched when the job is at its end.');
        const seed = await store.takeSeed(client, caller.operatorId, jobId);
        if (seed === undefined)
          throw new Failure('thing.unknown', 'These passwords have been fetched already, or are older than a day.');
        const made = await store.readMade(client, caller.operatorId, jobId);
        await audit(client, deps, caller, 'stationJob.credentialsFetched', { job: jobId, stations: made.length });
        const lines = made.map(({ label }) => csvLine([label, address(label), label, passwordOf(seed, label)]));
        return {
          raw: `\uFEFF${csvLine(['Identity', 'URL', 'User', 'Password'])}${lines.join('')}`,
          headers: asFile('station-passwords.csv'),
        };
      });
    },

    results: async ({ caller, params: { jobId } }) => {
      const job = await asOperator(pool, caller, (client) => found(client, caller, jobId));
      const pages = async function* () {
        yield `\uFEFF${csvLine(['Row', 'Identity', 'Planned', 'State', 'Station', 'Why'])}`;
        for (let after = 0; ; ) {
          const from = after;
          const rows = await asOperator(pool, caller, (client) =>
            store.readJobRows(client, caller.operatorId, job.id, { after: from, limit: 1000 }),
          );
          if (rows.length > 0) yield rows.map(resultLine).join('');
          if (rows.length < 1000) return;
          after = rows.at(-1)!.row;
        }
      };
      return { raw: Readable.from(pages()), headers: asFile('import-results.csv') };
    },

    template: async ({ query: { language = 'en' } }) => ({
      raw: templateOf(language),
      headers: asFile('stations-template.csv'),
    }),

    exported: async ({ caller, query: { language = 'en', locationId } }) => ({
      raw: exportOf(pool, caller, language, locationId),
      headers: asFile('stations.csv'),
    }),
  };
}

const resultLine = (row: store.RowRecord): string =>
  csvLine([
    row.row,
    row.label,
    row.action,
    row.action === 'refuse' ? 'refused' : row.state,
    row.station_id ?? '',
    row.detail ?? row.plan.problems.map(({ detail }) => detail).join(' '),
  ]);

const jobOf = (row: store.JobRecord): Static<typeof StationJob> =>
  present({
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    counts: {
      rows: row.rows,
      create: row.creating,
      change: row.changing,
      none: row.nothing,
      refuse: row.refused,
      done: row.done,
      failed: row.failed,
    },
    credentials: row.seeded && row.state !== 'planned' && row.state !== 'running',
  });

const rowOf = (row: store.RowRecord): Static<typeof JobRow> =>
  present({
    row: row.row,
    label: row.label,
    stationId: row.station_id,
    action: row.action,
    state: row.state,
    says: [...row.plan.says],
    problems: [...row.plan.problems],
    notes: [...row.plan.notes],
    detail: row.detail,
  });
