import type { PresentedToken } from '../message.ts';

/** 2.1 only. */
export type PaymentCommand =
  /** Somebody scanned the code at this EVSE and is paying on the web; the station shows it for so long. */
  | { readonly kind: 'notifyWebPaymentStarted'; readonly evse: number; readonly timeoutSeconds: number }
  | { readonly kind: 'requestBatterySwap'; readonly requestId: number; readonly token: PresentedToken };
