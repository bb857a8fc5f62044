import type { VariableName } from './commands/device-model.ts';
import type { Command } from './commands.ts';
import { isPasswordSetting } from './password.ts';
import type { StationState } from './state.ts';

// How a station reaches us. From 2.1 on each slot of it is a component instance whose variables can be written one by one (B09).

type Written = Extract<Command, { kind: 'writeSettings' }>['values'][number];

/** The slots in use, in their order, with commas between them. */
export const networkPriority: VariableName = { component: 'OCPPCommCtrlr', variable: 'NetworkConfigurationPriority' };

const isOfSlot = ({ component }: VariableName): boolean => component.toLowerCase() === 'networkconfiguration';

/** What makes a connection over a mobile network, or through a tunnel. */
const parts = [
  { enabled: 'ApnEnabled', of: /^(apn(username|password|authentication)?|simpin|(useonly)?preferrednetwork)$/i },
  { enabled: 'VpnEnabled', of: /^vpn(type|server|user|group|password|key)$/i },
] as const;

const enabledOf = (slot: string, variable: string): VariableName => ({
  component: 'NetworkConfiguration',
  componentInstance: slot,
  variable,
});

const named = (values: readonly Written[], name: string): Written | undefined =>
  values.find(({ name: { variable } }) => variable.toLowerCase() === name.toLowerCase());

/** The written values by slot. */
function slotsOf(values: readonly Written[]): Map<string, Written[]> {
  const slots = new Map<string, Written[]>();
  for (const value of values) {
    if (!isOfSlot(value.name)) continue;
    const slot = value.name.componentInstance ?? '';
    slots.set(slot, [...(slots.get(slot) ?? []), value]);
  }
  return slots;
}

/** What must be known about the station before such a command can be judged. */
export function networkNeeds(values: readonly Written[]): readonly VariableName[] {
  const slots = [...slotsOf(values).keys()];
  if (slots.length === 0) return [];
  return [networkPriority, ...slots.flatMap((slot) => parts.map(({ enabled }) => enabledOf(slot, enabled)))];
}

/** What a station last said a setting holds. */
export type SettingOf = (name: VariableName) => string | undefined;

/** OCPP 2.1 B09.FR.21: never a slot that is in use, for the station could be lost with it. */
export function badNetwork(values: readonly Written[], settingOf: SettingOf): string | undefined {
  const slots = slotsOf(values);
  if (slots.size === 0) return undefined;
  const priority = settingOf(networkPriority);
  if (priority === undefined)
    return 'Read NetworkConfigurationPriority first: nobody knows which slots the station uses now';
  const used = priority.split(',').map((slot) => slot.trim());
  for (const [slot, written] of slots) {
    if (used.includes(slot))
      return `Slot ${slot} is in use: write another one, then change NetworkConfigurationPriority`;
    for (const { enabled, of } of parts)
      if (written.some(({ name }) => of.test(name.variable)) && isFalse(named(written, enabled)))
        return `${enabled} cannot be false while what it needs is written`;
  }
  return undefined;
}

const isFalse = (written: Written | undefined): boolean => written?.value.toLowerCase() === 'false';

/**
 * OCPP 2.1 B09.FR.29, FR.30: with the settings of a mobile network or a tunnel goes that it is to be used, without them that it is not,
 * except where the station has it already.
 */
export function withNetworkParts(command: Command, settingOf: SettingOf): Command {
  if (command.kind !== 'writeSettings' || command.values.some(({ name }) => isPasswordSetting(name))) return command;
  const added: Written[] = [];
  for (const [slot, written] of slotsOf(command.values))
    for (const { enabled, of } of parts) {
      if (named(written, enabled) !== undefined) continue;
      const name = enabledOf(slot, enabled);
      const uses = written.some((one) => of.test(one.name.variable));
      if (uses || settingOf(name)?.toLowerCase() !== 'true') added.push({ name, value: String(uses) });
    }
  return added.length === 0 ? command : { ...command, values: [...command.values, ...added] };
}

/**
 * No message lowers a security profile (OCPP 2.0.1 A05, B09.FR.04; 1.6 security whitepaper A00.FR.005): first a person says here that it
 * may be lower, which is on record.
 */
export function lowersProfile({ master }: StationState, command: Command): string | undefined {
  const least = master.unauthenticatedAllowed ? 0 : master.minimumProfile;
  const refuse = (profile: number) =>
    profile < least
      ? `Security profile ${profile} is below ${least}, the least this station is let in with: lower that first`
      : undefined;
  if (command.kind === 'setNetworkProfile') return refuse(command.profile.securityProfile);
  if (command.kind !== 'writeSettings') return undefined;
  for (const { name, value } of command.values) {
    const variable = name.variable.toLowerCase();
    if (variable === 'securityprofile' && refuse(Number(value)) !== undefined) return refuse(Number(value));
    if (variable === 'allowsecurityprofiledowngrade' && value.toLowerCase() === 'true' && least > 2) return refuse(2);
  }
  return undefined;
}
