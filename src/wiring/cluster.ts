import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { createBus, type NodeBus } from '../cluster/bus.ts';
import { connectNats, type NatsBus } from '../cluster/engines/nats.ts';
import { joinCluster } from '../cluster/membership.ts';
import type { Config } from '../config.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, second } from '../lib/time.ts';
import { createNodeStore } from '../storage/nodes.ts';
import { createOwnerStore, type OwnerStore } from '../storage/owners.ts';

export interface ClusterOptions {
  readonly config: Config;
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The newest migration this program knows. */
  readonly schema: string;
  /** The installation's secret: what must be equal on all its nodes and on no others comes from it. */
  readonly secret: Buffer;
}

/** This node among the others; alone, it is all of them. */
export interface Place {
  readonly bus: NodeBus;
  readonly owners: OwnerStore;
  /** The number of this start of the program, as the others know it. */
  readonly run: () => number;
  /** How many nodes live. */
  readonly size: () => number;
  /** For marks of credentials, equal on all nodes. */
  readonly markKey: Buffer;
  /** What to do when the others took us for gone: everything we held is theirs. */
  onLost(then: () => void): void;
  /** Gives up every station and ends this run in good order. */
  leave(): Promise<void>;
}

/** Takes this node's place: alone on its database, or beside others by NATS. Rejects with one sentence when that cannot be. */
export async function takePlace(options: ClusterOptions): Promise<Place> {
  const { config, pool, log, clock, newId, schema, secret } = options;
  const nodes = createNodeStore({ pool });
  const self = { name: config.node, roles: config.roles, schema };
  const from = (what: string): Buffer => createHmac('sha256', secret).update(what).digest();
  const markKey = from('marks of credentials');
  if (config.natsUrl === undefined) {
    const run = await nodes.register(self);
    // The database has one owner: whatever was there before is over.
    await nodes.endOthers(run);
    const owners = createOwnerStore({ pool, run: () => run, alone: true });
    return {
      bus: createBus({ log }),
      owners,
      run: () => run,
      size: () => 1,
      markKey,
      onLost: () => {},
      leave: async () => {
        await owners.releaseAll().catch(() => undefined);
        await nodes.end(run).catch(() => undefined);
      },
    };
  }

  let lost = (): void => {};
  let bus: NatsBus | undefined;
  const membership = await joinCluster({
    nodes,
    self,
    clock,
    log,
    leaseMs: config.leaseSeconds * second,
    onLost: () => {
      bus?.renamed();
      lost();
    },
  });
  const run = () => membership.run;
  const owners = createOwnerStore({ pool, run });
  const connected = await connectNats({
    servers: config.natsUrl,
    namespace: from('subjects').toString('hex', 0, 6),
    name: `voltyard ${config.node}`,
    run,
    ownerOf: owners.ownerOf,
    clock,
    newId,
    log,
  }).catch(async (cause: Error) => {
    await membership.leave();
    throw new Error(`The bus of NATS_URL cannot be used: ${cause.message}.`, { cause });
  });
  bus = connected;
  return {
    bus: connected,
    owners,
    run,
    size: () => membership.size,
    markKey,
    onLost(then) {
      lost = then;
    },
    async leave() {
      await owners.releaseAll().catch(() => undefined);
      await membership.leave();
      await connected.close();
    },
  };
}
