import type pg from 'pg';

/** A start of the program, as the others see it. */
export interface LivingNode {
  readonly run: number;
  readonly name: string;
  readonly roles: readonly string[];
  /** Changes with every sign of life; only to compare. */
  readonly seen: string;
}

export interface NodeStore {
  /** Notes this start and gives it its number. */
  register(node: {
    readonly name: string;
    readonly roles: readonly string[];
    readonly schema: string;
  }): Promise<number>;
  /** A sign of life; false: others have declared this run ended. */
  beat(run: number): Promise<boolean>;
  living(): Promise<readonly LivingNode[]>;
  /** True for the one caller that ended it. */
  end(run: number): Promise<boolean>;
  /** Where nobody else can be: every run but this one is over. */
  endOthers(run: number): Promise<void>;
}

export function createNodeStore({ pool }: { readonly pool: pg.Pool }): NodeStore {
  return {
    async register({ name, roles, schema }) {
      const { rows } = await pool.query<{ run: number }>(
        'INSERT INTO nodes (name, roles, schema) VALUES ($1, $2, $3) RETURNING run',
        [name, roles, schema],
      );
      return rows[0]!.run;
    },
    async beat(run) {
      const { rowCount } = await pool.query('UPDATE nodes SET seen_at = now() WHERE run = $1 AND ended_at IS NULL', [
        run,
      ]);
      return rowCount === 1;
    },
    async living() {
      const { rows } = await pool.query<LivingNode>(
        'SELECT run, name, roles, seen_at::text AS seen FROM nodes WHERE ended_at IS NULL ORDER BY run',
      );
      return rows;
    },
    async end(run) {
      const { rowCount } = await pool.query('UPDATE nodes SET ended_at = now() WHERE run = $1 AND ended_at IS NULL', [
        run,
      ]);
      return rowCount === 1;
    },
    async endOthers(run) {
      await pool.query('UPDATE nodes SET ended_at = now() WHERE run <> $1 AND ended_at IS NULL', [run]);
    },
  };
}
