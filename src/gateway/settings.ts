import type { PingedNetwork } from './pings.ts';

/** Everything that can be set about the station side. Times in milliseconds, sizes in bytes. */
export interface GatewaySettings {
  /** Largest message, all fragments together (W-01). */
  readonly maxFrameBytes: number;
  /** Most fragments one message may come in. */
  readonly maxFragments: number;
  /** Calls of one station that may wait for their turn; beyond, its socket is not read (back-pressure). */
  readonly maxWaitingFrames: number;
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** A station that pipelines above its rate for this long is disconnected (W-19). */
  readonly floodMs: number;
  readonly badFramesPerMinute: number;
  readonly pingIntervalMs: number;
  /** Networks whose stations are pinged at another interval (W-18). */
  readonly pingNetworks: readonly PingedNetwork[];
  readonly missedPings: number;
  /** What may wait to be read by a station before it counts as a slow consumer (W-20). */
  readonly maxBufferedBytes: number;
  /** Commands that may wait for one station. */
  readonly commandQueue: number;
  /** How long the holder of a contested identity has to answer a ping (C-01). */
  readonly contestMs: number;
  /** Refused attempts per minute of one identity at one address, and of one address. */
  readonly badAttemptsPerStation: number;
  readonly badAttemptsPerAddress: number;
  /** What marks of credentials are made with: where there are several nodes, the same on all. Absent: of this process. */
  readonly markKey?: Buffer;
  /** Connections that one operator's stations may have here at once; beyond, they are asked to come back (C-08). */
  readonly connectionsPerOperator: number;
  /** Handshakes being decided at the same time; beyond, stations are asked to come back (F-06). */
  readonly maxAdmitting: number;
  /** New connections begun per second; above, stations wait for their turn in order ... */
  readonly acceptsPerSecond: number;
  /** ... but no longer than this: then they are asked to come back (F-06). */
  readonly acceptWaitMs: number;
  /** Longest wait for the desk to admit or to open. */
  readonly deskTimeoutMs: number;
  /** Longest wait for a station to complete a close that we began. */
  readonly closeTimeoutMs: number;
  /** Stop reading above, read again below (0 to 1). */
  readonly pressureHigh: number;
  readonly pressureLow: number;
  /**
   * Take address and scheme from X-Forwarded-For and -Proto: from these peers (addresses or ranges like 10.0.0.0/8), or
   * from anybody (`true`: only where nobody but the proxy can reach the port).
   */
  readonly trustForwarded: boolean | readonly string[];
  /** The header, in lower case, in which those peers hand over the certificate of a station; absent: none is believed. */
  readonly certificateHeader?: string;
  /** Refuse messages with fields that the schema does not know; otherwise they are noted and read (W-06). */
  readonly strictSchemas: boolean;
}

export const gatewayDefaults: GatewaySettings = {
  maxFrameBytes: 64 * 1024,
  maxFragments: 1000,
  maxWaitingFrames: 16,
  messagesPerSecond: 100,
  messageBurst: 300,
  floodMs: 60_000,
  badFramesPerMinute: 20,
  pingIntervalMs: 30_000,
  pingNetworks: [],
  missedPings: 2,
  maxBufferedBytes: 1024 * 1024,
  commandQueue: 16,
  contestMs: 3000,
  badAttemptsPerStation: 10,
  badAttemptsPerAddress: 100,
  connectionsPerOperator: Number.POSITIVE_INFINITY,
  maxAdmitting: 5000,
  acceptsPerSecond: 1000,
  acceptWaitMs: 15_000,
  deskTimeoutMs: 15_000,
  closeTimeoutMs: 3000,
  pressureHigh: 0.8,
  pressureLow: 0.5,
  trustForwarded: false,
  strictSchemas: false,
};

/**
 * Options for `http.createServer` on the port where stations connect. Node's own look for slow handshakes only every
 * 30 s; with these a silent, half or dripping one is answered 408 within 6 s (W-18). The console's requests come in by the same
 * port: once their headers are there, a file may take as long as a slow line needs; http/bodies.ts and transfer/routes.ts are stricter.
 */
export const slowHandshakeOptions = {
  headersTimeout: 5000,
  requestTimeout: 3 * 60 * 60_000,
  connectionsCheckingInterval: 1000,
} as const;
