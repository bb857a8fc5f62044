import type { Change } from '../../domain/changes.ts';
import { checkEvseId } from '../../domain/evse-id.ts';

/** A station as it is, as far as a table can change it. */
export interface Present {
  readonly stationId: number;
  readonly identity: string;
  readonly adopted: boolean;
  readonly decommissioned: boolean;
  /** Seen by who imports. */
  readonly own: boolean;
  readonly fields: Readonly<Record<string, string | number | null>>;
  /** EVSE-ID by place, null where a charge point has none. */
  readonly evseIds: Readonly<Record<string, string | null>>;
}

/** Everything the rows name, read once for all of them. Names are lower case. */
export interface Known {
  readonly stations: ReadonlyMap<string, Present>;
  readonly entities: ReadonlyMap<string, number>;
  /** undefined: several have this name. */
  readonly locations: ReadonlyMap<string, number | undefined>;
  readonly models: ReadonlyMap<string, number>;
  /** Whose an EVSE-ID (normal form) is: the identity of the station. */
  readonly evseIds: ReadonlyMap<string, string>;
  /** Who imports sees these entities only, and this is the only one. */
  readonly scoped: boolean;
  readonly onlyEntity: number | undefined;
}

export interface Said {
  readonly field: string;
  readonly from?: string | number | null;
  readonly to: string | number | null;
}

export interface RowPlan {
  readonly identity: string;
  readonly action: 'create' | 'change' | 'none' | 'refuse';
  readonly stationId?: number;
  readonly name?: string;
  readonly steps: readonly Change[];
  readonly says: readonly Said[];
  /** Why it is refused: `field: sentence`. */
  readonly problems: readonly { readonly field: string; readonly detail: string }[];
  /** Noted, but no reason to refuse. */
  readonly notes: readonly string[];
}

export type Cells = Readonly<Partial<Record<string, string>>>;

const identityForm = /^[A-Za-z0-9*\-_=:+|@.]{1,48}$/;
const longest: Readonly<Record<string, number>> = {
  name: 120,
  publicName: 120,
  location: 200,
  address: 300,
  note: 4000,
};

/** What a row asks for: nothing is changed by an empty cell, a lone `-` empties a field. Pure: everything it names was read before. */
export function planRow(cells: Cells, known: Known, seen: Map<string, number>, row: number): RowPlan {
  const identity = cells.identity ?? '';
  const problems: { field: string; detail: string }[] = [];
  const notes: string[] = [];
  const bad = (field: string, detail: string) => void problems.push({ field, detail });
  const refused = (): RowPlan => ({ identity, action: 'refuse', steps: [], says: [], problems, notes });
  if (identity === '') {
    bad('identity', 'The identity is missing.');
    return refused();
  }
  if (!identityForm.test(identity))
    bad('identity', 'An identity has up to 48 letters, digits and *-_=:+|@. and no spaces.');
  const before = seen.get(identity);
  if (before !== undefined) bad('identity', `Row ${before} has the same identity.`);
  seen.set(identity, row);
  const station = known.stations.get(identity);
  if (station !== undefined && !station.own) bad('identity', 'This identity is in use already.');
  if (station?.decommissioned === true) bad('identity', 'This station has left the network; bring it back first.');
  const made = station === undefined || !station.adopted;
  if (made && known.scoped && station !== undefined) bad('identity', 'This identity is in use already.');

  const fields: Record<string, string | number | null> = {};
  for (const field of ['name', 'publicName', 'address', 'note'] as const) {
    const text = cells[field];
    if (text === undefined) continue;
    if (text.length > longest[field]!) bad(field, `It is longer than ${longest[field]} characters.`);
    else if (text === '-' && field === 'name') bad(field, 'A station has a name.');
    else fields[field] = text === '-' ? null : text;
  }
  for (const field of ['commissionedOn', 'warrantyUntil'] as const) {
    const text = cells[field];
    if (text === undefined) continue;
    const date = text === '-' ? null : readDate(text);
    if (date === undefined) bad(field, `“${text}” is no date. Write 2026-03-31 or 31.03.2026.`);
    else fields[field] = date;
  }
  if (cells.gridLimitKw !== undefined) {
    const watts = cells.gridLimitKw === '-' ? null : Number(cells.gridLimitKw.replace(',', '.')) * 1000;
    if (watts !== null && !(Number.isFinite(watts) && watts > 0 && watts <= 1e9))
      bad('gridLimitKw', `“${cells.gridLimitKw}” is no number of kW above zero.`);
    else fields.gridLimitW = watts === null ? null : Math.round(watts);
  }
  if (cells.timeZone !== undefined) {
    if (cells.timeZone !== '-' && !isZone(cells.timeZone)) bad('timeZone', `There is no time zone ${cells.timeZone}.`);
    else fields.timeZone = cells.timeZone === '-' ? null : cells.timeZone;
  }
  link('entity', 'entityId', known.entities, 'There is no entity “%” here.');
  link('model', 'modelId', known.models, 'There is no model “%” in the catalogue.');
  if (cells.location !== undefined) {
    const name = cells.location.toLowerCase();
    if (cells.location === '-') Object.assign(fields, { locationId: null, location: null });
    else if (known.locations.has(name)) {
      const id = known.locations.get(name);
      if (id === undefined) bad('location', `Several locations are called “${cells.location}”.`);
      else fields.locationId = id;
    } else if (cells.location.length > longest.location!)
      bad('location', `It is longer than ${longest.location} characters.`);
    else {
      fields.location = cells.location;
      notes.push(`There is no location “${cells.location}”: it is kept as text.`);
    }
  }
  if (known.scoped && made && fields.entityId === undefined) {
    if (known.onlyEntity === undefined) bad('entity', 'Say which of your entities it belongs to.');
    else fields.entityId = known.onlyEntity;
  }
  if (known.scoped && fields.entityId === null)
    bad('entity', 'Without an entity the station would no longer be yours.');
  const points = readPoints(cells.evseIds, identity, known, seen, row, bad);
  if (problems.length > 0) return refused();
  return planned(identity, station, made, fields, points, notes);

  function link(cell: 'entity' | 'model', field: string, names: ReadonlyMap<string, number>, says: string): void {
    const text = cells[cell];
    if (text === undefined) return;
    const id = text === '-' ? null : names.get(text.toLowerCase());
    if (id === undefined) bad(cell, says.replace('%', text));
    else fields[field] = id;
  }
}

