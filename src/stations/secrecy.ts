import type { Command } from '../domain/commands.ts';
import { isPasswordSetting, passwordSetting } from '../domain/password.ts';
import { withoutSecrets } from '../domain/secret.ts';
import type { StationsContext } from './context.ts';
import { newStationPassword, passwordOfSetting, passwordToSetting } from './credentials.ts';

/**
 * A command as it is kept: secrets in it go to the station and nowhere else (S-13). Of a password the hash stays, with which a change
 * that was interrupted can be finished. The same object when there is nothing to hide.
 */
export function keptCommand(command: Command, protocol: string, credentials: StationsContext['credentials']): Command {
  const kept = withoutSecrets(command);
  if (command.kind === 'setNetworkProfile' && kept.kind === 'setNetworkProfile') {
    const { basicAuthPassword } = command.profile;
    return basicAuthPassword === undefined ? kept : { ...kept, passwordHash: credentials.hash(basicAuthPassword) };
  }
  if (command.kind !== 'writeSettings' || kept.kind !== 'writeSettings') return kept;
  const password = command.values.find(({ name }) => isPasswordSetting(name));
  if (password === undefined) return kept;
  return { ...kept, passwordHash: credentials.hash(passwordOfSetting(password.value, protocol)) };
}

/** A new password for the station that nobody ever sees. */
export const passwordChange = (protocol: string): Command => ({
  kind: 'writeSettings',
  values: [{ name: passwordSetting(protocol), value: passwordToSetting(newStationPassword(), protocol) }],
});
