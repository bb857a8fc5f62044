import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Language, line, maybe, oneOf, page, pageQuery, Time, Uuid } from '../../http/schema.ts';

export const jobKinds = ['import', 'move', 'model', 'places'] as const;
export const jobStates = ['planned', 'running', 'done', 'ended'] as const;
export const rowActions = ['create', 'change', 'none', 'refuse'] as const;
export const rowStates = ['waiting', 'running', 'done', 'failed'] as const;

const Counts = Type.Object({
  rows: Type.Integer(),
  create: Type.Integer(),
  change: Type.Integer(),
  none: Type.Integer(),
  refuse: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
});

export const StationJob = Type.Object({
  id: Uuid,
  kind: oneOf(jobKinds),
  title: Type.String(),
  state: oneOf(jobStates),
  createdAt: Time,
  startedAt: maybe(Time),
  endedAt: maybe(Time),
  counts: Counts,
  /** Passwords of the stations it made wait to be fetched: once. */
  credentials: Type.Boolean(),
});
export type StationJob = Static<typeof StationJob>;

const Value = Type.Union([Type.String(), Type.Number(), Type.Null()]);

export const JobRow = Type.Object({
  row: Type.Integer({ description: 'as in the file: the first row below the headers is 2' }),
  label: Type.String(),
  stationId: maybe(Type.Integer()),
  action: oneOf(rowActions),
  state: oneOf(rowStates),
  says: Type.Array(Type.Object({ field: Type.String(), from: maybe(Value), to: Value })),
  problems: Type.Array(Type.Object({ field: Type.String(), detail: Type.String() })),
  notes: Type.Array(Type.String()),
  detail: maybe(Type.String({ description: 'why it failed' })),
});

const params = Type.Object({ jobId: Uuid });

export const stationJobsContract = {
  list: {
    method: 'GET',
    url: '/station-jobs',
    right: 'stations.change',
    tag: 'Stations',
    summary: 'Work on many stations at once, the newest first',
    query: Type.Object(pageQuery),
    reply: page(StationJob),
  },
  get: {
    method: 'GET',
    url: '/station-jobs/:jobId',
    right: 'stations.change',
    tag: 'Stations',
    summary: 'How far it is',
    params,
    reply: StationJob,
  },
  rows: {
    method: 'GET',
    url: '/station-jobs/:jobId/rows',
    right: 'stations.change',
    tag: 'Stations',
    summary: 'What is planned for each row, and what became of it',
    params,
    query: Type.Object({ ...pageQuery, action: maybe(oneOf(rowActions)), failed: maybe(Type.Boolean()) }),
    reply: page(JobRow),
  },
  plan: {
    method: 'POST',
    url: '/station-imports',
    right: 'stations.onboard',
    tag: 'Stations',
    summary:
      'A table of stations (CSV or XLSX): says of each row what would be created, changed or refused, and changes nothing',
    query: Type.Object({ fileName: line(200) }),
    consumes: 'application/octet-stream',
    reply: Type.Object({
      jobId: Uuid,
      leftOut: Type.Array(Type.String(), { description: 'headers that mean nothing here' }),
    }),
  },
  begin: {
    method: 'POST',
    url: '/station-jobs/:jobId/begin',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Do what was planned; rows that are refused are left out',
    params,
  },
  end: {
    method: 'POST',
    url: '/station-jobs/:jobId/end',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Leave the rest undone',
    params,
  },
  credentials: {
    method: 'POST',
    url: '/station-jobs/:jobId/credentials',
    right: 'stations.onboard',
    tag: 'Stations',
    summary: 'Addresses and passwords of the stations it made, as CSV: given out once',
    params,
    produces: 'text/csv; charset=utf-8',
  },
  results: {
    method: 'GET',
    url: '/station-jobs/:jobId/results.csv',
    right: 'stations.change',
    tag: 'Stations',
    summary: 'What became of each row, as CSV',
    params,
    produces: 'text/csv; charset=utf-8',
  },
  template: {
    method: 'GET',
    url: '/station-imports/template.csv',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'The headers of the table, with one row as an example',
    query: Type.Object({ language: maybe(Language) }),
    produces: 'text/csv; charset=utf-8',
  },
  exported: {
    method: 'GET',
    url: '/station-imports/stations.csv',
    right: 'stations.see',
    tag: 'Stations',
    summary: 'Master data of all stations in the form of the import',
    query: Type.Object({
      language: maybe(Language),
      locationId: maybe(Type.Integer({ minimum: 1, maximum: 2147483647 })),
    }),
    produces: 'text/csv; charset=utf-8',
  },
} as const satisfies Contract;
