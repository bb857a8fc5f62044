/** OCPP-J frames: text to parts and back. Knows the envelope, nothing of what is inside. Pure. */

export type Form =
  | 'call'
  | 'send'
  | 'result'
  | 'error'
  | 'resultError'
  /** A message type that does not exist. */
  | 'otherType'
  /** Not JSON, or a call whose envelope is wrong. */
  | 'broken'
  /** An answer whose envelope is wrong: answering an answer would never end. */
  | 'brokenAnswer';

export interface WireFrame {
  readonly form: Form;
  /** Absent where it cannot be read. */
  readonly id: string | undefined;
  /** The action of a call or send; the code of an error; else empty. */
  readonly action: string;
  readonly payload: unknown;
  /** The error description, or what is wrong with the envelope. */
  readonly detail: string;
}

/** OCPP-J 1.6 section 4.1.4, 2.1 Part 4 section 4.1.4 */
const maxId = 36;
/** OCPP 2.1 Part 4 section 4.2.3 */
const maxDescription = 255;
/** "When also the message id cannot be read" (2.1 Part 4 section 4.2.3); 1.6 has no word on it, stations expect the same. */
export const unreadableId = '-1';

const frame = (form: Form, id: string | undefined, action: string, payload: unknown, detail: string): WireFrame => ({
  form,
  id,
  action,
  payload,
  detail,
});
const broken = (id: string | undefined, detail: string): WireFrame => frame('broken', id, '', undefined, detail);

/** Never throws, whatever the text. */
export function parseFrame(text: string): WireFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken(undefined, 'The frame is not JSON');
  }
  if (!Array.isArray(value)) return broken(undefined, 'The frame is not a JSON array');
  let id = typeof value[1] === 'string' && value[1].length > 0 && value[1].length <= maxId ? value[1] : undefined;
  // NUL cannot be stored as text and half a surrogate pair is no text at all: both can only come escaped (W-13).
  if (text.includes('\\u') && /\\u(0000|[dD][89a-fA-F])/.test(text)) {
    if (id !== undefined && clean(id) !== id) id = undefined;
    try {
      for (let i = 2; i < value.length; i++) value[i] = cleanDeep(value[i], 0);
    } catch {
      return broken(id, 'The frame is nested too deeply');
    }
  }
  switch (value[0]) {
    case 2:
      return parseCall('call', id, value);
    case 6:
      return parseCall('send', id, value);
    case 3:
      if (id === undefined || value.length !== 3)
        return frame('brokenAnswer', id, '', undefined, 'A CALLRESULT has a message id and a payload');
      return frame('result', id, '', value[2] ?? {}, '');
    case 4:
    case 5:
      if (id === undefined)
        return frame(
          'brokenAnswer',
          undefined,
          '',
          undefined,
          'The message id is missing or not a text of 1 to 36 characters',
        );
      return frame(
        value[0] === 4 ? 'error' : 'resultError',
        id,
        nameOr(value[2], 'GenericError'),
        value[4] ?? {},
        typeof value[3] === 'string' ? value[3] : '',
      );
    default:
      if (typeof value[0] === 'number' || typeof value[0] === 'string')
        return frame('otherType', id, '', undefined, 'This message type is not known');
      return broken(id, 'The frame does not begin with a message type');
  }
}

function parseCall(form: 'call' | 'send', id: string | undefined, value: readonly unknown[]): WireFrame {
  if (id === undefined) return broken(undefined, 'The message id is missing or not a text of 1 to 36 characters');
  if (typeof value[2] !== 'string') return broken(id, 'The action is missing or not a text');
  if (value.length !== 4) return broken(id, 'A call has four elements');
  // OCPP-J 1.6 section 4.2.1: null is another notation for no payload.
  return frame(form, id, value[2], value[3] ?? {}, '');
}

const nameOr = (value: unknown, fallback: string): string =>
  typeof value === 'string' && value !== '' ? value.slice(0, 100) : fallback;

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const nul = /\u0000/g;
const clean = (text: string): string => text.replace(nul, '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');

function cleanDeep(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 500) throw new RangeError('too deep');
  if (Array.isArray(value)) return value.map((item) => cleanDeep(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleanDeep(item, depth + 1)]));
}

/** A frame that is no JSON may hold a raw NUL, which cannot be stored as text: it is kept as its escape. */
export const storable = (text: string): string => (text.includes('\0') ? text.replace(nul, '\\u0000') : text);

export const callText = (id: string, action: string, payload: unknown): string =>
  `[2,${JSON.stringify(id)},${JSON.stringify(action)},${JSON.stringify(payload)}]`;
export const resultText = (id: string, payload: unknown): string =>
  `[3,${JSON.stringify(id)},${JSON.stringify(payload)}]`;
export const errorText = (id: string | undefined, code: string, description: string): string =>
  failureText(4, id ?? unreadableId, code, description);
export const resultErrorText = (id: string, code: string, description: string): string =>
  failureText(5, id, code, description);

/** Details are always an object, the description never longer than the specification allows (W-11). */
const failureText = (type: 4 | 5, id: string, code: string, description: string): string =>
  `[${type},${JSON.stringify(id)},${JSON.stringify(code)},${JSON.stringify(clip(description))},{}]`;

function clip(text: string): string {
  if (text.length <= maxDescription) return text;
  return `${text.slice(0, maxDescription - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
