import type { RefusalCause } from '../domain/facts.ts';

/** Plain counts for /metrics. Never a station's id as a label: the number of series stays small whatever stations do. */
export interface GatewayCounters {
  /** Gauges: being opened at the desk, speaking, waiting in a contest. */
  readonly connections: { opening: number; open: number; contending: number };
  /** Handshakes completed with a station's seat taken. */
  accepted: number;
  readonly messages: {
    readonly in: {
      call: number;
      send: number;
      result: number;
      error: number;
      resultError: number;
      malformed: number;
      binary: number;
    };
    readonly out: { call: number; result: number; error: number; resultError: number };
  };
  /** By direction, action, version and result, see `countMessage`. */
  readonly byAction: Map<string, number>;
  /** Calls of ours that a station has not answered yet. */
  inFlight: number;
  /** Answers nobody waited for, and those that came after their deadline. */
  readonly strays: { unsolicited: number; late: number; repeated: number };
  readonly commands: { answered: number; refused: number; timedOut: number; lost: number };
  readonly authFailures: Partial<Record<RefusalCause, number>>;
  /** Connections ended, by code; codes of stations' own invention count as `other`. */
  readonly ended: Record<string, number>;
  /** Times a new connection took the place of an old one, and times it was refused. */
  readonly takeovers: { replaced: number; refused: number };
  /** Times a socket was not read for a while, by what made us wait. */
  readonly held: { rate: number; pressure: number; queueFull: number };
  /** Upgrades answered 503 because too many were under way. */
  overloaded: number;
  /** Messages that could not be made durable and were not answered. */
  unanswered: number;
  /** Bugs met while handling a message. */
  crashed: number;
}

export const newCounters = (): GatewayCounters => ({
  connections: { opening: 0, open: 0, contending: 0 },
  accepted: 0,
  messages: {
    in: { call: 0, send: 0, result: 0, error: 0, resultError: 0, malformed: 0, binary: 0 },
    out: { call: 0, result: 0, error: 0, resultError: 0 },
  },
  byAction: new Map(),
  inFlight: 0,
  strays: { unsolicited: 0, late: 0, repeated: 0 },
  commands: { answered: 0, refused: 0, timedOut: 0, lost: 0 },
  authFailures: {},
  ended: {},
  takeovers: { replaced: 0, refused: 0 },
  held: { rate: 0, pressure: 0, queueFull: 0 },
  overloaded: 0,
  unanswered: 0,
  crashed: 0,
});

export const countOne = (counts: Partial<Record<string, number>>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** Hears how long things took, seconds. */
export interface GatewayObserver {
  /** From the arrival of a station's call to its answer. */
  handled(version: string, seconds: number): void;
  /** From a call of ours to the answer of the station. */
  answered(version: string, seconds: number): void;
}

/** One message more: `action` must be one that its version knows, or the number of series would be the stations' to choose. */
export function countMessage(
  { byAction }: GatewayCounters,
  dir: 'in' | 'out',
  action: string,
  version: string,
  result: 'result' | 'error' | 'none',
): void {
  const name = `${dir} ${action} ${version} ${result}`;
  byAction.set(name, (byAction.get(name) ?? 0) + 1);
}
