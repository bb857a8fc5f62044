import type pg from 'pg';

type Query = (given: string | pg.QueryConfig, values?: unknown, done?: unknown) => Promise<pg.QueryResult>;

/** The plan of every statement over one of these tables that `work` makes, with the values it has, in the transaction it is in. */
export async function plansOf(pool: pg.Pool, tables: RegExp, work: () => Promise<void>): Promise<string[]> {
  const plans: string[] = [];
  const watched = new Map<pg.PoolClient, Query>();
  const watch = (client: pg.PoolClient): void => {
    if (watched.has(client)) return;
    const query = client.query.bind(client) as unknown as Query;
    watched.set(client, query);
    client.query = (async (given, values, done) => {
      const text = typeof given === 'string' ? given : given.text;
      if (done === undefined && tables.test(text) && /^\s*(SELECT|WITH)/.test(text)) {
        const filled = typeof given === 'string' ? (values as unknown[]) : given.values;
        const { rows } = await query({ text: `EXPLAIN ${text}`, ...(filled === undefined ? {} : { values: filled }) });
        plans.push(`${text}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
      }
      return query(given, values, done);
    }) as Query as never;
  };
  pool.on('acquire', watch);
  try {
    await work();
  } finally {
    pool.off('acquire', watch);
    for (const [client, query] of watched) client.query = query as never;
  }
  return plans;
}
