/** Types of connector by their OCPP names (2.0.1 ConnectorEnumType, 2.1 appendix 7.3) with what people call them. */
const names: Readonly<Record<string, string>> = {
  cCCS1: 'CCS1',
  cCCS2: 'CCS2',
  cChaoJi: 'ChaoJi',
  cG105: 'CHAdeMO',
  'cGBT-DC': 'GB/T DC',
  cLECCS: 'LECCS',
  cMCS: 'MCS',
  cNACS: 'NACS',
  'cNACS-CCS1': 'NACS/CCS1',
  'cCCS1-NACS': 'CCS1/NACS',
  cTesla: 'Tesla',
  cType1: 'Type 1',
  cType2: 'Type 2',
  cUltraChaoJi: 'Ultra-ChaoJi',
  's309-1P-16A': 'CEE 16 A 1~',
  's309-1P-32A': 'CEE 32 A 1~',
  's309-3P-16A': 'CEE 16 A 3~',
  's309-3P-32A': 'CEE 32 A 3~',
  sBS1361: 'BS 1363',
  'sCEE-7-7': 'Schuko',
  sType1: 'Type 1',
  sType2: 'Type 2',
  sType3: 'Type 3',
  Pan: 'Pantograph',
  wInductive: 'WPT',
  wResonant: 'WPT',
};

/** What people call it; a word of the operator's own stays as it is. */
export function connectorTypeName(type: string, locale: string): string {
  const name = names[type] ?? type;
  return locale.startsWith('de') ? name.replace(/^Type (\d)$/, 'Typ $1') : name;
}

/** The usual ones, to choose from. */
export const commonConnectorTypes = [
  'cCCS2',
  'cCCS1',
  'cG105',
  'cType2',
  'sType2',
  'cType1',
  'cMCS',
  'cNACS',
  'sCEE-7-7',
] as const;

/** OCPP 2.1 appendix 7.3: names with c have a captive cable, those with s a socket. Undefined: the name does not say. */
export const hasCable = (type: string): boolean | undefined =>
  names[type] === undefined ? undefined : type.startsWith('c') ? true : type.startsWith('s') ? false : undefined;
