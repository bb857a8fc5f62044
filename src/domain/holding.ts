import type { Instant } from '../lib/time.ts';
import type { Abilities } from './abilities.ts';
import type { HeldProfile } from './charging/held.ts';
import type { ProfileSchedule } from './commands/charging-profile.ts';
import type { DisplayMessage } from './commands/display.ts';
import type { EnergyTransfer } from './commands/energy.ts';
import type { PresentedToken, StationEvent } from './message.ts';
import type { ChargingNeeds, NeedsStatus } from './messages/charging.ts';
import type { ReportedGridControl, ReportedMonitor } from './messages/device.ts';
import type { StationState } from './state.ts';
import type { HeldTariff } from './tariffs.ts';

/** So many event streams of one station are open at most (OCPP 2.1 N11). */
export const mostStreams = 32;

/** What a station has or was told, by kind: things that are set, read and removed whole. */
export interface HoldingValues {
  monitor: ReportedMonitor & { readonly by: 'command' | 'report' };
  /** The newest event of a monitor, by the monitor's number. */
  monitorEvent: Omit<StationEvent, 'time'>;
  displayMessage: DisplayMessage & { readonly by: 'command' | 'report' };
  chargingProfile: HeldProfile;
  /** By EVSE and source. */
  chargingLimit: {
    readonly source: string;
    readonly gridCritical?: boolean;
    readonly localGeneration?: boolean;
    readonly schedules: readonly ProfileSchedule[];
  };
  /** By EVSE. */
  chargingNeeds: {
    readonly needs: ChargingNeeds;
    readonly status: NeedsStatus;
    readonly number?: number;
    readonly maxPeriods?: number;
  };
  /** By EVSE: needs of a car whose session has not begun yet; its profile follows then. */
  waitingNeeds: { readonly needs: ChargingNeeds; readonly maxPeriods?: number };
  /** By EVSE. */
  carSchedule: { readonly schedule: ProfileSchedule; readonly number?: number };
  /** By session: the kinds of energy transfer that its station was told. */
  allowedTransfers: { readonly allowed: readonly EnergyTransfer[] };
  /** One for the station. */
  abilities: Abilities;
  /** By the card's normal form: its person was to be forgotten here, so that it is not put on the list of cards again. */
  clearedCard: { readonly token: PresentedToken };
  gridControl: ReportedGridControl;
  stream: { readonly monitorId: number; readonly intervalSeconds?: number; readonly values?: number };
  /** The newest value of a stream. */
  streamValue: { readonly value: string; readonly count: number; readonly pending: number };
  /** What 2.x calls a slot: how the station reaches us. Without its secrets. */
  networkProfile: {
    readonly slot: number;
    readonly version: string;
    readonly url: string;
    readonly securityProfile: number;
    readonly interface: string;
  };
  /** By its number: what charging costs here, as the station works it out (OCPP 2.1 I07, I09). */
  tariff: HeldTariff;
  /** The newest message of a kind of a manufacturer's own; its content is in its frame. */
  vendorMessage: {
    readonly vendorId: string;
    readonly messageId?: string;
    readonly accepted: boolean;
    readonly routed: boolean;
    readonly frameId?: string;
  };
  /** That everything of a kind was read: what is older than `since` is gone. */
  report: { readonly since: Instant; readonly requestId?: number };
}
export type HoldingKind = keyof HoldingValues;

/** One thing a station has. Without `value` it is gone. */
export interface Holding<K extends HoldingKind = HoldingKind> {
  readonly kind: K;
  readonly key: string;
  readonly evse?: number;
  /** When it was last set or read. */
  readonly at: Instant;
  readonly value?: HoldingValues[K];
}

/** These are needed by rules and stay in the memory; of the others only the rows are written. */
export const kindsInMemory = [
  'chargingProfile',
  'stream',
  'waitingNeeds',
  'allowedTransfers',
  'abilities',
  'tariff',
] as const satisfies readonly HoldingKind[];
type KindInMemory = (typeof kindsInMemory)[number];
export type Held = { [K in KindInMemory]: Holding<K> & { readonly value: HoldingValues[K] } }[KindInMemory];

export const heldKey = ({ kind, key }: { readonly kind: string; readonly key: string }): string => `${kind} ${key}`;

export function heldOf<K extends KindInMemory>(
  state: StationState,
  kind: K,
): (Holding<K> & { readonly value: HoldingValues[K] })[] {
  const found: (Holding<K> & { readonly value: HoldingValues[K] })[] = [];
  for (const name in state.held) {
    const one = state.held[name]!;
    if (one.kind === kind) found.push(one as never);
  }
  return found;
}
