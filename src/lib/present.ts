type Nullish = null | undefined;
type OptionalKeys<T> = { [K in keyof T]-?: Nullish & T[K] extends never ? never : K }[keyof T];

/** The same object with every key that may be null or undefined made optional. */
export type Present<T> = { [K in Exclude<keyof T, OptionalKeys<T>>]: T[K] } & {
  [K in OptionalKeys<T>]?: Exclude<T[K], Nullish>;
};

/** Leaves out what is null or undefined: in a database it is null, in the API it is absent. Missing is not zero. */
export function present<T extends object>(values: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) if (value !== null && value !== undefined) kept[key] = value;
  return kept as Present<T>;
}
