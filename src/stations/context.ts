import type { Certificates } from '../domain/certificate.ts';
import type { PlugAndCharge } from '../domain/plug-and-charge.ts';
import type { Bus, Newcomer, SickMessage, StationKey, Writer } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, minute } from '../lib/time.ts';
import type { LookupStore } from '../storage/lookups.ts';
import type { OwnerStore } from '../storage/owners.ts';
import type { StationStore } from '../storage/station-store.ts';
import type { Credentials } from './credentials.ts';
import type { Lane } from './lane.ts';
import type { Station } from './station.ts';
import type { Turns } from './turns.ts';

/** How a station of 2.x comes back after its connection broke (OCPP 2.0.1 part 4 section 5.3). */
export interface RetryBackOff {
  /** Seconds before the first attempt, doubled each time ... */
  readonly waitMinimum: number;
  /** ... so many times, with up to so many random seconds more. */
  readonly repeatTimes: number;
  readonly randomRange: number;
}

export interface StationsSettings {
  /** Told to stations at their boot, seconds. */
  readonly heartbeatInterval: number;
  /** By how much the intervals told differ from station to station, 0 to 1. */
  readonly intervalSpread: number;
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
  /** `vendor/model` of stations that never boot again: heard without it once they are adopted (W-14). */
  readonly lenientModels: readonly string[];
  /** Told to stations of 2.x (F-06); absent: they come back as they like. */
  readonly retryBackOff?: RetryBackOff;
  /** How long after their boot, ms. */
  readonly backOffAfterMs: number;
}

export const defaultStationsSettings: StationsSettings = {
  heartbeatInterval: 300,
  intervalSpread: 0,
  maxInbox: 500,
  newPerMinute: 10,
  refusalMs: 10_000,
  connectsPerHour: 60,
  blockMs: 15 * minute,
  forgetMs: 60_000,
  pendingAfterSeconds: 1800,
  lenientModels: [],
  backOffAfterMs: minute,
};

export interface PlaceGiven {
  /** False: it is alive and stays. */
  readonly yielded: boolean;
  /** The one that was given up, its end noted; absent: there was none. */
  readonly connectionId?: string;
  /** How often the place changed hands lately. */
  readonly takeovers: number;
}

/** What everything in this folder works with. */
export interface StationsContext {
  readonly writer: Writer;
  readonly store: StationStore;
  readonly lookups: LookupStore;
  readonly credentials: Credentials;
  /** Absent: nobody comes in by certificate, and none are signed. */
  readonly certificates?: Certificates;
  /** Absent: contract certificates are not verified, and none can be had. */
  readonly plugAndCharge?: PlugAndCharge;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly bus: Bus;
  /** Who owns which station, where there is more than one node. Absent: everything is ours. */
  readonly owners?: OwnerStore;
  /** The connection on this node gives its place up to one on another, or proves that it lives. Implemented by gateway/. */
  readonly yieldPlace?: (key: StationKey, newcomer: Newcomer) => Promise<PlaceGiven>;
  readonly settings: StationsSettings;
  readonly node: string;
  /** Keeps a message that met a bug again and again; absent: only the log has it. */
  readonly keepSick?: (key: StationKey, sick: SickMessage) => Promise<void>;
  /** Hears of everything that was stored but flagged, one word each. */
  readonly suspected?: (rule: string) => void;
  /** How busy this node is, 0 to 1; absent: not at all. */
  readonly load?: () => number;
  /** A rule asked something of the station: it is sent when the answer has left. */
  readonly onAsked?: (station: Station, commandIds: readonly string[]) => void;
  /** Starts of one card are judged one after the other. */
  readonly turns: Turns;
  /** For messages that come long after what they tell. */
  readonly late: Lane;
}

export const nameOf = (key: StationKey): string => `${key.operatorId}.${key.stationId}`;
