import type { NetworkProfile } from '../../domain/commands/customer.ts';
import type { VariableName } from '../../domain/commands/device-model.ts';
import type { Retrieval } from '../../domain/commands/firmware.ts';
import type { Command } from '../../domain/commands.ts';
import type { PresentedToken } from '../../domain/message.ts';

/** What differs between 2.0.1 and 2.1, in characters. */
export interface Longest {
  readonly idToken: number;
  readonly value: number;
  readonly url: number;
  readonly text: number;
  readonly rootCertificate: number;
  readonly network: { readonly user: number; readonly password: number };
}
/** The same in both. */
const longest = { certificate: 5500, signature: 800, chain: 10_000 } as const;

/** OCPPInterfaceEnumType; `Any` is of 2.1. */
const interfaceName = /^(Wired[0-3]|Wireless[0-3]|Any)$/;

const variableKey = (name: VariableName): string =>
  JSON.stringify([
    name.component,
    name.componentInstance ?? '',
    name.evse ?? 0,
    name.connector ?? 0,
    name.variable,
    name.variableInstance ?? '',
    name.attribute ?? 'Actual',
  ]);

/** What 2.x cannot do within commands it knows, as a sentence for the operator. */
export function unsupportedIn(protocol: string, most: Longest): (command: Command) => string | undefined {
  const cardFault = ({ number, group }: PresentedToken): string | undefined => {
    if (number.length > most.idToken) return `${protocol} knows card numbers of up to ${most.idToken} characters`;
    return group !== undefined && group.length > most.idToken
      ? `${protocol} knows card groups of up to ${most.idToken} characters`
      : undefined;
  };
  const addressFault = ({ url }: Retrieval): string | undefined =>
    url.length > most.url ? `${protocol} knows addresses of up to ${most.url} characters` : undefined;
  const firmwareFault = (command: Extract<Command, { kind: 'updateFirmware' }>): string | undefined => {
    if ((command.signed?.certificate.length ?? 0) > longest.certificate)
      return `${protocol} knows certificates of up to ${longest.certificate} characters`;
    return (command.signed?.signature.length ?? 0) > longest.signature
      ? `${protocol} knows signatures of up to ${longest.signature} characters`
      : addressFault(command);
  };
  const networkFault = (profile: NetworkProfile): string | undefined => {
    const { apn, vpn } = profile;
    if (!interfaceName.test(profile.interface)) return `${protocol} does not know this network interface`;
    const users = [apn?.user, vpn?.user, vpn?.group];
    if (users.some((text) => (text?.length ?? 0) > most.network.user))
      return `${protocol} knows network users of up to ${most.network.user} characters`;
    return [apn?.password, vpn?.password].some((text) => (text?.length ?? 0) > most.network.password)
      ? `${protocol} knows network passwords of up to ${most.network.password} characters`
      : addressFault(profile);
  };
  const ofMessages = `${protocol} knows messages of up to ${most.text} characters`;

  return (command) => {
    switch (command.kind) {
      case 'start':
      case 'reserve':
      case 'requestBatterySwap':
        return cardFault(command.token);
      case 'readCustomer':
        return command.token && cardFault(command.token);
      case 'sendLocalList':
        return command.entries.map(({ token }) => cardFault(token)).find((fault) => fault !== undefined);
      case 'unlock':
        return command.place.evse < 1 || command.place.connector < 1 ? 'Name the connector to unlock' : undefined;
      case 'readSettings':
        return command.names?.length === 0 ? 'Name at least one setting to read' : undefined;
      case 'writeSettings':
        if (command.values.length === 0) return 'Name at least one setting to change';
        // B05.FR.13; an omitted attribute counts as Actual
        if (new Set(command.values.map(({ name }) => variableKey(name))).size < command.values.length)
          return 'A variable is named twice: it can be given one value at a time';
        return command.values.some(({ value }) => value.length > most.value)
          ? `${protocol} knows values of up to ${most.value} characters`
          : undefined;
      case 'clearChargingProfiles': {
        const { profileIds, evse, purpose, stackLevel } = command.filter;
        // K10.FR.02
        if (profileIds === undefined)
          return evse === undefined && purpose === undefined && stackLevel === undefined
            ? `${protocol} asks which charging profiles are meant: name one, a charge point, a purpose or a level`
            : undefined;
        return profileIds.length === 1 ? undefined : 'Charging profiles are removed one at a time, or all that fit';
      }
      case 'updateFirmware':
        return firmwareFault(command);
      case 'publishFirmware':
      case 'readLog':
        return addressFault(command);
      case 'installCertificate':
        if (command.use === 'v2gChain') return 'A chain is not installed like this: the station asks for it';
        return command.certificate.length > most.rootCertificate
          ? `${protocol} knows certificates of up to ${most.rootCertificate} characters`
          : undefined;
      case 'deliverCertificate':
        return command.chain.length > longest.chain
          ? `${protocol} knows chains of certificates of up to ${longest.chain} characters`
          : undefined;
      case 'setDisplayMessage':
        return [command.message.content, ...(command.message.more ?? [])].some(({ text }) => text.length > most.text)
          ? ofMessages
          : undefined;
      case 'setNetworkProfile':
        return networkFault(command.profile);
      default:
        return undefined;
    }
  };
}
