import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { Static } from 'typebox';
import type { LogKind } from '../../domain/commands/firmware.ts';
import type { Bus, StationKey } from '../../domain/ports.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { type Instant, minute } from '../../lib/time.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import type { FileStore } from '../../storage/files/file-store.ts';
import { requireStation } from '../../storage/require-station.ts';
import { attachment } from '../../transfer/names.ts';
import { newToken } from '../../transfer/token.ts';
import { askStation } from '../ask-station.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { diagnosisContract, StationFile } from './contract.ts';
import { addressLife, fileState, isOver } from './rules.ts';
import * as store from './store.ts';

export interface DiagnosisDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly files: FileStore;
  readonly transferUrls: TransferUrls;
}

/** Where a station brings or fetches what belongs to a token. */
export interface TransferUrls {
  /** Ends with a slash: OCPP 1.6 GetDiagnostics calls it a folder. `plain`: for a station that knows no TLS. */
  readonly http: (token: string, plain: boolean) => string;
  /** Undefined: FTP is switched off. */
  readonly ftp: (token: string) => string | undefined;
}

interface Wanted {
  readonly log: LogKind;
  readonly from?: string;
  readonly until?: string;
  readonly way?: 'http' | 'ftp';
  readonly extended?: boolean;
  readonly retries?: number;
  readonly retryIntervalSeconds?: number;
}

export function diagnosisRoutes(deps: DiagnosisDeps): Handlers<typeof diagnosisContract> {
  const { pool, bus, files, clock, newId, transferUrls } = deps;

  const read = (key: StationKey, fileId: string): Promise<store.FileRow> =>
    asOperator(pool, allOf(key.operatorId), async (client) => {
      const row = await store.readFile(client, key, fileId);
      if (row === undefined) throw new Failure('thing.unknown', 'This station has no such file.');
      return row;
    });

  const ask = async (caller: Caller, key: StationKey, wanted: Wanted) => {
    const { log, from, until, extended = false, way = 'http', retries = 3, retryIntervalSeconds = 60 } = wanted;
    if (from !== undefined && until !== undefined && Date.parse(from) >= Date.parse(until)) {
      throw new Failure('value.refused', 'The period must end after it begins.', {
        fields: { until: 'is not after the beginning' },
      });
    }
    const token = newToken(key.operatorId);
    const now = clock.now();
    const id = newId(now);
    const requestId = randomInt(1, 2 ** 31 - 1);
    const commandId = newId(now);
    const request = { id, log, from, until, way, requestId, commandId, tokenHash: token.hash };
    const url = await asOperator(pool, caller, async (client) => {
      const { plain } = await requireStation(client, key.operatorId, key.stationId);
      const address = transferUrls[way](token.text, plain);
      if (address === undefined) {
        throw new Failure('value.refused', 'FTP is switched off on this server: set VOLTYARD_FTP_PORT, or use HTTP.', {
          fields: { way: 'is switched off' },
        });
      }
      await store.insertRequest(client, key, {
        ...request,
        askedAt: now,
        askedBy: caller.userId,
        expiresAt: now + addressLife,
      });
      await audit(client, deps, caller, 'stationFile.asked', {
        station: key.stationId,
        file: id,
        log,
        from,
        until,
        way,
      });
      return address;
    });
    try {
      await askStation(bus, key, {
        kind: 'command',
        commandId,
        userId: caller.userId,
        whenOffline: 'refuse',
        timeoutMs: minute,
        command: {
          kind: 'readLog',
          requestId,
          log,
          url,
          retries,
          retryIntervalSeconds,
          ...(extended ? { extended } : {}),
          ...(from === undefined ? {} : { from: Date.parse(from) }),
          ...(until === undefined ? {} : { until: Date.parse(until) }),
        },
      });
    } catch (error) {
      await asOperator(pool, caller, (client) => store.deleteRequest(client, key.operatorId, id));
      throw error;
    }
    return shown(await read(key, id), clock.now());
  };

  return {
    listFiles: async ({ caller, params, query }) => {
      const key = keyOf(caller, params);
      const { after, limit = 50 } = query;
      const rows = await asOperator(pool, caller, async (client) => {
        await requireStation(client, key.operatorId, key.stationId);
        return store.listFiles(client, key, {
          after: after === undefined ? undefined : readCursor(after, 'string', 'uuid'),
          limit: limit + 1,
        });
      });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const now = clock.now();
      return present({
        items: rows.slice(0, limit).map((row) => shown(row, now)),
        next: last && writeCursor(last.asked_at.toISOString(), last.id),
      });
    },
    readFile: async ({ caller, params }) => shown(await read(keyOf(caller, params), params.fileId), clock.now()),
    askFile: ({ caller, params, body }) => ask(caller, keyOf(caller, params), body),
    askFileAgain: async ({ caller, params }) => {
      const key = keyOf(caller, params);
      const row = await read(key, params.fileId);
      if (!isOver(shown(row, clock.now()).state))
        throw new Failure('state.conflict', 'The station is still at it: wait for its end.');
      return ask(caller, key, {
        log: row.log,
        way: row.way,
        ...present({ from: row.from_at?.toISOString(), until: row.until_at?.toISOString() }),
      });
    },
    downloadFile: async ({ caller, params }) => {
      const row = await read(keyOf(caller, params), params.fileId);
      if (row.file_key === null)
        throw new Failure('thing.unknown', 'There is no file: it has not come, or was deleted.');
      return {
        raw: await files.read(row.file_key),
        headers: {
          // Whatever it is, it is saved and never run or drawn.
          'content-disposition': attachment(row.file_name ?? 'file'),
          'content-length': row.size ?? '0',
          'content-security-policy': "sandbox; default-src 'none'",
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        },
      };
    },
    removeFile: async ({ caller, params }) => {
      const key = keyOf(caller, params);
      const row = await read(key, params.fileId);
      await asOperator(pool, caller, async (client) => {
        await store.markRemoved(client, key.operatorId, row.id, clock.now());
        await audit(client, deps, caller, 'stationFile.removed', {
          station: key.stationId,
          file: row.id,
          ...present({ name: row.file_name, sha256: row.sha256 }),
        });
      });
      if (row.file_key !== null) await files.remove(row.file_key);
      return undefined;
    },
  };
}

