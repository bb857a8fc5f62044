import type { Instant } from '../lib/time.ts';
import type { FactBody } from './facts.ts';
import type { Answer, Place, SentTime } from './message.ts';
import type { Lookups } from './ports.ts';

/** What a rule may know besides the station's state. Nothing random: deciding twice gives the same facts. */
export interface DecideContext {
  readonly now: Instant;
  readonly receivedAt: Instant;
  readonly frameId: string;
  readonly lookups: Lookups;
  readonly settings: {
    /** Seconds between heartbeats, told at the boot. */
    readonly heartbeatInterval: number;
    /** Intervals told at the boot differ by up to this share, so that stations that booted together do not beat together. */
    readonly intervalSpread?: number;
    /** How busy the server is, 0 to 1: who is not accepted yet asks again later. */
    readonly load?: number;
    /** Models that are heard without another boot once they are adopted (W-14). */
    readonly lenientModels?: readonly string[];
  };
}

export interface DecidedFact {
  readonly at: Instant;
  readonly body: FactBody;
}

export interface Decision {
  readonly facts: readonly DecidedFact[];
  readonly answer: Answer;
  /** The decision in one word, for the log: `accepted`, `card.unknown`, `message.repeated` ... */
  readonly outcome: string;
  /** 0 ordinary, 1 notable, 2 refused or failed. */
  readonly weight: 0 | 1 | 2;
  readonly place?: Place;
  readonly transactionNumber?: number;
}

/** What one kind of message leads to. `clock`: how far its time may be taken for the station's clock of this moment. */
export interface Ruling extends Decision {
  readonly clock?: { readonly time: SentTime; readonly current: boolean };
}

/**
 * Ids inside facts come from the frame, so that a replay makes the same ones: the n-th thing of a frame is the frame's
 * id with its last digits counted up.
 */
export function idFrom(frameId: string, n: number): string {
  if (n === 0) return frameId;
  const tail = Number.parseInt(frameId.slice(-8), 16);
  if (Number.isNaN(tail)) return `${frameId}-${n}`;
  return frameId.slice(0, -8) + ((tail + n) % 2 ** 32).toString(16).padStart(8, '0');
}
