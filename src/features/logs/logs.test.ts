import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type TestFiles, testFiles } from '../../../test/files.ts';
import { callerOf, recordedStations, recordFrames } from '../../../test/recorded.ts';
import type { Handler, RouteContract, Slice } from '../../http/contract.ts';
import type { LogEntry, LogPage } from './contract.ts';
import { createLogs } from './index.ts';
import { authorisationOf } from './rules.ts';
import { texts } from './texts.ts';
import type { ExplainFrame, MaskFrame } from './words.ts';

const mask: MaskFrame = (text) => text.replaceAll('canary-77', '******');
/** A neighbour in miniature: the real sentences are tested where they are made. */
const explain: ExplainFrame = ({ action, call }, protocol, language) => {
  if (action === undefined) return undefined;
  if (action === 'Authorize')
    return {
      said: language === 'de' ? 'Karte ohne Nummer' : 'A card without a number',
      answered: 'refused',
      missing: ['idTag'],
    };
  return { said: `${action} over ${protocol} ${call}`, missing: [] };
};
const start = Date.UTC(2026, 4, 4, 8);

let database: TestDatabase;
let stored: TestFiles;
let slice: Slice;
let operatorId: number;
let stationId: number;

beforeAll(async () => {
  database = await testDatabase();
  stored = await testFiles();
  slice = createLogs({ pool: database.pool, mask, veil: (text) => text, explain, files: stored.files });
  const recorded = await recordedStations(database.pool, ['A']);
  operatorId = recorded.operatorId;
  stationId = recorded.stations.A!;
  await recordFrames(database.pool, operatorId, stationId, [
    {
      at: start,
      action: 'Authorize',
      messageId: '1',
      call: '[2,"1","Authorize",{"idTag":""}]',
      answer: '[3,"1",{}]',
      answeredAt: start + 2,
      weight: 2,
      outcome: 'card.missing',
    },
    {
      at: start + 1000,
      action: 'StatusNotification',
      messageId: '2',
      call: '[2,"2","StatusNotification",{"connectorId":2}]',
      answer: '[3,"2",{}]',
      evse: 2,
      connector: 1,
      weight: 1,
    },
    { at: start + 2000, action: 'Heartbeat', messageId: '3', call: '[2,"3","Heartbeat",{}]', answer: '[3,"3",{}]' },
    {
      at: start + 3000,
      action: 'Reset',
      messageId: '4',
      direction: 'out',
      call: '[2,"4","Reset",{"type":"Soft","x":"canary-77"}]',
      answer: '[3,"4",{}]',
      answeredAt: start + 3100,
    },
    { at: start + 4000, kind: 'stray', call: 'garbage', malformed: 'json', weight: 2 },
    {
      at: start + 5000,
      action: 'StartTransaction',
      messageId: '6',
      call: '[2,"6","StartTransaction",{"connectorId":1}]',
      answer: '[3,"6",{}]',
      evse: 1,
      connector: 1,
      transactionNumber: 9,
    },
  ]);
});
afterAll(async () => {
  stored.drop();
  await database.drop();
});

const route = <T>(name: string, params: object, query: object): Promise<T> =>
  (slice.handlers[name] as Handler<RouteContract>)({
    caller: callerOf(operatorId),
    params,
    query,
  } as never) as Promise<T>;
const list = (query: object = {}) => route<LogPage>('listLog', { stationId }, query);
const ids = async (query: object = {}) => (await list(query)).items.map((entry) => entry.messageId ?? '?');

describe('Logs', () => {
  it('LGS-1 a card without a number: refused, the reason, no roaming, and the missing value by name', async () => {
    const { items } = await list({ action: 'Authorize' });
    expect(items).toMatchObject([
      {
        sentence: 'A card without a number',
        answer: 'refused',
        missing: ['idTag'],
        weight: 2,
        outcome: 'card.missing',
        authorisation: { accepted: false, reason: 'card.missing', roaming: false },
      },
    ]);
    expect((await list({ action: 'Authorize', language: 'de' })).items[0]?.sentence).toBe('Karte ohne Nummer');
  });

  it('every frame has a line; where nothing is known of it, it says so by being empty', async () => {
    expect(await ids()).toEqual(['6', '?', '4', '3', '2', '1']);
    const page = await list();
    expect(page.items[1]).toMatchObject({ sentence: '', malformed: 'json', weight: 2, answered: false });
    expect(page.items[0]).toMatchObject({ transactionNumber: 9, evse: 1 });
    expect(page.items[3]?.sentence).toContain('over ocpp1.6');
  });

  it.each<[string, object, string[]]>([
    ['several codes', { action: 'Heartbeat,Reset' }, ['4', '3']],
    ['dates', { from: new Date(start + 1000).toISOString(), to: new Date(start + 3000).toISOString() }, ['3', '2']],
    ['direction', { direction: 'out' }, ['4']],
    ['charge point', { connector: '2' }, ['2']],
    ['weight', { weight: 1 }, ['?', '2', '1']],
    ['refused or failed', { weight: 2 }, ['?', '1']],
    ['transaction', { transaction: 9 }, ['6']],
    ['text of the sentence', { text: 'WITHOUT a number' }, ['1']],
    ['text of the message', { text: '"connectorid"' }, ['6', '2']],
    ['text with wildcards', { text: '%' }, []],
    [
      'all together',
      {
        action: 'StatusNotification,Authorize',
        direction: 'in',
        connector: '2.1',
        weight: 1,
        text: 'status',
        from: new Date(start).toISOString(),
      },
      ['2'],
    ],
    ['nothing fits all', { action: 'Heartbeat', weight: 2 }, []],
  ])('LGS-2 filter by %s', async (_name, query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('LGS-3 the tail gives what came since a time, oldest first; pages go back without a gap', async () => {
    expect(await ids({ since: new Date(start + 3000).toISOString() })).toEqual(['4', '?', '6']);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: LogPage = await list({ limit: 4, text: 'e', ...(after && { after }) });
      seen.push(...page.items.map((entry) => entry.messageId ?? '?'));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(await ids({ text: 'e' }));
  });

  it('a line is found again by its permalink, and nothing secret can be read or found in it', async () => {
    const entry = (await list({ action: 'Reset' })).items[0]!;
    const again = await route<LogEntry>('readLogEntry', { stationId, frameId: entry.id }, {});
    expect(again).toEqual(entry);
    expect(entry.sentence).toContain('******');
    expect(await ids({ text: 'canary' })).toEqual([]);
    await expect(
      route('readLogEntry', { stationId, frameId: '018f0000-0000-7000-8000-000000000000' }, {}),
    ).rejects.toMatchObject({ id: 'thing.unknown' });
  });
});

describe('Rules of logs', () => {
  it.each([
    ['Authorize', 'accepted', { accepted: true, roaming: false }],
    ['Authorize', 'card.unknown', { accepted: false, reason: 'card.unknown', roaming: false }],
    ['StartTransaction', 'card.blocked', { accepted: false, reason: 'card.blocked', roaming: false }],
    ['StartTransaction', 'accepted', undefined],
    ['Heartbeat', 'accepted', undefined],
  ])('a decision about a card: %s %s', (action, outcome, expected) => {
    expect(authorisationOf({ action, outcome, direction: 'in' })).toEqual(expected);
  });

  it('has the same texts in both languages', () => {
    expect(Object.keys(texts.de).sort()).toEqual(Object.keys(texts.en).sort());
  });
});
