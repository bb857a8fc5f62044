import type { Check, Violation } from './table.ts';

/** What ajv's standalone code exports, as far as we use it. */
export interface Validator {
  (payload: unknown): boolean;
  readonly errors?: readonly Fault[] | null;
}
export interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface GeneratedValidators {
  tolerant(): Record<string, Validator>;
  strict(): Record<string, Validator>;
}

const maxListed = 20;
const maxText = 200;

const rules: Readonly<Record<string, Violation['rule']>> = {
  required: 'missing',
  additionalProperties: 'extra',
  type: 'type',
  enum: 'value',
  const: 'value',
  maxLength: 'value',
  minLength: 'value',
  minimum: 'value',
  maximum: 'value',
  multipleOf: 'value',
  pattern: 'value',
  minItems: 'cardinality',
  maxItems: 'cardinality',
};

/** Names that come from a station, made safe to show: no control characters, bounded. */
const safe = (name: unknown): string =>
  String(name)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
    .replace(/[\u0000-\u001f\u007f]/g, '?')
    .slice(0, 60);

const pathOf = (pointer: string): string =>
  pointer
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');

/** Says what is wrong and where, never the value: it may be a secret. */
function describe({ instancePath, keyword, params }: Fault): string {
  const place = safe(pathOf(instancePath)) || 'payload';
  const within = (name: unknown) => (instancePath === '' ? safe(name) : `${place}.${safe(name)}`);
  switch (keyword) {
    case 'required':
      return `${within(params.missingProperty)} is missing`;
    case 'additionalProperties':
      return `${within(params.additionalProperty)} is not part of this message`;
    case 'type':
      return `${place} is not of type ${String(params.type).replaceAll(',', ' or ')}`;
    case 'enum':
      return `${place} is not one of the allowed values`;
    case 'maxLength':
      return `${place} is longer than ${params.limit} characters`;
    case 'minItems':
      return `${place} has fewer than ${params.limit} entries`;
    case 'maxItems':
      return `${place} has more than ${params.limit} entries`;
    case 'minimum':
    case 'maximum':
      return `${place} must be ${params.comparison} ${params.limit}`;
    case 'multipleOf':
      return `${place} must be a multiple of ${params.multipleOf}`;
    case 'pattern':
      return `${place} is not a date and time with a zone`;
    default:
      return `${place} breaks the rule ${keyword}`;
  }
}

/** `anyOf` only tells that a value or null was expected; the fault before it says what was wrong. */
const telling = (fault: Fault) => fault.keyword !== 'anyOf' && fault.params.type !== 'null';

const ruleOf = ({ keyword, instancePath }: Fault): Violation['rule'] =>
  keyword === 'type' && instancePath === '' ? 'form' : (rules[keyword] ?? 'form');

const missingIn = (faults: readonly Fault[]): readonly string[] =>
  faults
    .filter(({ keyword }) => keyword === 'required')
    .slice(0, maxListed)
    .map(({ instancePath, params }) => safe([pathOf(instancePath), params.missingProperty].filter(Boolean).join('.')));

function violation(first: readonly Fault[], every: readonly Fault[]): Violation {
  const fault = first.find(telling) ?? first[0];
  if (fault === undefined) return { rule: 'form', text: 'payload does not fit', all: [] };
  const all = [...new Set([fault, ...every.filter(telling)].slice(0, maxListed).map(describe))];
  const missing = missingIn(every);
  return {
    rule: ruleOf(fault),
    text: describe(fault).slice(0, maxText),
    all,
    ...(missing.length === 0 ? {} : { missing }),
  };
}

/**
 * The payload checks of one OCPP version. The generated code runs on first use of the version; after that a check is
 * one function call. Only a payload that fails is looked at a second time, to list everything that is wrong with it.
 */
export function createChecks(generated: GeneratedValidators) {
  let tolerant: Record<string, Validator> | undefined;
  let strict: Record<string, Validator> | undefined;
  const checks = new Map<string, Check>();

  function make(key: string, strictly: boolean): Check | undefined {
    tolerant ??= generated.tolerant();
    strict ??= generated.strict();
    const every = Object.hasOwn(strict, key) ? strict[key] : undefined;
    const decides = strictly || !Object.hasOwn(tolerant, key) ? every : tolerant[key];
    if (every === undefined || decides === undefined) return undefined;
    return (payload) => {
      if (decides(payload)) return undefined;
      const first = decides.errors ?? [];
      return violation(first, every(payload) ? [] : (every.errors ?? []));
    };
  }

  return (action: string, side: 'call' | 'answer', strictly = false): Check | undefined => {
    const key = `${action}.${side}`;
    const name = strictly ? `${key}.strict` : key;
    const known = checks.get(name);
    if (known !== undefined) return known;
    const check = make(key, strictly);
    // Only what exists is remembered: unknown actions come from outside and have no bound.
    if (check !== undefined) checks.set(name, check);
    return check;
  };
}
