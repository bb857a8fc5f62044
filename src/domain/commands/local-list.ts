import type { Authorisation, PresentedToken } from '../message.ts';

/** One card of a station's own list; without `authorisation` a differential update takes it off the list. */
export interface LocalListEntry {
  readonly token: PresentedToken;
  readonly authorisation?: Authorisation;
}

export type LocalListCommand =
  | {
      readonly kind: 'sendLocalList';
      /** The version the list has afterwards, 1 or more. */
      readonly version: number;
      readonly mode: 'full' | 'differential';
      readonly entries: readonly LocalListEntry[];
    }
  | { readonly kind: 'readLocalListVersion' };
