/** What is put in the place of a secret wherever something is kept or shown. */
export const hidden = '••••';

const secretName =
  /pass(word|wd|phrase|key)?$|secret|authori[sz]ationkey|private_?key|vpn_?key$|psk$|sim_?pin$|^pin$|api_?key/i;

/** Whether a setting or field of this name holds a secret, in any version: AuthorizationKey, BasicAuthPassword, WiFi keys. */
export const isSecretName = (name: unknown): boolean => typeof name === 'string' && secretName.test(name);

/** The number of a card as it may be shown: a code that a person types is a secret (OCPP 2.x C04.FR.04). */
export const shownNumber = (number: string, type: string | null | undefined): string =>
  type === 'keyCode' ? hidden : number;

const login = /([a-z][a-z0-9+.-]{0,15}:\/\/)[^\s"'<>/\\@]{1,256}@/gi;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ name: { variable }, value }` names the setting whose value stands beside. */
const settingIn = (fields: Fields): unknown =>
  isFields(fields.name) ? fields.name.variable : (fields.variable ?? undefined);

/**
 * The same without its secrets, for what is kept: commands, facts (S-13; OCPP 2.0.1 A01.FR.09). What has none comes back as it is,
 * the same object.
 */
export function withoutSecrets<T>(thing: T): T {
  return clean(thing, false) as T;
}

function clean(value: unknown, secret: boolean): unknown {
  if (typeof value === 'string') return secret && value !== '' ? hidden : value.replace(login, `$1${hidden}@`);
  if (typeof value === 'number') return secret ? 0 : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => clean(item, secret));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isFields(value)) return value;
  let changed = false;
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    // A hash tells nothing; the shared key of a VPN is called just `key`.
    const hides =
      name !== 'passwordHash' &&
      (secret ||
        isSecretName(name) ||
        (name === 'key' && 'server' in value) ||
        (name === 'value' && isSecretName(settingIn(value))));
    fields[name] = clean(field, hides);
    changed ||= fields[name] !== field;
  }
  return changed ? fields : value;
}
