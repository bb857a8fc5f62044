import type { Instant } from '../../lib/time.ts';
import type { Place, PresentedToken } from '../message.ts';

export type ReservationCommand =
  | {
      readonly kind: 'reserve';
      readonly reservationId: number;
      /** Absent: any charge point of the station, where its version knows that. */
      readonly place?: Partial<Place>;
      /** 2.x: only a connector of this type, as OCPP names it. */
      readonly connectorType?: string;
      readonly token: PresentedToken;
      readonly expiresAt: Instant;
    }
  | { readonly kind: 'cancelReservation'; readonly reservationId: number };
