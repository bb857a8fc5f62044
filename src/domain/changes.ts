/**
 * What people can change on a station. Each is plain data, so that it can be asked of whichever node holds the
 * station, and kept inside a fact. Absent fields stay as they are; null empties a field.
 */
export type Change =
  | {
      readonly kind: 'describeStation';
      readonly name?: string;
      readonly publicName?: string | null;
      readonly location?: string | null;
      readonly address?: string | null;
      readonly timeZone?: string | null;
      readonly commissionedOn?: string | null;
      readonly warrantyUntil?: string | null;
      readonly gridLimitW?: number | null;
      readonly pendingAfterSeconds?: number | null;
      readonly note?: string | null;
      readonly entityId?: number | null;
      readonly locationId?: number | null;
      readonly modelId?: number | null;
      readonly ownerContactId?: number | null;
      readonly technicianContactId?: number | null;
    }
  | { readonly kind: 'adoptStation'; readonly name: string; readonly location?: string | null }
  /** The secret itself never enters a fact: only its salted hash. */
  | {
      readonly kind: 'setCredentials';
      readonly passwordHash: string;
      /** It came with the station, others may know it: replaced before the station is accepted (A00.FR.806). */
      readonly factory?: boolean;
    }
  | { readonly kind: 'allowUnauthenticated'; readonly allowed: boolean; readonly reason?: string }
  /** Raising and lowering by a person; only so can it become lower (A05.FR.07). */
  | { readonly kind: 'setMinimumProfile'; readonly profile: number; readonly reason?: string }
  /** Told as `certificate.revoked`. */
  | {
      readonly kind: 'revokeCertificate';
      readonly fingerprint: string;
      readonly name: string;
      readonly reason?: string;
    }
  | { readonly kind: 'addChargePoint'; readonly evse: number; readonly connector: number }
  | {
      readonly kind: 'describeChargePoint';
      readonly evse: number;
      readonly connector: number;
      readonly name?: string | null;
      readonly evseId?: string | null;
      readonly connectorType?: string | null;
      readonly maxPowerW?: number | null;
      readonly current?: 'AC' | 'DC' | null;
      readonly phases?: number | null;
      readonly cable?: boolean | null;
    }
  | { readonly kind: 'closeError'; readonly errorId: string }
  /** A station that is kept out for a while may come back at once (W-19). */
  | { readonly kind: 'liftBlock' }
  | { readonly kind: 'decommission' }
  /** Back in the network; its old password is worth nothing any more. */
  | { readonly kind: 'recommission' };
