import { Type } from 'typebox';
import { logKinds } from '../../domain/commands/firmware.ts';
import type { Contract } from '../../http/contract.ts';
import { belowStation, maybe, oneOf, page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';
import { fileStates } from './rules.ts';

const tag = 'Diagnosis';
const FileParams = belowStation({ fileId: Uuid });

/** One request for a log or diagnostics, and what came of it. */
export const StationFile = Type.Object({
  id: Uuid,
  log: oneOf(logKinds),
  from: maybe(Time),
  until: maybe(Time),
  way: oneOf(['http', 'ftp']),
  requestId: Type.Integer({ description: 'the number that the station repeats in its notifications' }),
  commandId: Uuid,
  askedAt: Time,
  askedBy: maybe(Type.String()),
  /** Until when the station may bring it. */
  expiresAt: Time,
  state: oneOf(fileStates),
  /** Why it ended so, in the station's word or ours, e.g. `UploadFailure`, `storage.full`. */
  reason: maybe(Type.String()),
  /** What the station said, in order. */
  steps: Type.Array(Type.Object({ status: Type.String(), at: Time })),
  file: maybe(
    Type.Object({
      name: Type.String({ description: 'as the station called it' }),
      size: Type.Integer({ description: 'bytes' }),
      sha256: Type.String(),
      receivedAt: Time,
      receivedFrom: maybe(Type.String()),
    }),
  ),
  removedAt: maybe(Time),
});

export const diagnosisContract = {
  listFiles: {
    method: 'GET',
    url: '/stations/:stationId/files',
    right: 'diagnosis.see',
    tag,
    summary: 'Logs and diagnostics asked of a station, the newest first',
    params: StationParams,
    query: Type.Object({ ...pageQuery }),
    reply: page(StationFile),
  },
  askFile: {
    method: 'POST',
    url: '/stations/:stationId/files',
    right: 'diagnosis.act',
    tag,
    summary: 'Ask for a log or diagnostics; the station brings it to an address made for this request alone',
    params: StationParams,
    body: Type.Object({
      log: oneOf(logKinds),
      from: maybe(Time),
      until: maybe(Time),
      way: maybe(oneOf(['http', 'ftp'], 'default http; ftp where the server has it switched on')),
      extended: maybe(
        Type.Boolean({ description: 'OCPP 1.6: ask by GetLog of the security extension instead of GetDiagnostics' }),
      ),
      retries: maybe(Type.Integer({ minimum: 0, maximum: 10, description: 'default 3' })),
      retryIntervalSeconds: maybe(Type.Integer({ minimum: 10, maximum: 3600, description: 'default 60' })),
    }),
    reply: StationFile,
  },
  readFile: {
    method: 'GET',
    url: '/stations/:stationId/files/:fileId',
    right: 'diagnosis.see',
    tag,
    summary: 'One request and what came of it',
    params: FileParams,
    reply: StationFile,
  },
  askFileAgain: {
    method: 'POST',
    url: '/stations/:stationId/files/:fileId/again',
    right: 'diagnosis.act',
    tag,
    summary: 'Ask once more for the same, at a new address',
    params: FileParams,
    reply: StationFile,
  },
  downloadFile: {
    method: 'GET',
    url: '/stations/:stationId/files/:fileId/content',
    right: 'diagnosis.act',
    tag,
    summary: 'The file as the station sent it, to be saved',
    params: FileParams,
    produces: 'application/octet-stream',
  },
  removeFile: {
    method: 'DELETE',
    url: '/stations/:stationId/files/:fileId',
    right: 'diagnosis.act',
    tag,
    summary: 'Delete the file, or take back its address; that it was asked for stays on record',
    params: FileParams,
  },
} as const satisfies Contract;
