import pg from 'pg';

/** One URL per host; more than one stand with commas between them, as libpq has it: `postgres://u:p@a:5432,b:5433/db`. */
export function urlsOfHosts(url: string): readonly string[] {
  const found = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/.exec(url);
  if (found === null) return [url];
  const [, before, hosts, after] = found;
  return hosts!.split(',').map((host) => `${before}${host.trim()}${after}`);
}

/** A host that answers and must not be used: another one has to be tried. */
class NotPrimary extends Error {
  readonly code = '25006';
}

/** So long a host may take to let us in: one that has no power answers nothing at all. */
const patienceMs = 3_000;

/** Which primary this is: one more with each promotion, so that the newest is known from a former one that came back. */
const timelineQuery =
  "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer AS timeline";

export interface Hosts {
  /** Connects to whichever of the hosts takes writes. */
  readonly Client: typeof pg.Client;
  /** Asks all of them which is the newest primary: for a program that has just started and knows of no failover. */
  survey(): Promise<void>;
}

/**
 * Clients of one list of hosts (robustness F-02; libpq's target_session_attrs=read-write, which this driver lacks). A connection that
 * cannot be made, or is made to a standby, fails, and the next one tries the next host: everybody who connects here tries again anyway. All
 * share what was found out: when one of them meets a newer primary, those of the former one are ended at once, however silent it
 * is, and nobody goes back to it.
 */
export function createHosts(urls: readonly string[]): Hosts {
  let current = 0;
  let newest = 0;
  const open = new Map<pg.Client, number>();

  /** Rejects where nothing can be written. */
  const timelineOf = async (host: string, query: (text: string) => Promise<pg.QueryResult>): Promise<number> => {
    const { rows } = await query('SHOW transaction_read_only');
    if (rows[0].transaction_read_only === 'on') throw new NotPrimary(`${host} takes no writes: it is a standby.`);
    // Servers that only speak PostgreSQL's language need not know it.
    return query(timelineQuery).then(
      (result) => result.rows[0].timeline as number,
      () => newest,
    );
  };

  const met = (client: pg.Client, timeline: number): void => {
    if (timeline < newest)
      throw new NotPrimary(`${client.host} was the primary before a failover: it is not any more.`);
    open.set(client, timeline);
    if (timeline === newest) return;
    newest = timeline;
    for (const [other, of] of open) if (of < newest) cut(other);
  };

  class Client extends pg.Client {
    readonly #index: number;

    constructor(config?: string | pg.ClientConfig) {
      super({ ...(config as pg.ClientConfig), connectionTimeoutMillis: patienceMs, connectionString: urls[current]! });
      this.#index = current;
      this.once('end', () => open.delete(this));
    }

    override connect(): Promise<pg.Client>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
      const connected = this.#connect();
      if (callback === undefined) return connected;
      connected.then(
        () => callback(undefined as unknown as Error),
        (error: Error) => callback(error),
      );
      return undefined;
    }

    async #connect(): Promise<pg.Client> {
      // It may fall silent after it has let us in.
      const late = setTimeout(() => cut(this), 2 * patienceMs);
      try {
        await super.connect();
        met(this, await timelineOf(this.host, (text) => super.query(text)));
        return this;
      } catch (error) {
        this.on('error', () => {});
        cut(this);
        // Whoever found out first moves all on.
        if (current === this.#index) current = (current + 1) % urls.length;
        throw error;
      } finally {
        clearTimeout(late);
      }
    }
  }

  return {
    Client: Client as typeof pg.Client,
    async survey() {
      const found = await Promise.all(
        urls.map(async (url) => {
          const client = new pg.Client({
            connectionString: url,
            connectionTimeoutMillis: patienceMs,
            query_timeout: patienceMs,
          });
          client.on('error', () => {});
          try {
            await client.connect();
            return await timelineOf(client.host, (text) => client.query(text));
          } catch {
            return -1;
          } finally {
            cut(client);
          }
        }),
      );
      const best = Math.max(...found);
      if (best < 0) return;
      newest = Math.max(newest, best);
      current = found.indexOf(best);
    },
  };
}

/** Not a polite goodbye: the server may not be listening any more. */
export function cut(client: pg.Client): void {
  (client as unknown as { connection?: { stream?: { destroy(): void } } }).connection?.stream?.destroy();
}
