import type { Instant } from '../../lib/time.ts';
import type { ComponentName } from './device-model.ts';

export const messagePriorities = ['alwaysFront', 'inFront', 'normalCycle'] as const;
export const messageStates = ['charging', 'faulted', 'idle', 'unavailable', 'suspended', 'discharging'] as const;
export const messageFormats = ['ascii', 'html', 'uri', 'utf8', 'qrCode'] as const;

export interface MessageContent {
  readonly format: (typeof messageFormats)[number];
  /** RFC 5646, e.g. `de`. */
  readonly language?: string;
  readonly text: string;
}

/** A text on the station's display. */
export interface DisplayMessage {
  readonly id: number;
  readonly priority: (typeof messagePriorities)[number];
  readonly state?: (typeof messageStates)[number];
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
  readonly transactionId?: string;
  readonly content: MessageContent;
  /** 2.1: the same in other languages. */
  readonly more?: readonly MessageContent[];
  readonly display?: ComponentName;
}

export type DisplayCommand =
  | { readonly kind: 'setDisplayMessage'; readonly message: DisplayMessage }
  | { readonly kind: 'clearDisplayMessage'; readonly id: number }
  /** What is installed arrives as messages with this request id. */
  | {
      readonly kind: 'readDisplayMessages';
      readonly requestId: number;
      readonly ids?: readonly number[];
      readonly priority?: (typeof messagePriorities)[number];
      readonly state?: (typeof messageStates)[number];
    };