type Points = readonly { readonly evse: number; readonly connector: number; readonly evseId: string | null }[];

function planned(
  identity: string,
  station: Present | undefined,
  made: boolean,
  fields: Readonly<Record<string, string | number | null>>,
  points: Points,
  notes: readonly string[],
): RowPlan {
  const says: Said[] = [];
  const changed: Record<string, string | number | null> = {};
  for (const [field, to] of Object.entries(fields)) {
    const from = station?.fields[field] ?? null;
    if (from === to) continue;
    says.push({ field, ...(from === null ? {} : { from }), to });
    if (!(made && field === 'name')) changed[field] = to;
  }
  const steps: Change[] = Object.keys(changed).length === 0 ? [] : [{ kind: 'describeStation', ...changed }];
  for (const { evse, connector, evseId } of points) {
    const place = `${evse}.${connector}`;
    const from = station?.evseIds[place];
    if (from === undefined) steps.push({ kind: 'addChargePoint', evse, connector });
    if (evseId !== null && (from ?? null) !== evseId)
      steps.push({ kind: 'describeChargePoint', evse, connector, evseId });
    if (from === undefined || (evseId !== null && from !== evseId))
      says.push({ field: `evseId ${place}`, ...(from == null ? {} : { from }), to: evseId });
  }
  return {
    identity,
    action: made ? 'create' : steps.length > 0 ? 'change' : 'none',
    ...(station === undefined ? {} : { stationId: station.stationId }),
    ...(made ? { name: String(fields.name ?? identity) } : {}),
    steps,
    says,
    problems: [],
    notes,
  };
}

/** `1.1 DE*ABC*E1; 2 DE*ABC*E2`: a place, and its EVSE-ID where it has one. A place alone declares a charge point. */
function readPoints(
  text: string | undefined,
  identity: string,
  known: Known,
  seen: Map<string, number>,
  row: number,
  bad: (field: string, detail: string) => void,
): Points {
  if (text === undefined) return [];
  const points: { evse: number; connector: number; evseId: string | null }[] = [];
  for (const entry of text.split(/[;|\n]/).map((each) => each.trim())) {
    if (entry === '') continue;
    const [, evse, connector = '1', evseId] = /^(\d{1,3})(?:\.(\d{1,3}))?(?:[\s=:]+(\S+))?$/.exec(entry) ?? [];
    if (evse === undefined || Number(evse) < 1 || Number(connector) < 1) {
      bad('evseIds', `“${entry}” is not written like “1.1 DE*ABC*E123*1”.`);
      continue;
    }
    if (evseId !== undefined) {
      const read = checkEvseId(evseId);
      if ('problem' in read) {
        bad('evseIds', `“${evseId}” is no EVSE-ID (${read.problem}).`);
        continue;
      }
      const owner = known.evseIds.get(read.normal);
      if (owner !== undefined && owner !== identity) bad('evseIds', `${evseId} is in use already.`);
      const before = seen.get(`evse ${read.normal}`);
      if (before !== undefined)
        bad('evseIds', before === row ? `${evseId} is there twice.` : `Row ${before} has ${evseId} as well.`);
      seen.set(`evse ${read.normal}`, row);
    }
    points.push({ evse: Number(evse), connector: Number(connector), evseId: evseId ?? null });
  }
  return points;
}

/** ISO, as Germans write it, and as spreadsheets count days since 1900; undefined: none of these. */
export function readDate(text: string): string | undefined {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  const iso = german
    ? `${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}`
    : serial === undefined
      ? text.slice(0, 10)
      : new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(iso) ||
    (serial === undefined && !german && text.length > 10 && !/^\d{4}-\d{2}-\d{2}[T ]/.test(text))
  )
    return undefined;
  const at = Date.parse(iso);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(iso) ? undefined : iso;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
