import type { PresentedToken } from '../message.ts';
import type { ChargingMessage, NeedsStatus } from '../messages/charging.ts';
import type { DeviceMessage } from '../messages/device.ts';

type Of<M, K> = Omit<Extract<M, { kind: K }>, 'kind' | 'time'>;
type Device<K extends DeviceMessage['kind']> = Of<DeviceMessage, K>;
type Charging<K extends ChargingMessage['kind']> = Of<ChargingMessage, K>;

/** What a station told of itself that is kept as it was told. Parts of a report carry its request id, the last one `last`. */
export type ToldFact =
  | ({ readonly type: 'monitors.reported' } & Device<'monitors'>)
  | ({ readonly type: 'displayMessages.reported' } & Device<'displayMessages'>)
  /** Without its content: that is in the frame, and goes with it. */
  | ({ readonly type: 'customer.reported' } & Device<'customer'>)
  /** It was asked to forget this person, and does. */
  | { readonly type: 'customer.cleared'; readonly token: PresentedToken }
  | ({ readonly type: 'gridControls.reported' } & Device<'gridControls'>)
  | ({ readonly type: 'firmware.publishStatusChanged' } & Device<'publishStatus'>)
  | ({
      readonly type: 'reservation.statusChanged';
      /** The station did not say it: its time was over, or it was dropped. */
      readonly by?: 'rule';
    } & Device<'reservationStatus'>)
  | ({ readonly type: 'grid.alarmed' } & Device<'gridAlarm'>)
  | ({ readonly type: 'gridControl.changed' } & Device<'gridControlChanged'>)
  | ({ readonly type: 'stream.opened'; readonly accepted: boolean } & Device<'streamOpened'>)
  | ({ readonly type: 'stream.closed' } & Device<'streamClosed'>)
  | ({ readonly type: 'stream.reported' } & Device<'streamValues'>)
  | ({ readonly type: 'battery.swapped' } & Device<'batterySwap'>)
  | ({ readonly type: 'vatNumber.asked'; readonly accepted: boolean } & Device<'vatNumber'>)
  | ({ readonly type: 'chargingProfiles.reported' } & Charging<'chargingProfiles'>)
  | ({ readonly type: 'chargingLimit.set' } & Charging<'chargingLimit'>)
  | ({ readonly type: 'chargingLimit.cleared' } & Charging<'chargingLimitCleared'>)
  | ({
      readonly type: 'chargingNeeds.told';
      readonly number?: number;
      readonly status: NeedsStatus;
    } & Charging<'chargingNeeds'>)
  | ({ readonly type: 'carSchedule.told'; readonly number?: number } & Charging<'carSchedule'>)
  | ({ readonly type: 'schedule.wanted'; readonly accepted: boolean } & Charging<'scheduleWanted'>)
  | ({ readonly type: 'priorityCharging.changed'; readonly number?: number } & Charging<'priorityCharging'>)
  | ({ readonly type: 'payment.settled'; readonly number?: number } & Charging<'settlement'>);