const keyOf = ({ operatorId }: Caller, { stationId }: { stationId: number }): StationKey => ({ operatorId, stationId });

function shown(row: store.FileRow, now: Instant): Static<typeof StationFile> {
  const steps = (row.steps ?? []).map(({ status, at }) => ({ status, at: new Date(at).toISOString() }));
  const state = fileState(
    {
      received: row.file_key !== null,
      removed: row.removed_at !== null,
      expiresAt: row.expires_at.getTime(),
      command: row.command_state ?? undefined,
      empty: row.command_answer?.empty === true,
      status: steps.at(-1)?.status,
    },
    now,
  );
  const over = ['refused', 'failed', 'cancelled', 'timedOut', 'unknown'].includes(state);
  return present({
    id: row.id,
    log: row.log,
    from: row.from_at?.toISOString(),
    until: row.until_at?.toISOString(),
    way: row.way,
    requestId: row.request_id,
    commandId: row.command_id,
    askedAt: row.asked_at.toISOString(),
    askedBy: row.asked_by,
    expiresAt: row.expires_at.toISOString(),
    state,
    reason: state === 'received' ? undefined : (row.fault ?? (over ? row.command_reason : undefined)),
    steps,
    file:
      row.file_key === null
        ? undefined
        : present({
            name: row.file_name ?? '',
            size: Number(row.size),
            sha256: row.sha256 ?? '',
            receivedAt: row.received_at?.toISOString() ?? '',
            receivedFrom: row.received_from,
          }),
    removedAt: row.removed_at?.toISOString(),
  });
}
