import { type EnergyTransfer, energyTransfers } from './commands/energy.ts';
import type { ReportedVariable } from './message.ts';
import type { StationState } from './state.ts';

/** What a station told of itself that rules must know: values of variables by `abilityKey`. */
export type Abilities = Readonly<Record<string, string>>;

/** The variables that are kept for rules, by component (OCPP 2.1 part 2, chapter 2 of the device model). */
const watched: Readonly<Record<string, readonly string[]>> = {
  SmartChargingCtrlr: [
    'ACPhaseSwitchingSupported',
    'ChargingProfilePersistence',
    'MaxExternalConstraintsId',
    'PeriodsPerSchedule',
  ],
  ISO15118Ctrlr: ['Enabled'],
  V2XChargingCtrlr: ['Enabled', 'SupportedEnergyTransferModes'],
};
/** A station that names more places than this has its first ones known. */
const mostAbilities = 200;
const longestValue = 500;

const abilityKey = (component: string, variable: string, evse: number, instance = ''): string =>
  `${component}.${variable}${instance === '' ? '' : `.${instance}`}@${evse}`;

/** What is known after a report; the same object when it told nothing new. */
export function abilitiesAfter(before: Abilities, variables: readonly ReportedVariable[]): Abilities {
  let after: Record<string, string> | undefined;
  // Names of a station may be those of Object.prototype (`toString`).
  const isWatched = (component: string, variable: string) =>
    Object.hasOwn(watched, component) && watched[component]!.includes(variable);
  for (const { component, variable, variableInstance, evse, attribute, value } of variables) {
    if (attribute !== 'Actual' || value === undefined || !isWatched(component, variable)) continue;
    const key = abilityKey(component, variable, evse ?? 0, variableInstance);
    const known = after ?? before;
    if (known[key] === value || value.length > longestValue) continue;
    if (known[key] === undefined && Object.keys(known).length >= mostAbilities) continue;
    after ??= { ...before };
    after[key] = value;
  }
  return after ?? before;
}

/** The value at a charge point, or the one of the whole station. */
function valueAt(state: StationState, component: string, variable: string, evse: number, instance?: string) {
  const known = abilitiesOf(state);
  return known[abilityKey(component, variable, evse, instance)] ?? known[abilityKey(component, variable, 0, instance)];
}
export const abilitiesOf = (state: StationState): Abilities => {
  const held = state.held?.['abilities all'];
  return held?.kind === 'abilities' ? held.value : {};
};

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';
const number = (value: string | undefined): number | undefined => {
  const read = Number.parseInt(value ?? '', 10);
  return Number.isSafeInteger(read) ? read : undefined;
};

/** OCPP 2.0.1 K01.FR.20 */
export const switchesPhases = (state: StationState, evse: number): boolean =>
  isTrue(valueAt(state, 'SmartChargingCtrlr', 'ACPhaseSwitchingSupported', evse));

/** OCPP 2.1 K01.FR.80: numbers up to this belong to profiles that the station makes itself. */
export const externalProfilesUpTo = (abilities: Abilities): number | undefined =>
  number(abilities[abilityKey('SmartChargingCtrlr', 'MaxExternalConstraintsId', 0)]);

/** K15.FR.07, K17.FR.07 */
export const periodsPerSchedule = (state: StationState, evse: number): number | undefined =>
  number(valueAt(state, 'SmartChargingCtrlr', 'PeriodsPerSchedule', evse));

/** OCPP 2.1 E17.FR.15: profiles of sessions are still there after a restart. */
export const keepsSessionProfiles = (state: StationState): boolean =>
  isTrue(valueAt(state, 'SmartChargingCtrlr', 'ChargingProfilePersistence', 0, 'TxProfile'));

const isTransfer = (word: string): word is EnergyTransfer => (energyTransfers as readonly string[]).includes(word);

/**
 * The kinds of energy transfer of a charge point that can discharge cars (OCPP 2.1 Q01.FR.01, Q01.FR.32); of the whole station
 * where none is named and all of them do the same. Undefined: it does not, or it did not say.
 */
export function transfersAt(state: StationState, evse: number | undefined): readonly EnergyTransfer[] | undefined {
  const places =
    evse === undefined ? [...new Set(Object.values(state.connectors).map((one) => one.evse))] : ([evse] as const);
  let found: string | undefined;
  for (const place of places.filter((one) => one > 0)) {
    if (!isTrue(valueAt(state, 'ISO15118Ctrlr', 'Enabled', place))) return undefined;
    if (!isTrue(valueAt(state, 'V2XChargingCtrlr', 'Enabled', place))) return undefined;
    const modes = valueAt(state, 'V2XChargingCtrlr', 'SupportedEnergyTransferModes', place);
    if (modes === undefined || (found !== undefined && found !== modes)) return undefined;
    found = modes;
  }
  const transfers = found
    ?.split(',')
    .map((word) => word.trim())
    .filter(isTransfer);
  return transfers === undefined || transfers.length === 0 ? undefined : transfers;
}
