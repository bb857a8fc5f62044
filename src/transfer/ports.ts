import type { Readable } from 'node:stream';

/** A file on its way in. */
export interface Upload {
  /** What the station calls it, harmless already. */
  readonly name: string | undefined;
  /** Bytes, where the station said so. */
  readonly size: number | undefined;
  readonly content: AsyncIterable<Uint8Array>;
  /** Network address of the sender. */
  readonly from: string;
}

/** same: this content is here already; unknown: no such address; over: its time is over; taken: something else was brought; empty: nothing came. */
export type Receipt = 'stored' | 'same' | 'unknown' | 'over' | 'taken' | 'empty';

/** Takes what stations bring. `token` is in the form of token.ts and not yet known to be ours. */
export interface UploadDesk {
  /** Whether something may be brought under this token now. */
  expects(token: string): Promise<boolean>;
  /** Reads the content to its end, or throws Failure `file.tooLarge`, `storage.full`, `storage.away`, `database.away`. */
  receive(token: string, upload: Upload): Promise<Receipt>;
}

export interface Download {
  readonly name: string;
  readonly size: number;
  /** Strong validator: the content's SHA-256. */
  readonly sha256: string;
  read(range?: { readonly from: number; readonly to: number }): Promise<Readable>;
}

/** Hands out what stations fetch. */
export interface DownloadDesk {
  find(token: string): Promise<Download | undefined>;
}
