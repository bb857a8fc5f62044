import type { Parcel, StationKey } from '../domain/ports.ts';

/** A parcel on its way into the database, and who waits for it. */
export interface Waiting {
  readonly parcel: Parcel;
  readonly bytes: number;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export const parcelOf = ({ parcel }: Waiting): Parcel => parcel;
export const stationOf = (key: StationKey): string => `${key.operatorId}.${key.stationId}`;

/** Roughly what a parcel holds in memory, bytes. */
export function sizeOf(parcel: Parcel): number {
  let bytes = 200 + parcel.facts.length * 400 + parcel.rows.length * 400;
  for (const frame of parcel.frames) bytes += 300 + frame.call.length + (frame.answer?.length ?? 0);
  for (const { answer } of parcel.answers) bytes += answer.length;
  return bytes;
}
