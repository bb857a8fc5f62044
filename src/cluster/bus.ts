import type { Ask, AskReply, Bus, StationKey } from '../domain/ports.ts';
import type { Log } from '../lib/log.ts';
import { createLocalBus } from './engines/local.ts';

/** Something remembered on every node that is no longer true. */
export type Notice =
  | { readonly kind: 'cards'; readonly operatorId: number; readonly number?: string }
  /** What is answered to messages of manufacturers. */
  | { readonly kind: 'vendorRoutes'; readonly operatorId: number }
  /** Whose certificates stations of an operator may come in with. */
  | { readonly kind: 'authorities'; readonly operatorId: number }
  /** Who is signed in, with which rights. */
  | { readonly kind: 'callers' };

/** What a bus has done since it started; for /metrics. */
export interface BusReport {
  readonly reachable: boolean;
  /** Questions to other nodes, by how they ended. */
  readonly asked: Readonly<Record<'answered' | 'refused' | 'away', number>>;
  /** Questions of other nodes. */
  readonly served: number;
  readonly sent: number;
  readonly heard: number;
}

/** The bus as a node has it. What a question and an event hold is plain data, so that they can travel. */
export interface NodeBus extends Bus {
  /** Who answers questions about stations, and which stations are here; set once by the composition root. */
  serve(answer: (key: StationKey, question: Ask) => Promise<AskReply>, holds?: (key: StationKey) => boolean): void;
  /** Tells every node, this one too. Best effort: what must not be missed has a time limit besides. */
  tell(notice: Notice): void;
  onTold(listener: (notice: Notice) => void): () => void;
  report(): BusReport;
  close(): Promise<void>;
}

/** The bus of a single process. */
export const createBus = (options: { readonly log: Log }): NodeBus => createLocalBus(options);
