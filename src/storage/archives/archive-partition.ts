import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import type pg from 'pg';
import type { Protocol } from '../../domain/ports.ts';
import type { NewId } from '../../lib/ids.ts';
import { type Clock, type Instant, iso } from '../../lib/time.ts';
import type { Exchange } from '../exchanges.ts';
import { type FileStore, newFileKey } from '../files/file-store.ts';
import { type FrameRow, frameColumns, framesOf } from '../frame-store.ts';
import { type Block, blockOf, type FreshBlock } from './block.ts';

export interface ArchiveOptions {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly signal: AbortSignal;
  /** Frames and characters of one block: what one look into an archive reads at least. */
  readonly blockFrames?: number;
  readonly blockText?: number;
  /** A file is closed past this size, bytes. */
  readonly fileBytes?: number;
}

export interface PartitionOfFrames {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

interface Place {
  readonly stationId: number;
  readonly receivedAt: string;
  readonly id: string;
}

const compress = promisify(gzip);
const start: Place = { stationId: 0, receivedAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Copies every frame of a partition into archives, a file or more for each operator, reads each file back and compares before its rows say
 * that it is there. What an earlier, interrupted copy of this partition left is thrown away first. Gives the number of frames.
 */
export async function archivePartition(options: ArchiveOptions, partition: PartitionOfFrames): Promise<number> {
  const { pool } = options;
  await forgetCopy(options, partition.name);
  let frames = 0;
  for (let operatorId = 0; ; ) {
    const { rows } = await pool.query<{ id: number | null }>(
      `SELECT min(operator_id) AS id FROM ${quoted(partition.name)} WHERE operator_id > $1`,
      [operatorId],
    );
    if (rows[0]?.id == null) return frames;
    operatorId = rows[0].id;
    for (let after: Place | undefined = start; after !== undefined; ) {
      const made = await writeArchive(options, partition, operatorId, after);
      frames += made.frames;
      after = made.next;
    }
  }
}

/** Takes back a copy whose partition is still there. */
export async function forgetCopy(
  { pool, files }: Pick<ArchiveOptions, 'pool' | 'files'>,
  partition: string,
): Promise<void> {
  const { rows } = await pool.query<{ operator_id: number; id: string; file_key: string }>(
    "SELECT operator_id, id, file_key FROM frame_archives WHERE partition = $1 AND state <> 'only'",
    [partition],
  );
  for (const { operator_id, id, file_key } of rows) {
    // The row goes first: a file that no row names is only lost room, a row without its file is a page that fails.
    await pool.query('DELETE FROM frame_archives WHERE operator_id = $1 AND id = $2', [operator_id, id]);
    await files.remove(file_key);
  }
}

async function writeArchive(
  options: ArchiveOptions,
  partition: PartitionOfFrames,
  operatorId: number,
  after: Place,
): Promise<{ frames: number; next: Place | undefined }> {
  const { pool, files, clock, newId, signal } = options;
  const id = newId(clock.now());
  const key = newFileKey('frames', 'ndjson.gz');
  await pool.query(
    `INSERT INTO frame_archives (operator_id, id, state, partition, from_at, until_at, file_key, made_at)
     VALUES ($1, $2, 'writing', $3, $4, $5, $6, $7)`,
    [operatorId, id, partition.name, iso(partition.from), iso(partition.until), key, iso(clock.now())],
  );
  const blocks: (Omit<FreshBlock, 'text'> & Pick<Block, 'start' | 'bytes'>)[] = [];
  let next: Place | undefined;
  async function* content(): AsyncGenerator<Buffer> {
    let written = 0;
    for await (const { block, place } of blocksOf(options, partition, operatorId, after)) {
      signal.throwIfAborted();
      // A gzip file may have several members: the whole is read by any tool, and each by itself by us.
      const bytes = await compress(block.text, { level: 6 });
      const { text: _, ...rest } = block;
      blocks.push({ ...rest, start: written, bytes: bytes.length });
      written += bytes.length;
      yield bytes;
      if (written >= (options.fileBytes ?? 512 * 1024 * 1024)) {
        next = place;
        return;
      }
    }
  }
  const stored = await files.put(key, content(), { signal });
  const frames = blocks.reduce((sum, block) => sum + block.frames, 0);
  await verify(files, stored, frames);
  await remember(pool, operatorId, id, { ...stored, frames }, blocks);
  return { frames, next };
}

/** The frames of one operator in blocks, by station and time. */
async function* blocksOf(
  { pool, blockFrames = 2_000, blockText = 1_000_000 }: ArchiveOptions,
  partition: PartitionOfFrames,
  operatorId: number,
  after: Place,
): AsyncGenerator<{ block: FreshBlock; place: Place }> {
  let place = after;
  let waiting: Exchange[] = [];
  let size = 0;
  let stationId = 0;
  let reached = after;
  const full = () => ({ block: blockOf({ operatorId, stationId }, waiting), place: reached });
  for (;;) {
    const { rows } = await pool.query<FrameRow & { station_id: number; protocol: Protocol | null }>(
      `SELECT f.station_id, ${frameColumns}, (SELECT n.protocol FROM connections n WHERE n.operator_id = f.operator_id
         AND n.station_id = f.station_id AND n.id = f.connection_id) AS protocol
       FROM ${quoted(partition.name)} f WHERE f.operator_id = $1 AND (f.station_id, f.received_at, f.id) > ($2, $3::timestamptz, $4::uuid)
       ORDER BY f.station_id, f.received_at, f.id LIMIT 1000`,
      [operatorId, place.stationId, place.receivedAt, place.id],
    );
    const frames = await framesOf(pool, rows);
    for (const [index, row] of rows.entries()) {
      const frame = frames[index]!;
      if (waiting.length > 0 && (row.station_id !== stationId || waiting.length >= blockFrames || size >= blockText)) {
        yield full();
        waiting = [];
        size = 0;
      }
      stationId = row.station_id;
      waiting.push(row.protocol === null ? frame : { ...frame, protocol: row.protocol });
      size += frame.call.length + (frame.answer?.length ?? 0);
      reached = { stationId, receivedAt: iso(frame.receivedAt), id: frame.id };
    }
    if (rows.length === 0) break;
    place = reached;
  }
  if (waiting.length > 0) yield full();
}

/** What is in the file store now is what was sent there, and holds as many frames. */
async function verify(
  files: FileStore,
  { key, sha256 }: { readonly key: string; readonly sha256: string },
  frames: number,
): Promise<void> {
  const hash = createHash('sha256');
  let lines = 0;
  const expanded = createGunzip();
  const reading = (async () => {
    for await (const piece of await files.read(key)) {
      hash.update(piece);
      if (!expanded.write(piece)) await new Promise((done) => expanded.once('drain', done));
    }
    expanded.end();
  })();
  reading.catch((error) => expanded.destroy(error));
  for await (const piece of expanded as AsyncIterable<Buffer>) for (const byte of piece) if (byte === 10) lines++;
  await reading;
  if (hash.digest('hex') !== sha256 || lines !== frames)
    throw new Error(`The archive ${key} in ${files.place} is not what was written (${lines} of ${frames} frames).`);
}

async function remember(
  pool: pg.Pool,
  operatorId: number,
  id: string,
  { size, sha256, frames }: { size: number; sha256: string; frames: number },
  blocks: readonly (Omit<FreshBlock, 'text'> & Pick<Block, 'start' | 'bytes'>)[],
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (let at = 0; at < blocks.length; at += 500) {
      const rows = blocks.slice(at, at + 500).map((block) => ({
        station_id: block.stationId,
        start_byte: block.start,
        bytes: block.bytes,
        frames: block.frames,
        first_at: iso(block.first.receivedAt),
        first_id: block.first.id,
        last_at: iso(block.last.receivedAt),
        last_id: block.last.id,
        actions: block.actions,
        worst: block.worst,
        faulty: block.faulty,
      }));
      await client.query(
        `INSERT INTO frame_blocks (operator_id, archive_id, station_id, start_byte, bytes, frames, first_at, first_id, last_at, last_id, actions, worst, faulty)
         SELECT $1, $2, r.* FROM json_to_recordset($3) AS r (station_id integer, start_byte bigint, bytes integer, frames integer,
           first_at timestamptz, first_id uuid, last_at timestamptz, last_id uuid, actions jsonb, worst smallint, faulty boolean)`,
        [operatorId, id, JSON.stringify(rows)],
      );
    }
    await client.query(
      "UPDATE frame_archives SET state = 'whole', bytes = $3, sha256 = $4, frames = $5 WHERE operator_id = $1 AND id = $2",
      [operatorId, id, size, sha256, frames],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
