import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unguarded } from '../../lib/spreadsheet.ts';
import { readHeaders } from './columns.ts';
import { csvCell, csvLine, readCsv } from './csv.ts';
import { passwordOf } from './passwords.ts';
import { type Known, planRow, readDate } from './rules.ts';
import { readSpreadsheet } from './spreadsheet.ts';

/** A zip with these parts; `claimed` lies about what a part is when it is unpacked. */
function zip(parts: Readonly<Record<string, string>>, claimed: Readonly<Record<string, number>> = {}): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const raw = Buffer.from(text);
    const packed = deflateRawSync(raw);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claimed[name] ?? raw.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claimed[name] ?? raw.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    central.push(entry, Buffer.from(name));
    locals.push(head, Buffer.from(name), packed);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const book = {
  'xl/workbook.xml':
    '<workbook xmlns:r="r"><sheets><sheet name="B" sheetId="1" r:id="rId2"/><sheet name="A" sheetId="2" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
  'xl/sharedStrings.xml':
    '<sst><si><t>Identity</t></si><si><r><t>Ra</t></r><r><t>thaus &amp; Co</t></r><rPh><t>no</t></rPh></si></sst>',
  'xl/worksheets/sheet1.xml':
    '<worksheet><sheetData><row><c t="inlineStr"><is><t>wrong</t></is></c></row></sheetData></worksheet>',
  'xl/worksheets/sheet2.xml':
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"/><row r="3"><c r="A3"><v>46112</v></c><c r="C3" t="s"><v>1</v></c></row></sheetData></worksheet>',
};

describe('XLSX', () => {
  it('the first sheet of the workbook, shared and inline texts, gaps', async () => {
    expect(await readSpreadsheet(zip(book))).toEqual([
      ['Identity', '', 'Name'],
      ['46112', '', 'Rathaus & Co'],
    ]);
  });
  it.each([
    [
      'too large when unpacked',
      { ...book, 'xl/worksheets/sheet2.xml': ' '.repeat(81 * 1024 * 1024) },
      {},
      /larger than 80 MB/,
    ],
    [
      'larger than it says',
      { ...book, 'xl/worksheets/sheet2.xml': ' '.repeat(9_000_000) },
      { 'xl/worksheets/sheet2.xml': 10 },
      /damaged/,
    ],
    ['no zip', undefined, {}, /no spreadsheet/],
    ['torn XML', { ...book, 'xl/worksheets/sheet2.xml': '<worksheet><row><c r="A1"' }, {}, /damaged/],
    ['no sheet', { 'xl/workbook.xml': '<workbook/>' }, {}, /no sheet/],
    [
      'too wide',
      { ...book, 'xl/worksheets/sheet2.xml': '<worksheet><row><c r="ZZZ1"><v>1</v></c></row></worksheet>' },
      {},
      /at most 60 columns/,
    ],
    [
      'too long',
      {
        ...book,
        'xl/worksheets/sheet2.xml': `<worksheet>${'<row><c r="A1"><v>1</v></c></row>'.repeat(20_002)}</worksheet>`,
      },
      {},
      /at most 20000 rows/,
    ],
  ])('%s is refused', async (_, parts, claimed, says) => {
    await expect(
      readSpreadsheet(parts === undefined ? Buffer.from('PK nothing') : zip(parts, claimed)),
    ).rejects.toThrow(says);
  });
  it('entities of a document are not expanded (a billion laughs)', async () => {
    const xml =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>';
    const rows = await readSpreadsheet(zip({ ...book, 'xl/worksheets/sheet2.xml': xml })).catch((error) => [
      [String(error)],
    ]);
    expect(JSON.stringify(rows)).not.toContain('aaaa');
  });
});

describe('CSV', () => {
  it.each([
    [
      'a;b\r\n1;"x;y"\r\n',
      [
        ['a', 'b'],
        ['1', 'x;y'],
      ],
    ],
    [
      '\uFEFFa,b\n"say ""hi""",2',
      [
        ['a', 'b'],
        ['say "hi"', '2'],
      ],
    ],
    [
      'a\tb\n1\t"two\nlines"\n\n',
      [
        ['a', 'b'],
        ['1', 'two\nlines'],
      ],
    ],
  ])('%j', (text, rows) => expect(readCsv(text)).toEqual(rows));
  it('LOG-2 what a spreadsheet would run is written as text, and read back as it was', () => {
    for (const text of ['=1+1', '+49 810', '-', '@x']) {
      expect(csvCell(text)).toBe(`'${text}`);
      expect(unguarded(readCsv(`h\n${csvLine([text])}`)[1]![0]!)).toBe(text);
    }
  });
  it('an open quotation mark and too many rows are refused', () => {
    expect(() => readCsv('a;b\n"1;2')).toThrow(/never closes/);
    expect(() => readCsv(`a\n${'1\n'.repeat(20_001)}`)).toThrow(/at most 20000 rows/);
  });
});

it('headers are known in English and German, however they are written', () => {
  const { places, unknown, doubled } = readHeaders([
    'Kennung',
    'ÖFFENTLICHER NAME',
    'Grid limit kW',
    'evse-ids',
    'Farbe',
    'Identity',
  ]);
  expect([...places]).toEqual([
    ['identity', 0],
    ['publicName', 1],
    ['gridLimitKw', 2],
    ['evseIds', 3],
  ]);
  expect(unknown).toEqual(['Farbe']);
  expect(doubled).toEqual(['Identity']);
});

it.each([
  ['2026-03-31', '2026-03-31'],
  ['31.3.2026', '2026-03-31'],
  ['46112', '2026-03-31'],
  ['2026-03-31T00:00:00', '2026-03-31'],
  ['2026-02-30', undefined],
  ['31/03/2026', undefined],
  ['soon', undefined],
])('the date %s', (text, date) => expect(readDate(text)).toBe(date));

