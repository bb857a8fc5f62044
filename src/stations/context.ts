import type { Bus, StationKey, Writer } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, minute } from '../lib/time.ts';
import type { LookupStore } from '../storage/lookups.ts';
import type { StationStore } from '../storage/station-store.ts';
import type { Credentials } from './credentials.ts';
import type { Turns } from './turns.ts';

export interface StationsSettings {
  /** Told to stations at their boot, seconds. */
  readonly heartbeatInterval: number;
  /** Stations that wait to be adopted, per operator; more are refused. */
  readonly maxInbox: number;
  /** Unknown stations per address and minute that are let into the inbox. */
  readonly newPerMinute: number;
  /** How often one refused address is written down again while it keeps trying, ms. */
  readonly refusalMs: number;
  /** Connections of one station per hour; who comes more often is kept out for a while. */
  readonly connectsPerHour: number;
  /** For how long, ms. */
  readonly blockMs: number;
  /** A station without connection and without work leaves the memory after this, ms. */
  readonly forgetMs: number;
  /** Fleet-wide silence after which a connected station counts as pending, seconds. */
  readonly pendingAfterSeconds: number;
}

export const defaultStationsSettings: StationsSettings = {
  heartbeatInterval: 300,
  maxInbox: 500,
  newPerMinute: 10,
  refusalMs: 10_000,
  connectsPerHour: 60,
  blockMs: 15 * minute,
  forgetMs: 60_000,
  pendingAfterSeconds: 1800,
};

/** What everything in this folder works with. */
export interface StationsContext {
  readonly writer: Writer;
  readonly store: StationStore;
  readonly lookups: LookupStore;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly bus: Bus;
  readonly settings: StationsSettings;
  readonly node: string;
  /** Starts of one card are judged one after the other. */
  readonly turns: Turns;
}

export const nameOf = (key: StationKey): string => `${key.operatorId}.${key.stationId}`;
