// Secrets in frames are kept as sent (the frame is evidence and must replay), and hidden wherever a frame is shown or
// exported: API, console, file (COM-5, S-13; OCPP 2.0.1 A01.FR.09).
import { hidden, isSecretName } from '../domain/secret.ts';
import { withoutLogins } from '../lib/addresses.ts';

const deepest = 64;

/** A frame without any of these holds no secret. A `\u` escape may spell one of them. */
const suspicion =
  /CustomerInformation|pass|secret|authori[sz]ationkey|private_?key|psk|pin|key_?code|api_?key|vpn|:(\/|\\\/){2}|\\u00/i;

/** The fields that carry the value of a named setting, in all versions. */
const valueFields = new Set(['value', 'attributeValue', 'actualValue']);

export { isSecretName };

type Json = unknown;
type Fields = Record<string, Json>;

/** What of a value to hide: all of it, only the value fields of the objects in it, or what is secret by itself. */
type Extent = 'all' | 'values' | 'own';

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ key: ... }` of 1.6 and `{ variable: { name: ... } }` of 2.x name the setting whose value stands beside. */
const settingIn = (fields: Fields): Json => (isFields(fields.variable) ? fields.variable.name : fields.key);

function createMask() {
  let found = false;
  const hide = (): string => {
    found = true;
    return hidden;
  };

  function text(value: string, depth: number): string {
    if (!suspicion.test(value)) return value;
    // Manufacturers put JSON into text fields (DataTransfer).
    if (/^\s*[[{]/.test(value)) {
      const parsed = parse(value);
      if (parsed === undefined) return blind(value);
      const before = found;
      found = false;
      const inside = walk(parsed.json, 'own', depth + 1);
      const result = found ? JSON.stringify(inside) : value;
      found ||= before;
      return result;
    }
    return withoutLogins(value, hide);
  }

  function field(fields: Fields, key: string, extent: Extent): Extent {
    if (extent === 'all' || isSecretName(key)) return 'all';
    if (extent === 'values' && valueFields.has(key)) return 'all';
    if (isSecretName(settingIn(fields))) {
      if (valueFields.has(key)) return 'all';
      if (key === 'variableAttribute') return 'values';
    }
    // OCPP 2.x C04.FR.04: a code that a person types is a secret, too.
    if (key === 'idToken' && typeof fields.type === 'string' && /^keycode$/i.test(fields.type)) return 'all';
    // The shared key of a VPN is called just `key` (SetNetworkProfile); elsewhere a key is a name.
    return key === 'key' && 'server' in fields ? 'all' : 'own';
  }

  function walk(value: Json, extent: Extent, depth: number): Json {
    if (depth > deepest) return hide();
    if (typeof value === 'string') return extent === 'all' ? hide() : text(value, depth);
    if (typeof value === 'number') return extent === 'all' ? hide() : value;
    if (Array.isArray(value)) return value.map((entry) => walk(entry, extent, depth + 1));
    if (!isFields(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, walk(entry, field(value, key, extent), depth + 1)]),
    );
  }

  const withoutData = (frame: Json[]): Json =>
    frame.map((part, index) =>
      index === 3 && isFields(part) && 'data' in part ? { ...part, data: hide() } : walk(part, 'own', 0),
    );

  /** A text that should be JSON and is not: if it names a secret, none of its values is shown. */
  function blind(value: string): string {
    return withoutLogins(value, hide)
      .replace(/(:\s*)"(?:[^"\\]|\\.)*"?/g, (_, colon: string) => `${colon}"${hide()}"`)
      .replace(
        /([a-z_]{0,40}(?:pass(?:word|wd)?|secret|key|psk|pin)\\?"?\s*[=:,]\s*)[^\s",}\]\u2022]+/gi,
        (_, before: string) => `${before}${hide()}`,
      );
  }

  return (frame: string): string => {
    const parsed = parse(frame);
    if (parsed === undefined) return blind(frame);
    // What a station tells of a person is for whoever asked, not for readers of the log.
    const about = Array.isArray(parsed.json) && parsed.json[2] === 'NotifyCustomerInformation';
    const masked = about ? withoutData(parsed.json as Json[]) : walk(parsed.json, 'own', 0);
    return found ? JSON.stringify(masked) : frame;
  };
}

function parse(text: string): { readonly json: Json } | undefined {
  try {
    return { json: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

/** The text of a frame without its secrets. A frame that has none comes back byte for byte. Never throws. */
export const maskFrame = (text: string): string => (suspicion.test(text) ? createMask()(text) : text);
