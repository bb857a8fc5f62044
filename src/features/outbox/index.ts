import { slice } from '../../http/contract.ts';
import { outboxContract } from './contract.ts';
import { type OutboxPageDeps, outboxRoutes } from './routes.ts';

export type { OutboxPageDeps };
export const createOutbox = (deps: OutboxPageDeps) => slice('outbox', outboxContract, outboxRoutes(deps));
