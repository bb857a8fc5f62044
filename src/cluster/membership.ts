import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../lib/log.ts';
import type { Clock } from '../lib/time.ts';
import type { NodeStore } from '../storage/nodes.ts';

export interface MembershipOptions {
  readonly nodes: NodeStore;
  readonly self: { readonly name: string; readonly roles: readonly string[]; readonly schema: string };
  readonly clock: Clock;
  readonly log: Log;
  /** A node without a sign of life for so long is gone, ms. */
  readonly leaseMs: number;
  /** The others have declared this node gone; it has a new number from now on. Everything it held is lost. */
  readonly onLost: () => void;
}

export interface Membership {
  /** The number of this start of the program, or of its newest return. */
  readonly run: number;
  /** How many nodes live, this one among them, as last seen. */
  readonly size: number;
  /** Ends this run in good order. */
  leave(): Promise<void>;
}

interface Sighting {
  readonly seen: string;
  readonly since: number;
}

/**
 * Signs of life in the database from here on, and an eye on those of the others. Whether one is gone is judged by our own clock alone: its sign has not
 * changed for as long as a lease lasts, all through which we could write our own. So nobody is buried while the database itself is away.
 */
export async function joinCluster(options: MembershipOptions): Promise<Membership> {
  const { nodes, self, clock, log, leaseMs, onLost } = options;
  const everyMs = leaseMs / 5;
  await endNamesakes(options, everyMs);
  let run = await nodes.register(self);
  let size = 1;
  let sightings = new Map<number, Sighting>();
  let lookedAt = clock.monotonic();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let beating: Promise<void> = Promise.resolve();

  const beat = async (): Promise<void> => {
    if (!(await nodes.beat(run))) {
      log.error({ run }, 'The other nodes took this one for gone: its stations come back, here or elsewhere');
      run = await nodes.register(self);
      onLost();
      return;
    }
    const living = await nodes.living();
    const now = clock.monotonic();
    // We have not looked for long (this machine was asleep, the database away): what they did meanwhile nobody knows.
    if (now - lookedAt > leaseMs / 2) sightings = new Map();
    lookedAt = now;
    size = living.length;
    const next = new Map<number, Sighting>();
    for (const node of living) {
      const before = sightings.get(node.run);
      next.set(node.run, before?.seen === node.seen ? before : { seen: node.seen, since: now });
    }
    sightings = next;
    for (const node of living) {
      if (node.run === run || now - sightings.get(node.run)!.since < leaseMs) continue;
      if (await nodes.end(node.run)) log.error({ node: node.name, run: node.run }, 'A node is gone');
    }
  };

  const loop = (): void => {
    beating = beat()
      .catch((error: unknown) => {
        // While we cannot see, nobody's silence counts.
        sightings = new Map();
        log.debug({ err: error }, 'No sign of life could be given');
      })
      .then(() => {
        if (!stopped) timer = setTimeout(loop, everyMs).unref();
      });
  };

  // From the first moment on: a start may take longer than a lease.
  loop();
  return {
    get run() {
      return run;
    },
    get size() {
      return size;
    },
    async leave() {
      stopped = true;
      clearTimeout(timer);
      await beating;
      await nodes.end(run).catch(() => undefined);
    },
  };
}

/** Who had this name before: a former run of this node, which did not end in good order, or a second node with the same name. */
async function endNamesakes({ nodes, self, log }: MembershipOptions, everyMs: number): Promise<void> {
  const namesakes = async () => (await nodes.living()).filter(({ name }) => name === self.name);
  const before = await namesakes();
  if (before.length === 0) return;
  log.warn({ node: self.name }, 'A node of this name did not end in good order: it is watched for a moment');
  await sleep(everyMs * 2.5);
  for (const { run, seen } of await namesakes()) {
    if (before.find((one) => one.run === run)?.seen !== seen)
      throw new Error(`Another node is called ${self.name}: give this one a name of its own with VOLTYARD_NODE.`);
    await nodes.end(run);
  }
}
