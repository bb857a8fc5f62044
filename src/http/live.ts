import type { LiveValues } from '../domain/ports.ts';

/** What a change is about, so that a page knows whether to fetch again. */
export const topics = [
  'connector',
  'transaction',
  'error',
  'connection',
  'command',
  'settings',
  'station',
  'message',
  'charging',
  'device',
  'reservation',
  'security',
] as const;
export type Topic = (typeof topics)[number];

/**
 * Server-sent events of GET /api/v1/events. The SSE event name is `kind`, its data the rest as JSON.
 * - `changed`: these stations changed; facts of up to 100 ms are in one event. Order is not promised, losing none is:
 *   whoever is too slow gets `resync` and fetches everything again, as after every reconnect.
 * - `frames`: with `?station=ID`: newest exchanges of that station for the live tail, oldest first.
 * - `live`: with `?station=ID`: values of the moment, about once a second.
 */
export type LiveEvent =
  | { readonly kind: 'hello'; readonly operatorId: number; readonly stationId?: number }
  | {
      readonly kind: 'changed';
      readonly stations: readonly {
        readonly station: number;
        readonly topics: readonly Topic[];
        readonly facts: readonly string[];
      }[];
    }
  | { readonly kind: 'frames'; readonly station: number; readonly frames: readonly LiveFrame[]; readonly left: number }
  | { readonly kind: 'live'; readonly station: number; readonly live: LiveValues }
  | { readonly kind: 'resync' };

/** One row of the live tail; its raw text is fetched when it is opened. */
export interface LiveFrame {
  readonly id: string;
  readonly receivedAt: number;
  readonly direction: 'in' | 'out';
  readonly frame: 'call' | 'send' | 'stray';
  readonly action?: string;
  readonly outcome?: string;
  readonly errorCode?: string;
  readonly malformed?: string;
  readonly weight: 0 | 1 | 2;
  readonly evse?: number;
  readonly connector?: number;
  readonly transactionNumber?: number;
  readonly answered: boolean;
  readonly bytes: number;
}
