import pg from 'pg';
import type { EncodedBatch } from './batch.ts';
import { createTypes, selectTypes, statementFor } from './statement.ts';

export interface WriterConnectionOptions {
  readonly connection: pg.PoolConfig;
  /** Unique to this connection of this node, the same after a restart. At most 63 bytes. */
  readonly name: string;
  readonly timeoutMs: number;
  /** The number of this start of the program, under which it owns stations (fence_writes); 0: it owns none. */
  readonly run: () => number;
}

/** One of the writer's connections: opened when needed, given up at the first fault. */
export class WriterConnection {
  readonly #options: WriterConnectionOptions;
  #client: pg.Client | undefined;
  #run = 0;
  #types: readonly number[] = [];

  constructor(options: WriterConnectionOptions) {
    this.#options = options;
  }

  /** The row types' ids, connecting first where necessary. */
  async ready(): Promise<readonly number[]> {
    const run = this.#options.run();
    if (this.#client !== undefined && this.#run === run) return this.#types;
    this.drop();
    this.#run = run;
    const { Client = pg.Client } = this.#options.connection as { readonly Client?: typeof pg.Client };
    const client = new Client({
      ...this.#options.connection,
      application_name: this.#options.name,
      connectionTimeoutMillis: 5000,
      query_timeout: this.#options.timeoutMs,
      keepAlive: true,
    });
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    client.on('end', () => {
      if (this.#client === client) this.#client = undefined;
    });
    try {
      await client.connect();
      // A predecessor that lost us may still have a batch to execute; it must not come after the same batch's repetition.
      const former = await client.query<{ gone: boolean }>(
        'SELECT pg_terminate_backend(pid, 5000) AS gone FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()',
        [this.#options.name],
      );
      if (former.rows.some(({ gone }) => !gone)) throw new Error('A former connection of the writer is still there');
      this.#types = await prepareBatches(client, run);
      this.#client = client;
      return this.#types;
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
  }

  /** `fresh`: see `statementFor`. */
  async execute(batch: EncodedBatch, fresh: boolean): Promise<void> {
    if (this.#client === undefined) throw new Error('The connection to the database was lost');
    await executeBatch(this.#client, batch, fresh);
  }

  /** Gives the connection up; the next `ready` makes a new one. */
  drop(): void {
    const client = this.#client;
    this.#client = undefined;
    // Not a polite goodbye: the server may not be listening any more.
    (client as unknown as { connection?: { stream?: { destroy(): void } } } | undefined)?.connection?.stream?.destroy();
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }
}

/** Makes a session ready for batches; resolves with the ids of its row types. */
export async function prepareBatches(client: pg.ClientBase, run = 0): Promise<readonly number[]> {
  // Plans are made once, when the tables may still be empty: keys are always the way in.
  await client.query(
    `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET synchronous_commit = on; SET voltyard.run = ${run}; ${createTypes}`,
  );
  const { rows } = await client.query<{ types: number[] }>(selectTypes);
  return rows[0]!.types;
}

export async function executeBatch(client: pg.ClientBase, batch: EncodedBatch, fresh = false): Promise<void> {
  if (batch.mask === 0) return;
  const { name, text } = statementFor(batch.mask, fresh);
  await client.query({ name, text, values: batch.parameters as Buffer[] });
}
