import { type Instant, second } from '../lib/time.ts';

export type Contact = 'online' | 'pending' | 'offline' | 'never';

/**
 * The connection's state, which is not the operation's. `pending`: connected, and yet nothing was heard for longer than
 * the station's setting, or else the fleet's (INF-3). Any message counts as a sign of life, not only heartbeats
 * (T-18; OCPP 1.6 section 4.6, 2.0.1 G02.FR.04).
 */
export function contactOf(given: {
  readonly connected: boolean;
  readonly connectedSince?: Instant | undefined;
  readonly lastMessageAt?: Instant | undefined;
  /** Seconds; the station's own setting. */
  readonly pendingAfterSeconds?: number | undefined;
  /** Seconds; what counts where the station has none. */
  readonly fleetPendingAfterSeconds: number;
  readonly now: Instant;
}): Contact {
  if (!given.connected) return given.lastMessageAt === undefined ? 'never' : 'offline';
  const heard = Math.max(given.lastMessageAt ?? -Infinity, given.connectedSince ?? -Infinity);
  const patience = (given.pendingAfterSeconds ?? given.fleetPendingAfterSeconds) * second;
  return given.now - heard > patience ? 'pending' : 'online';
}
