import type { Happened, StationKey } from '../domain/ports.ts';
import { type Clock, second } from '../lib/time.ts';
import { mostBytes, pack } from './packing.ts';

/** What the open pages of one node want to hear of. */
export interface Interest {
  readonly operators: readonly number[];
  /** Stations whose exchanges are watched, as `<operator>.<station>`. */
  readonly stations: readonly string[];
}

export const placeOf = ({ operatorId, stationId }: StationKey): string => `${operatorId}.${stationId}`;

/** An interest that was not repeated for so long is a node's that has gone. */
const interestMs = 10 * second;
/** Between two nodes' worth of news; what waits beyond is told as "much was missed". */
const mostWaiting = 5_000;
/** So much goes into one message, bytes before packing. */
const partBytes = 512 * 1024;

export type News = { readonly happened: readonly Happened[] } | { readonly missed: readonly number[] };

/** What happened here, for the pages of other nodes: only what somebody looks at, gathered, in messages of bounded size. */
export interface Outlook {
  note(node: number, interest: Interest): void;
  add(happened: Happened): void;
  /** Everything since the last time, as messages ready to be sent. */
  take(): Uint8Array[];
}

export function createOutlook(clock: Clock): Outlook {
  const interests = new Map<number, { readonly until: number; readonly interest: Interest }>();
  let operators = new Set<number>();
  let stations = new Set<string>();
  let waiting: Happened[] = [];
  let missed = new Set<number>();

  const sum = (): void => {
    const now = clock.monotonic();
    for (const [node, { until }] of interests) if (until < now) interests.delete(node);
    operators = new Set([...interests.values()].flatMap(({ interest }) => interest.operators));
    stations = new Set([...interests.values()].flatMap(({ interest }) => interest.stations));
  };

  return {
    note(node, interest) {
      interests.set(node, { until: clock.monotonic() + interestMs, interest });
      sum();
    },
    add({ key, facts, frames }) {
      if (!operators.has(key.operatorId)) return;
      const watched = stations.has(placeOf(key));
      if (facts.length === 0 && frames.length > 0 && !watched) return;
      if (waiting.length >= mostWaiting) {
        missed.add(key.operatorId);
        return;
      }
      waiting.push({ key, facts, frames: watched ? frames : [] });
    },
    take() {
      if (waiting.length === 0 && missed.size === 0) return [];
      const messages: Uint8Array[] = [];
      let part: Happened[] = [];
      let bytes = 0;
      const close = (): void => {
        if (part.length > 0) messages.push(pack({ happened: part } satisfies News));
        part = [];
        bytes = 0;
      };
      for (const one of waiting) {
        const size = JSON.stringify(one).length;
        // What is huge by itself is fetched, not carried.
        if (size > mostBytes) missed.add(one.key.operatorId);
        else {
          if (bytes + size > partBytes) close();
          part.push(one);
          bytes += size;
        }
      }
      close();
      if (missed.size > 0) messages.push(pack({ missed: [...missed] } satisfies News));
      waiting = [];
      missed = new Set();
      sum();
      return messages;
    },
  };
}
