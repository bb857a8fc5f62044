/** 2.1 N11: how often the values of a stream are sent: after so many seconds, or so many values, whichever comes first. */
export interface StreamPace {
  readonly intervalSeconds?: number;
  readonly values?: number;
}

/** A stream of the values of a monitored variable that is open. */
export interface EventStream extends StreamPace {
  readonly id: number;
  readonly monitorId: number;
}

export type StreamCommand =
  | ({ readonly kind: 'adjustPeriodicEventStream'; readonly id: number } & StreamPace)
  | { readonly kind: 'readPeriodicEventStreams' };
