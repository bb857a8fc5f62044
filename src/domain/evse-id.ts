/**
 * EVSE-IDs by OICP 2.3: the ISO form `DE*AB7*E840*6487`, whose separators may be left out, and the DIN form
 * `+49*810*000*438`. Two ids are the same when their normal forms are.
 */

/** The ISO form as people know it: country, operator (issued by BDEW, AMP ...) and the operator's own number, without the E between. */
export interface EvseIdParts {
  readonly country: string;
  readonly operator: string;
  readonly number: string;
}

export const evseIdProblems = [
  'empty',
  'lowerCase',
  'separator',
  'country',
  'operator',
  'e',
  'number',
  'stars',
  'form',
] as const;
/** What is wrong, in one word; the first that applies. */
export type EvseIdProblem = (typeof evseIdProblems)[number];

export type EvseIdCheck = { readonly evseId: string; readonly normal: string } | { readonly problem: EvseIdProblem };

// OICP 2.3, EvseIDType
const oicp = /^(([A-Z]{2}\*?[A-Z0-9]{3}\*?E[A-Z0-9*]{1,30})|(\+?[0-9]{1,3}\*[0-9]{3}\*[0-9*]{1,32}))$/;
const iso = /^([A-Z]{2})\*?([A-Z0-9]{3})\*?E([A-Z0-9*]{1,30})$/;

/** Without separators, upper case: what must be unique. Also of texts that are no EVSE-ID. */
export const normalEvseId = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** The id as it is stored, or what is wrong with it. */
export function checkEvseId(text: string): EvseIdCheck {
  const evseId = text.trim();
  const problem = problemOf(evseId);
  return problem ? { problem } : { evseId, normal: normalEvseId(evseId) };
}

function problemOf(id: string): EvseIdProblem | undefined {
  if (id === '') return 'empty';
  if (oicp.test(id)) {
    // The pattern lets `DE*AB7*E**` pass: separators separate, they do not end or repeat.
    return /\*\*|\*$/.test(id) ? 'stars' : undefined;
  }
  if (id !== id.toUpperCase())
    return oicp.test(id.toUpperCase()) ? 'lowerCase' : (problemOf(id.toUpperCase()) ?? 'form');
  if (/[^A-Z0-9*+]/.test(id)) return 'separator';
  if (!/^[A-Z]{2}/.test(id)) return 'country';
  const [, operator, rest] = /^[A-Z]{2}\*?([A-Z0-9]*)(.*)$/.exec(id)!;
  if (id[2] === '*' && operator!.length < 3) return 'operator';
  if (id[2] === '*' && operator!.length === 3 && !rest!.startsWith('*E')) return 'e';
  return 'form';
}

/** Puts the E in once, also where it was typed (CP-3), and writes the separators. */
export function joinEvseId(parts: EvseIdParts): EvseIdCheck {
  const country = parts.country.trim().toUpperCase();
  const operator = parts.operator.trim().toUpperCase();
  const number = parts.number.trim().toUpperCase().replace(/^\*/, '').replace(/^E/, '');
  if (country === '' && operator === '' && number === '') return { problem: 'empty' };
  if (!/^[A-Z]{2}$/.test(country)) return { problem: 'country' };
  if (!/^[A-Z0-9]{3}$/.test(operator)) return { problem: 'operator' };
  if (!/^[A-Z0-9*]{1,30}$/.test(number) || !/[A-Z0-9]/.test(number)) return { problem: 'number' };
  return checkEvseId(`${country}*${operator}*E${number}`);
}

/** The parts of the ISO form; undefined for the DIN form. `joinEvseId` of them is the same id. */
export function splitEvseId(evseId: string): EvseIdParts | undefined {
  const [, country, operator, number] = iso.exec(evseId) ?? [];
  if (country === undefined || operator === undefined || number === undefined) return undefined;
  // A number that itself begins with E keeps both, because the first one is taken for the separator.
  return { country, operator, number: number.startsWith('E') ? `E${number}` : number };
}
