import type { Desk } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Clock } from '../lib/time.ts';
import type { GatewayCounters, GatewayObserver } from './counters.ts';
import type { Holds } from './limits.ts';
import type { Pings } from './pings.ts';
import type { Poison } from './poison.ts';
import type { GatewaySettings } from './settings.ts';

/** What all sockets of a gateway share. One object, so that a socket holds one reference. */
export interface GatewayContext {
  readonly desk: Desk;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly settings: GatewaySettings;
  readonly counters: GatewayCounters;
  readonly pings: Pings;
  readonly holds: Holds;
  readonly poison: Poison;
  readonly observe: GatewayObserver;
  readonly crowded: () => boolean;
}
