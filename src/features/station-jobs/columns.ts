/** What a table of stations can say, each column under its names in both languages. One list for import, export and the template. */
export const columns = {
  identity: { en: 'Identity', de: 'Kennung', also: ['chargeboxidentity', 'chargeboxid', 'stationid', 'id'] },
  name: { en: 'Name', de: 'Name', also: ['label', 'bezeichnung'] },
  publicName: { en: 'Public name', de: 'Öffentlicher Name', also: [] },
  entity: { en: 'Entity', de: 'Einheit', also: [] },
  location: { en: 'Location', de: 'Standort', also: ['site'] },
  address: { en: 'Address', de: 'Anschrift', also: ['adresse'] },
  timeZone: { en: 'Time zone', de: 'Zeitzone', also: ['timezone'] },
  model: { en: 'Model', de: 'Modell', also: [] },
  commissionedOn: { en: 'Commissioned', de: 'In Betrieb seit', also: ['commissioningdate', 'inbetriebnahme'] },
  warrantyUntil: { en: 'Warranty until', de: 'Garantie bis', also: ['warranty', 'garantie'] },
  gridLimitKw: { en: 'Grid limit (kW)', de: 'Netzlimit (kW)', also: ['gridlimit', 'netzlimit'] },
  note: { en: 'Note', de: 'Notiz', also: ['comment', 'bemerkung'] },
  evseIds: { en: 'EVSE IDs', de: 'EVSE-IDs', also: ['evseid', 'evse'] },
} as const;
export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as ColumnName[];

/** As people write headers: case, spaces, dots and brackets make no difference. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]/g, '');

const byHeader: ReadonlyMap<string, ColumnName> = new Map(
  columnNames.flatMap((name) => {
    const { en, de, also } = columns[name];
    return [name, en, de, ...also].map((header) => [plain(header), name] as const);
  }),
);

export interface Headers {
  /** Place in the table by column. */
  readonly places: ReadonlyMap<ColumnName, number>;
  /** Headers that mean nothing here: their cells are left alone. */
  readonly unknown: readonly string[];
  readonly doubled: readonly string[];
}

export function readHeaders(row: readonly string[]): Headers {
  const places = new Map<ColumnName, number>();
  const unknown: string[] = [];
  const doubled: string[] = [];
  for (const [place, header] of row.entries()) {
    if (header.trim() === '') continue;
    const name = byHeader.get(plain(header));
    if (name === undefined) unknown.push(header.trim());
    else if (places.has(name)) doubled.push(header.trim());
    else places.set(name, place);
  }
  return { places, unknown, doubled };
}
