/** What a station told of a variable. */
export interface Bounds {
  readonly dataType?: string | undefined;
  readonly minLimit?: number | undefined;
  readonly maxLimit?: number | undefined;
  readonly values?: readonly string[] | undefined;
}

export interface ValueFault {
  readonly rule: 'integer' | 'decimal' | 'least' | 'most' | 'tooLong' | 'values';
  readonly values?: Record<string, string | number>;
}

/** SET-2: what cannot be right is not sent. The rules are those the station told (OCPP 2.0.1 VariableCharacteristics). */
export function valueFault(setting: Bounds, knownType: string | undefined, value: string): ValueFault | undefined {
  const type = setting.dataType ?? knownType;
  const { minLimit: least, maxLimit: most, values } = setting;
  if (type === 'integer' || type === 'decimal') {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(number) || (type === 'integer' && !Number.isInteger(number))) return { rule: type };
    if (least !== undefined && number < least) return { rule: 'least', values: { least } };
    return most !== undefined && number > most ? { rule: 'most', values: { most } } : undefined;
  }
  if (values && (type === 'MemberList' || type === 'SequenceList' || type === 'OptionList')) {
    const wrong = value
      .split(',')
      .map((part) => part.trim())
      .find((part) => part !== '' && !values.includes(part));
    return wrong === undefined ? undefined : { rule: 'values', values: { wrong } };
  }
  // Of a text the limit is its length.
  return type === 'string' && most !== undefined && value.length > most
    ? { rule: 'tooLong', values: { most } }
    : undefined;
}
