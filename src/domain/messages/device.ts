import type { Instant } from '../../lib/time.ts';
import type { Monitor, VariableName } from '../commands/device-model.ts';
import type { DisplayMessage } from '../commands/display.ts';
import type { Place, PresentedToken, SentTime } from '../message.ts';

/** What a variable of the 2.x device model can be, whatever it holds: its characteristics (OCPP 2.0.1 B07, part 1 section 4). */
export interface DescribedVariable extends Omit<VariableName, 'attribute'> {
  readonly dataType: string;
  readonly unit?: string;
  readonly minLimit?: number;
  readonly maxLimit?: number;
  readonly maxElements?: number;
  /** As sent: comma separated. */
  readonly valuesList?: string;
  readonly supportsMonitoring: boolean;
}

/** A monitor as the station has it. `origin` is told by 2.1 only. */
export interface ReportedMonitor extends Monitor {
  readonly id: number;
  readonly origin?: 'custom' | 'hardWired' | 'preconfigured';
}

/** A grid control of 2.1 as the station has it; `content` as sent. */
export interface ReportedGridControl {
  readonly id: string;
  /** DERControlEnumType as sent, e.g. `FreqDroop`. */
  readonly type: string;
  readonly isDefault: boolean;
  readonly isSuperseded: boolean;
  readonly content: Readonly<Record<string, unknown>>;
}

/** One part of a report that was asked for. `last`: no further part follows (`tbc` is false). */
interface ReportPart {
  readonly requestId: number;
  readonly last: boolean;
}

export type DeviceMessage =
  | ({ readonly kind: 'monitors'; readonly monitors: readonly ReportedMonitor[] } & ReportPart)
  | ({ readonly kind: 'displayMessages'; readonly messages: readonly DisplayMessage[] } & ReportPart)
  /** What the station knows of a person: personal data, which stays in the frame. */
  | ({ readonly kind: 'customer'; readonly part: number } & ReportPart)
  | ({ readonly kind: 'gridControls'; readonly controls: readonly ReportedGridControl[] } & ReportPart)
  | {
      readonly kind: 'publishStatus';
      /** PublishFirmwareStatusEnumType as sent */
      readonly status: string;
      readonly requestId?: number;
      readonly locations?: readonly string[];
    }
  | {
      readonly kind: 'reservationStatus';
      readonly reservationId: number;
      /** `noTransaction` (2.1): the card came, and no session. */
      readonly status: 'expired' | 'removed' | 'noTransaction';
    }
  | {
      readonly kind: 'gridAlarm';
      readonly control: string;
      readonly fault?: string;
      readonly ended: boolean;
      readonly info?: string;
      readonly time: SentTime;
    }
  | {
      readonly kind: 'gridControlChanged';
      readonly controlId: string;
      readonly started: boolean;
      readonly superseded: readonly string[];
      readonly time: SentTime;
    }
  | {
      readonly kind: 'streamOpened';
      readonly streamId: number;
      readonly monitorId: number;
      readonly intervalSeconds?: number;
      readonly values?: number;
    }
  | { readonly kind: 'streamClosed'; readonly streamId: number }
  /** Values of an open stream. `pending`: so many still wait at the station. */
  | {
      readonly kind: 'streamValues';
      readonly streamId: number;
      readonly pending: number;
      readonly time: SentTime;
      readonly values: readonly { readonly at?: Instant; readonly value: string }[];
    }
  | {
      readonly kind: 'batterySwap';
      readonly event: 'in' | 'out' | 'timeout';
      readonly requestId: number;
      readonly token: PresentedToken;
      readonly batteries: readonly {
        readonly evse: number;
        readonly serial: string;
        readonly soc: number;
        readonly health: number;
      }[];
    }
  | { readonly kind: 'vatNumber'; readonly vat: string; readonly place?: Partial<Place> };
