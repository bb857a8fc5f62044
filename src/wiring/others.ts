import type { NodeBus } from '../cluster/bus.ts';
import type { Auth } from '../http/auth.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { isFailure } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, minute, second } from '../lib/time.ts';
import type { Stations } from '../stations/stations.ts';
import type { StationStore } from '../storage/station-store.ts';
import type { Demo } from './demo.ts';

export interface OthersOptions {
  readonly stations: Stations;
  readonly store: StationStore;
  readonly bus: NodeBus;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly clock: Clock;
}

const atOnce = 200;

/** What one node does for all: it tidies after those that are gone, and looks after commands of stations that nobody holds. */
export function watchOthers({ stations, store, bus, jobs, log, clock }: OthersOptions): void {
  jobs.every('lost-nodes', 2 * second, ({ signal }) => stations.tidyAfterOthers(signal));
  // A holder watches its own stations' deadlines; those here have been due for a while, so nobody does.
  jobs.every('overdue-commands', 5 * second, async () => {
    const due = await store.overdue(clock.now() - 3 * second, atOnce);
    await Promise.all(
      due.map((key) =>
        bus.ask(key, { kind: 'tend' }).catch((error: unknown) => {
          const known = isFailure(error);
          log[known ? 'debug' : 'error']({ err: error, station: key }, 'Overdue commands could not be ended');
        }),
      ),
    );
  });
}

/** Who is signed in is remembered by every node for a second: what is forgotten on one is forgotten on all at once. */
export function shareForgetting(auth: Auth, bus: NodeBus): Auth {
  const { callers } = auth;
  bus.onTold(({ kind }) => {
    if (kind === 'callers') callers.forget();
  });
  return { ...auth, callers: { ...callers, forget: () => bus.tell({ kind: 'callers' }) } };
}

/** The simulated stations live on one node: the same ones on two would push each other out. */
export function resumeOnOne(jobs: Jobs, demo: Demo): void {
  jobs.every('demo', minute, async ({ signal }) => {
    await demo.resume();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await demo.stop();
  });
}
