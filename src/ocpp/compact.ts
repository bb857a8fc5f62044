type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined | null>;
};

/** The same object without its absent fields. Firmware writes null for what it has not got: null is absent too. */
export function compact<const T extends object>(fields: T): Compact<T> {
  const out: Record<string, unknown> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined && value !== null) out[key] = value;
  }
  return out as Compact<T>;
}

/** A list where the published types ask for at least one entry, which was seen to before. */
export const atLeastOne = <T>(list: readonly T[]): [T, ...T[]] => list as unknown as [T, ...T[]];

/** The same, left out when there is none. */
export const someOrNone = <T>(list: readonly T[] | undefined): [T, ...T[]] | undefined =>
  list === undefined || list.length === 0 ? undefined : atLeastOne(list);
