/** How a station comes back after it was refused (OCPP 2.0.1 Part 4 section 5.3), seconds. */
export interface BackOff {
  readonly waitMinimum: number;
  readonly randomRange: number;
  readonly repeatTimes: number;
}

/** Who comes, from where. */
export interface Coming {
  readonly url: string;
  /** Stations `<prefix>-<from>` to `<prefix>-<to>`. */
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
  readonly password: string | undefined;
  /** They take turns: one address has 28,000 ports, and finding a free one among many used ones takes long. */
  readonly localAddresses: readonly string[];
  readonly ca?: string | undefined;
  readonly signatures?: string | undefined;
  /** Each comes at a moment of its own within this, ms; the same moments in every run. */
  readonly withinMs: number;
  /** Most that are on their way at the same time. */
  readonly atOnce: number;
  readonly backOff: BackOff;
  /** StatusNotifications that follow the boot, one per connector. */
  readonly connectors: number;
}

/** Sessions that go on: each sends its next message at its time, whatever happened to the one before. */
export interface Riding extends Coming {
  readonly card: string;
  readonly everyMs: number;
}

/** Queued messages of the last days, each sent when the one before was answered. */
export interface Bringing extends Coming {
  readonly card: string;
  readonly messages: number;
  readonly days: number;
}

export type Order =
  | { readonly do: 'come'; readonly coming: Coming }
  | { readonly do: 'ride'; readonly riding: Riding }
  /** Reported when all have brought everything. */
  | { readonly do: 'bring'; readonly bringing: Bringing }
  /** What was measured since the last report. */
  | { readonly do: 'report' }
  | { readonly do: 'leave' };

/** How those who came fared. */
export interface Came {
  readonly booted: number;
  /** By HTTP status, or `fault`. */
  readonly refused: Readonly<Record<string, number>>;
  readonly retries: number;
  /** From the order to the last boot, s. */
  readonly seconds: number;
  /** From its first attempt to its boot, of each station, ms, ascending. */
  readonly waits: readonly number[];
}

export interface Report {
  readonly open: number;
  /** Connections that ended without our doing. */
  readonly lost: number;
  readonly answered: number;
  readonly errors: number;
  /** From the time a message was due to its answer, ms, ascending. */
  readonly latencies: readonly number[];
  /** The same of the messages that end a session. */
  readonly stops: readonly number[];
}
