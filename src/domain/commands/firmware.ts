import type { Instant } from '../../lib/time.ts';

/** Where from, how often and how long apart, seconds. */
export interface Retrieval {
  readonly url: string;
  readonly retries?: number;
  readonly retryIntervalSeconds?: number;
}

export type FirmwareCommand =
  | ({
      readonly kind: 'updateFirmware';
      readonly requestId: number;
      readonly retrieveAt: Instant;
      readonly installAt?: Instant;
      /** Signed update (1.6 SignedUpdateFirmware, 2.x L01): PEM of the maker's certificate, signature in base64. */
      readonly signed?: { readonly certificate: string; readonly signature: string };
    } & Retrieval)
  /** 2.x: a station that hands firmware on to others in its local network. */
  | ({ readonly kind: 'publishFirmware'; readonly requestId: number; readonly checksum: string } & Retrieval)
  | { readonly kind: 'unpublishFirmware'; readonly checksum: string }
  /** `url` is the folder or address to upload to. */
  | ({
      readonly kind: 'readLog';
      readonly requestId: number;
      readonly log: LogKind;
      readonly from?: Instant;
      readonly until?: Instant;
      /**
       * 1.6: ask for diagnostics by GetLog of the security extension, whose answers carry the request id, instead of
       * GetDiagnostics, which every station with firmware management knows. Whether a station has the extension is not
       * known from its version, so that whoever asks has to say.
       */
      readonly extended?: boolean;
    } & Retrieval);

export const logKinds = ['diagnostics', 'security', 'dataCollector'] as const;
export type LogKind = (typeof logKinds)[number];
