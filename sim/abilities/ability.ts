import type { Call, Setting } from '../dialect/dialect.ts';
import type { Bay } from '../obey.ts';
import type { Profile } from '../profile.ts';
import type { Random } from '../random.ts';
import type { Memory } from './memory.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a server sends is read field by field, as a station does
export type Payload = Record<string, any>;

/** What a station has and can do, for the calls that it obeys. */
export interface Able {
  readonly profile: Profile;
  readonly bays: readonly Bay[];
  readonly settings: Map<string, Setting>;
  readonly memory: Memory;
  readonly random: Random;
  readonly now: () => number;
  readonly say: (call: Call) => Promise<Payload | undefined>;
  readonly report: (bay: Bay, status: Bay['status']) => Promise<unknown>;
  /** After so many milliseconds, unless the simulation ends before. */
  readonly later: (milliseconds: number, work: () => unknown) => NodeJS.Timeout;
  /** How long a step of work takes, ms. */
  readonly stepMs: number;
  readonly restartWith: (firmware: string) => void;
  readonly offlineMessages: () => number;
}

/** Answers one call of the server; what follows from it happens later. */
export type Ability = (call: Payload, able: Able) => Payload | Promise<Payload>;
export type Abilities = Readonly<Record<string, Ability>>;

export const is16 = ({ profile }: Able): boolean => profile.protocol === 'ocpp1.6';
export const isoAt = (at: number): string => new Date(at).toISOString();
export const cardIn = (call: Payload): string => String(call.idTag ?? call.idToken?.idToken ?? '');
/** The point that a call names; undefined: none, or the whole station. */
export const pointIn = (call: Payload): number | undefined =>
  call.connectorId || call.evseId || call.evse?.id || undefined;
