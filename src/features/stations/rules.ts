import type { Standing } from '../../domain/standing.ts';
import type { AskedField } from './field-store.ts';

export const sorts = ['name', 'standing', 'lastMessage', 'power', 'model', 'protocol'] as const;
export type StationSort = (typeof sorts)[number];
/** By a field of additional information. */
export type FieldSort = `field.${number}`;
export const isFieldSort = (sort: string): sort is FieldSort => sort.startsWith('field.');

export interface StationFilter {
  readonly text?: string;
  readonly standing?: readonly Standing[];
  readonly connected?: boolean;
  readonly protocol?: readonly string[];
  readonly vendor?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly location?: string;
  readonly locationId?: number;
  readonly entityId?: number;
  readonly modelId?: number;
  readonly openErrors?: boolean;
  readonly unauthenticated?: boolean;
  readonly decommissioned?: boolean;
  /** Conditions on additional information. */
  readonly fields?: readonly AskedField[];
}

/** Newest and strongest first, everything else from the start of the alphabet or the worst. */
export const usualOrder = (sort: StationSort | FieldSort): 'asc' | 'desc' =>
  sort === 'lastMessage' || sort === 'power' ? 'desc' : 'asc';

/** As it is stored and looked up. */
export const searchText = (text: string | undefined): string | undefined => text?.trim().toLowerCase() || undefined;

/** Characters of a station's password, which all versions take (1.6 security whitepaper A.2; 2.0.1 BasicAuthPassword 16 to 40). */
export const stationPasswordLength = 20;

/**
 * Where a station connects: the identity is the last segment, URL-escaped (OCPP-J 1.6 section 3.1.1). With several
 * operators theirs comes before it, because two of them may have the same identity.
 */
export const stationUrl = (base: string, operatorSlug: string | undefined, identity: string): string =>
  `${base}${operatorSlug === undefined ? '' : `${encodeURIComponent(operatorSlug)}/`}${encodeURIComponent(identity)}`;

/** Seconds of drift above which times of this station are not to be trusted. */
const driftLimit = 60;

export type Badge = 'unauthenticated' | 'notAdopted' | 'decommissioned' | 'demo' | 'clockDrift' | 'noCredentials';

export function badgesOf(station: {
  readonly unauthenticatedAllowed: boolean;
  readonly adopted: boolean;
  readonly decommissioned: boolean;
  readonly demo: boolean;
  readonly hasCredentials: boolean;
  readonly driftSeconds: number | undefined;
}): Badge[] {
  const badges: Badge[] = [];
  if (station.decommissioned) badges.push('decommissioned');
  else if (!station.adopted) badges.push('notAdopted');
  if (station.unauthenticatedAllowed) badges.push('unauthenticated');
  else if (station.adopted && !station.decommissioned && !station.hasCredentials) badges.push('noCredentials');
  if (station.driftSeconds !== undefined && Math.abs(station.driftSeconds) > driftLimit) badges.push('clockDrift');
  if (station.demo) badges.push('demo');
  return badges;
}
