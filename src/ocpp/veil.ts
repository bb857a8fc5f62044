// Whose card it is: kept as sent, hidden in frames that are shown to people without the right to personal data (RGT-1, LOG-5).
import { hidden } from '../domain/secret.ts';

const deepest = 64;

/** A text without any of these names no card and no person. A `\u` escape may spell one of them. */
const suspicion = /id_?tag|id_?token|emaid|contract_?id|customer_?identifier|\\u00/i;

const personal =
  /^(parent_?)?id_?tag$|^(group_?|additional_?)?id_?token$|^emaid$|^contract_?id$|^customer_?identifier$/i;

type Json = unknown;
type Fields = Record<string, Json>;
const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function createVeil() {
  let found = false;
  const hide = (): string => {
    found = true;
    return hidden;
  };

  function walk(value: Json, below: boolean, depth: number): Json {
    if (depth > deepest) return hide();
    if (typeof value === 'string') return below && value !== '' ? hide() : inner(value, depth);
    if (typeof value === 'number') return below ? hide() : value;
    if (Array.isArray(value)) return value.map((entry) => walk(entry, below, depth + 1));
    if (!isFields(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [
        name,
        // `{ idToken: { idToken, type } }`: what kind of card it is tells nobody whose.
        walk(entry, personal.test(name) && !isFields(entry), depth + 1),
      ]),
    );
  }

  /** Manufacturers put JSON into text fields (DataTransfer). */
  function inner(text: string, depth: number): string {
    if (!suspicion.test(text)) return text;
    const parsed = /^\s*[[{]/.test(text) ? parse(text) : undefined;
    if (parsed === undefined) return /["=:]/.test(text) ? hide() : text;
    return JSON.stringify(walk(parsed.json, false, depth + 1));
  }

  return (json: Json, text: string): string => {
    const veiled = walk(json, false, 0);
    return found ? JSON.stringify(veiled) : text;
  };
}

function parse(text: string): { readonly json: Json } | undefined {
  try {
    return { json: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

/** The text of a frame without card numbers. One that has none comes back byte for byte; one that cannot be read is hidden. Never throws. */
export function veilFrame(text: string): string {
  if (!suspicion.test(text)) return text;
  const parsed = parse(text);
  if (parsed === undefined) return hidden;
  return createVeil()(parsed.json, text);
}
