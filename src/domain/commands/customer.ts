import type { PresentedToken } from '../message.ts';
import type { CertificateHash } from './certificate.ts';

export type CustomerCommand =
  /** What the station holds about a person: report it, clear it, or both; the report arrives as messages. */
  | {
      readonly kind: 'readCustomer';
      readonly requestId: number;
      readonly report: boolean;
      readonly clear: boolean;
      readonly token?: PresentedToken;
      readonly customerId?: string;
      readonly certificate?: CertificateHash;
    }
  /** Running cost of a session in the station's currency. */
  | { readonly kind: 'tellCost'; readonly transactionId: string; readonly totalCost: number }
  | { readonly kind: 'readTransactionStatus'; readonly transactionId?: string }
  | {
      readonly kind: 'setNetworkProfile';
      readonly slot: number;
      readonly profile: NetworkProfile;
      /** The hash of the password in it, which is all that is kept of it; see domain/password.ts. */
      readonly passwordHash?: string;
    };

/** How a station reaches us from a slot of its own. */
export interface NetworkProfile {
  readonly version: 'OCPP16' | 'OCPP201' | 'OCPP21';
  readonly url: string;
  readonly messageTimeoutSeconds: number;
  readonly securityProfile: number;
  /** As OCPP names it, e.g. `Wired0`, `Wireless0`, `Any`. */
  readonly interface: string;
  readonly identity?: string;
  readonly basicAuthPassword?: string;
  readonly apn?: {
    readonly apn: string;
    readonly authentication: 'PAP' | 'CHAP' | 'NONE' | 'AUTO';
    readonly user?: string;
    readonly password?: string;
    readonly simPin?: number;
    readonly preferredNetwork?: string;
    readonly onlyPreferredNetwork?: boolean;
  };
  readonly vpn?: {
    readonly server: string;
    readonly user: string;
    readonly group?: string;
    readonly password: string;
    readonly key: string;
    readonly type: 'IKEv2' | 'IPSec' | 'L2TP' | 'PPTP';
  };
}
