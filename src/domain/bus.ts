import type { Instant } from '../lib/time.ts';
import type { Change } from './changes.ts';
import type { Command } from './commands.ts';
import type { BlockCause, Fact, RefusalCause } from './facts.ts';
import type { Frame, Newcomer, StationKey } from './ports.ts';

// What features and http use to reach a station wherever it is held, and to hear what happened. Plain data, so that it can travel.

export type Ask =
  | {
      readonly kind: 'command';
      readonly commandId: string;
      readonly command: Command;
      readonly userId?: string;
      readonly whenOffline: 'refuse' | 'queue';
      readonly timeoutMs: number;
    }
  /** The node that holds the station makes the password: nobody else ever has it. */
  | { readonly kind: 'changePassword'; readonly commandId: string; readonly userId?: string }
  | { readonly kind: 'change'; readonly change: Change; readonly userId?: string }
  | { readonly kind: 'live' }
  | { readonly kind: 'disconnect'; readonly reason: string; readonly userId?: string }
  /** The second connection, from this address, takes the place of the one that is open (C-03). */
  | { readonly kind: 'switch'; readonly address: string; readonly userId?: string }
  /** Takes a command back that has not been sent yet. */
  | { readonly kind: 'cancel'; readonly commandId: string; readonly userId?: string }
  /** Another node has a connection of the station and asks for the place. */
  | { readonly kind: 'yield'; readonly newcomer: Newcomer }
  /** A connection attempt that was refused, to be written into the history. */
  | {
      readonly kind: 'refusal';
      readonly connectionId: string;
      readonly at: Instant;
      readonly address: string;
      readonly cause: RefusalCause;
      readonly count: number;
      /** That there were two devices at once has been written down before. */
      readonly told: boolean;
      readonly protocol?: string;
    }
  /** The certificate that the station comes in with is about to end. */
  | { readonly kind: 'certificateEnds'; readonly notAfter: Instant }
  /** Something about its commands is due. */
  | { readonly kind: 'tend' }
  /** It is to be kept out for a while. */
  | { readonly kind: 'block'; readonly cause: BlockCause };

export interface LiveValues {
  readonly connected: boolean;
  readonly lastMessageAt?: Instant;
  readonly roundTripMs?: number;
  readonly driftSeconds?: number;
  /** Sum over running transactions, W; absent: not reported. */
  readonly powerW?: number;
  /** By `placeKey`. */
  readonly connectors: Readonly<
    Record<string, { readonly powerW?: number; readonly soc?: number; readonly energyWh?: number }>
  >;
}

export type AskReply =
  | { readonly kind: 'command'; readonly commandId: string; readonly state: 'queued' | 'sent' }
  | {
      readonly kind: 'refused';
      readonly reason:
        | 'station.offline'
        | 'command.unsupported'
        | 'state.conflict'
        | 'queue.full'
        | 'thing.unknown'
        | 'name.taken'
        | 'value.refused';
      readonly detail: string;
    }
  | { readonly kind: 'changed'; readonly seq: number }
  | { readonly kind: 'live'; readonly live: LiveValues }
  | { readonly kind: 'yielded'; readonly connectionId?: string; readonly takeovers: number }
  | { readonly kind: 'kept' }
  | { readonly kind: 'done' };

/** What happened, told to every console after the commit. */
export interface Happened {
  readonly key: StationKey;
  readonly facts: readonly Fact[];
  readonly frames: readonly Frame[];
}

/** What open pages want to hear of stations on other nodes. */
export interface Outside {
  readonly interest: () => {
    readonly operators: Iterable<number>;
    /** Stations whose exchanges are watched, as `<operator>.<station>`; of others only facts come. */
    readonly stations: Iterable<string>;
  };
  readonly heard: (happened: Happened) => void;
  /** Something of these operators (absent: of any) was not heard: fetch again. */
  readonly missed: (operators: readonly number[] | undefined) => void;
}

export interface Bus {
  /**
   * Reaches the node that holds the station; a station nobody holds is served by this node. Rejects with Failure `node.away` or
   * `bus.away` within 5 s when that node cannot be reached.
   */
  ask(key: StationKey, question: Ask): Promise<AskReply>;
  /** Stations of this node, each thing once in the whole cluster; with `outside` also those of other nodes, as far as it wants them. */
  onHappened(listener: (happened: Happened) => void, outside?: Outside): () => void;
  publish(happened: Happened): void;
}
