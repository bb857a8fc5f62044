import { createContext, useContext } from 'react';
import type { Protocol } from '../../../src/domain/ports.ts';
import { type Fault, fieldOfKey } from '../../../src/features/commands/fields/check.ts';
import type { Fields } from '../../../src/features/commands/fields/field.ts';
import type { Raw, RawFields } from '../../../src/features/commands/fields/read.ts';
import type { StationHead } from '../../../src/features/tabs.ts';

/** What the fields of a form share. */
export interface FormState {
  readonly station: StationHead;
  readonly protocol: Protocol | undefined;
  /** The site's zone: times are typed as its clocks show them. */
  readonly zone: string | undefined;
  readonly faults: Readonly<Record<string, Fault>>;
  /** What the server said of single fields. */
  readonly refused: Readonly<Record<string, string>>;
}

export const FormContext = createContext<FormState | undefined>(undefined);
export function useForm(): FormState {
  const state = useContext(FormContext);
  if (!state) throw new Error('a field needs a form around it');
  return state;
}

/** A copy with the value at a path changed. */
export function changed(raw: RawFields, path: string, value: Raw): RawFields {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...raw, [first]: value };
  const inner = raw[first];
  if (Array.isArray(inner)) {
    const [index, ...below] = rest as [string, ...string[]];
    const items = inner.map((item, at) =>
      at === Number(index) ? (below.length === 0 ? value : changed(item as RawFields, below.join('.'), value)) : item,
    );
    return { ...raw, [first]: items as readonly RawFields[] };
  }
  return { ...raw, [first]: changed((inner as RawFields | undefined) ?? {}, rest.join('.'), value) };
}

/** The path in the form of a field that the server names by its place in the body. */
export function formPath(fields: Fields, path: string): string {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  const name = fieldOfKey(fields, first);
  const field = fields[name];
  if (field?.type === 'group') return rest.length === 0 ? name : `${name}.${formPath(field.fields, rest.join('.'))}`;
  if (field?.type === 'list' && rest.length > 1)
    return `${name}.${rest[0]}.${formPath(field.fields, rest.slice(1).join('.'))}`;
  return name;
}
