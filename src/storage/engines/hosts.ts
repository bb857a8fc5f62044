import pg from 'pg';

/** One URL per host; more than one stand with commas between them, as libpq has it: `postgres://u:p@a:5432,b:5433/db`. */
export function urlsOfHosts(url: string): readonly string[] {
  const found = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/.exec(url);
  if (found === null) return [url];
  const [, before, hosts, after] = found;
  return hosts!.split(',').map((host) => `${before}${host.trim()}${after}`);
}

/** A standby that was not promoted, or a former primary: another host has to be tried. */
class ReadOnly extends Error {
  readonly code = '25006';
}

/**
 * A client for whichever of the hosts takes writes (robustness F-02; libpq's target_session_attrs=read-write, which this driver lacks).
 * A connection that cannot be made, or is made to a standby, fails, and the next one tries the next host: everybody who connects here
 * tries again anyway. All clients of one list share what was found out.
 */
export function readWriteClient(urls: readonly string[]): typeof pg.Client {
  let current = 0;
  return class extends pg.Client {
    readonly #index: number;

    constructor(config?: string | pg.ClientConfig) {
      super({ ...(config as pg.ClientConfig), connectionString: urls[current]! });
      this.#index = current;
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
      try {
        await super.connect();
        const { rows } = await super.query('SHOW transaction_read_only');
        if (rows[0].transaction_read_only === 'on') {
          super.end().catch(() => undefined);
          throw new ReadOnly(`${this.host} takes no writes: it is a standby.`);
        }
        return this;
      } catch (error) {
        // Whoever found out first moves all on.
        if (current === this.#index) current = (current + 1) % urls.length;
        throw error;
      }
    }
  } as typeof pg.Client;
}
