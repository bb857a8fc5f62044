import type { EvseIdParts } from '../../domain/evse-id.ts';
import { checkEvseId, type EvseIdCheck, type EvseIdProblem, joinEvseId } from '../../domain/evse-id.ts';

/** Why an EVSE-ID is not accepted, for who uses the API; the console has its own sentences in its own language. */
export const evseIdSentences: Readonly<Record<EvseIdProblem, string>> = {
  empty: 'Enter an EVSE-ID.',
  lowerCase: 'An EVSE-ID is written in capital letters.',
  separator: 'An EVSE-ID is separated by * only.',
  country: 'The country is two letters, e.g. DE.',
  operator: 'The operator is three letters or digits, as issued by BDEW, AMP or another authority.',
  e: 'Between operator and number there must be an E.',
  number: 'The number is 1 to 30 letters, digits or *.',
  stars: 'A * stands between two parts: not twice in a row and not at the end.',
  form: 'This does not have the form of an EVSE-ID, e.g. DE*AB7*E840*6487.',
};

/** The id that a form holds, whole or in parts; undefined: it says nothing about it. Null empties it. */
export function enteredEvseId(form: {
  evseId?: string | null;
  evseIdParts?: EvseIdParts;
}): EvseIdCheck | null | undefined {
  if (form.evseIdParts) return joinEvseId(form.evseIdParts);
  if (form.evseId === undefined || form.evseId === null) return form.evseId;
  return checkEvseId(form.evseId);
}

/** What the QR code at a charge point leads to. The id keeps its separators: `*` needs no escape in a path. */
export const evseUrl = (publicUrl: string, evseId: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/evse/${encodeURIComponent(evseId)}`;

export interface ShareRow {
  readonly evse: number;
  readonly connector: number;
  readonly name: string | null;
  readonly sessions: number;
  readonly known: number;
  readonly energyWh: number | null;
}

/** CP-1: energy is absent, and not zero, where there were sessions and none of them reported it. */
export function shareOf(row: ShareRow): {
  evse: number;
  connector: number;
  sessions: number;
  withoutEnergy: number;
  name?: string;
  energyWh?: number;
  averageWh?: number;
} {
  const silent = row.sessions > 0 && row.known === 0;
  return {
    evse: row.evse,
    connector: row.connector,
    sessions: row.sessions,
    withoutEnergy: row.sessions - row.known,
    ...(row.name === null ? {} : { name: row.name }),
    ...(silent ? {} : { energyWh: row.energyWh ?? 0 }),
    ...(row.known > 0 ? { averageWh: (row.energyWh ?? 0) / row.known } : {}),
  };
}

/** The sum over charge points; absent when all that had sessions were silent. */
export function energySum(rows: readonly ShareRow[]): number | undefined {
  const busy = rows.filter((row) => row.sessions > 0);
  if (busy.length > 0 && busy.every((row) => row.known === 0)) return undefined;
  return rows.reduce((sum, row) => sum + (row.energyWh ?? 0), 0);
}
