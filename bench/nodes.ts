import { startNats } from '../test/cluster/nats.ts';
import type { Product, ProductHome } from './targets.ts';

/** Several of our processes on one database and one NATS. */
export interface Nodes {
  readonly all: readonly Product[];
  stop(): Promise<void>;
}

/** The process that has had the database alone must have ended before. Needs nats-server. */
export async function startNodes(home: ProductHome, names: readonly string[]): Promise<Nodes> {
  const nats = await startNats();
  const all: Product[] = [];
  for (const name of names)
    all.push(await home.start({ NATS_URL: nats.url, VOLTYARD_NODE: name, VOLTYARD_DRAIN: '1' }));
  return {
    all,
    async stop() {
      await Promise.all(all.map((node) => node.stop()));
      await nats.stop();
    },
  };
}