const none: Known = {
  stations: new Map(),
  entities: new Map([['north', 1]]),
  locations: new Map<string, number | undefined>([
    ['depot', 7],
    ['twice', undefined],
  ]),
  models: new Map([['abb terra', 3]]),
  evseIds: new Map([['DEABCE9', 'CP-9']]),
  scoped: false,
  onlyEntity: undefined,
};
const here = {
  stationId: 5,
  identity: 'CP-5',
  adopted: true,
  decommissioned: false,
  own: true,
  fields: { name: 'Five', note: 'old', locationId: 7 },
  evseIds: { '1.1': 'DE*ABC*E5*1', '2.1': null },
};
const plan = (cells: Record<string, string>, known = none, seen = new Map<string, number>()) =>
  planRow(cells, known, seen, 2);

describe('what a row asks for', () => {
  it('a new station with its links and charge points', () => {
    expect(
      plan({
        identity: 'CP-1',
        name: 'One',
        location: 'Depot',
        entity: 'North',
        model: 'ABB Terra',
        evseIds: '1 DE*ABC*E1; 2.1',
      }),
    ).toMatchObject({
      action: 'create',
      name: 'One',
      steps: [
        { kind: 'describeStation', locationId: 7, entityId: 1, modelId: 3 },
        { kind: 'addChargePoint', evse: 1, connector: 1 },
        { kind: 'describeChargePoint', evse: 1, connector: 1, evseId: 'DE*ABC*E1' },
        { kind: 'addChargePoint', evse: 2, connector: 1 },
      ],
    });
  });
  it('a known station: only what differs, empty cells change nothing, a dash empties', () => {
    const known = { ...none, stations: new Map([['CP-5', here]]) };
    expect(plan({ identity: 'CP-5', name: 'Five', note: '-', location: 'depot' }, known)).toMatchObject({
      action: 'change',
      stationId: 5,
      steps: [{ kind: 'describeStation', note: null }],
      says: [{ field: 'note', from: 'old', to: null }],
    });
    expect(plan({ identity: 'CP-5', name: 'Five', evseIds: '1.1 DE*ABC*E5*1; 2.1' }, known)).toMatchObject({
      action: 'none',
      steps: [],
    });
    expect(plan({ identity: 'CP-5', evseIds: '2.1 DE*ABC*E5*2' }, known).steps).toEqual([
      { kind: 'describeChargePoint', evse: 2, connector: 1, evseId: 'DE*ABC*E5*2' },
    ]);
  });
  it.each([
    [{ name: 'x' }, /identity is missing/],
    [{ identity: 'a b' }, /no spaces/],
    [{ identity: 'CP-1', timeZone: 'Mars' }, /no time zone Mars/],
    [{ identity: 'CP-1', commissionedOn: 'soon' }, /no date/],
    [{ identity: 'CP-1', gridLimitKw: '-3' }, /no number of kW/],
    [{ identity: 'CP-1', entity: 'South' }, /no entity “South”/],
    [{ identity: 'CP-1', model: 'X' }, /no model “X”/],
    [{ identity: 'CP-1', location: 'Twice' }, /Several locations/],
    [{ identity: 'CP-1', evseIds: '1 DE*ABC*E9' }, /in use already/],
    [{ identity: 'CP-1', evseIds: '1 DE*ABC*E1; 2 DEABCE1' }, /there twice/],
    [{ identity: 'CP-1', evseIds: 'DE*ABC*E1' }, /not written like/],
    [{ identity: 'CP-1', evseIds: '1 XX' }, /no EVSE-ID/],
  ])('%j is refused with a sentence', (cells, says) => {
    const { action, problems, steps } = plan(cells as Record<string, string>);
    expect(action).toBe('refuse');
    expect(steps).toEqual([]);
    expect(problems.map(({ detail }) => detail).join()).toMatch(says);
  });
  it('the same identity or EVSE-ID in two rows is refused', () => {
    const seen = new Map<string, number>();
    planRow({ identity: 'CP-1', evseIds: '1 DE*ABC*E1' }, none, seen, 2);
    expect(planRow({ identity: 'CP-1' }, none, seen, 3).problems[0]!.detail).toBe('Row 2 has the same identity.');
    expect(planRow({ identity: 'CP-2', evseIds: '1 DEABCE1' }, none, seen, 4).problems[0]!.detail).toMatch(
      /^Row 2 has/,
    );
  });
  it('RGT-3 who sees one entity makes stations of it, and takes none of others', () => {
    const scoped = { ...none, scoped: true, onlyEntity: 1, stations: new Map([['CP-5', { ...here, own: false }]]) };
    expect(plan({ identity: 'CP-1' }, scoped).steps).toEqual([{ kind: 'describeStation', entityId: 1 }]);
    expect(plan({ identity: 'CP-5' }, scoped).problems[0]!.detail).toBe('This identity is in use already.');
    expect(plan({ identity: 'CP-1', entity: '-' }, scoped).action).toBe('refuse');
    expect(plan({ identity: 'CP-1' }, { ...scoped, onlyEntity: undefined }).action).toBe('refuse');
  });
});

it('S-13 passwords are drawn from the seed and the identity, and every letter is used', () => {
  const one = passwordOf('seed', 'CP-1');
  expect(one).toBe(passwordOf('seed', 'CP-1'));
  expect(one).toMatch(/^[a-zA-Z2-9]{20}$/);
  expect(new Set([one, passwordOf('seed', 'CP-2'), passwordOf('other', 'CP-1')]).size).toBe(3);
  expect(new Set(Array.from({ length: 200 }, (_, n) => passwordOf('seed', `CP-${n}`)).join('')).size).toBe(56);
});
