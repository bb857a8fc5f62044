import type { Log } from '../lib/log.ts';
import { createLocalBus, type LocalBus } from './engines/local.ts';

export type { LocalBus };

/** The bus between nodes. One process has its own; what a question and an event may hold is plain data, so that they can travel. */
export const createBus = (options: { readonly log: Log }): LocalBus => createLocalBus(options);
