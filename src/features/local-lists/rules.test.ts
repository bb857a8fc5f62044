import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalListEntry } from '../../domain/commands/local-list.ts';
import type { CardRecord } from '../../domain/ports.ts';
import {
  fingerprint,
  type KnownEntries,
  knownEntries,
  nextChange,
  type Part,
  planParts,
  roomOf,
  verdictOf,
  wantedList,
} from './rules.ts';

const now = Date.UTC(2026, 10, 25);
const card = (number: string, more: Partial<CardRecord> = {}): CardRecord => ({
  id: 1,
  number,
  type: 'iso14443',
  status: 'active',
  concurrentAllowed: false,
  ...more,
});
const room = { entries: 100, perMessage: 10 };
const list = (...numbers: string[]) =>
  wantedList(
    numbers.map((number) => card(number)),
    room,
    now,
  );

describe('what a station should have', () => {
  it.each<[string, Partial<CardRecord>, object]>([
    ['an active card', {}, { status: 'accepted' }],
    ['a blocked one', { status: 'blocked' }, { status: 'blocked' }],
    ['an expired one', { validUntil: now - 1 }, { status: 'expired', validUntil: now - 1 }],
    ['one of a group', { group: 'G' }, { status: 'accepted', group: 'G' }],
    ['one that ends', { validUntil: now + 1 }, { status: 'accepted', validUntil: now + 1 }],
    ['one that begins later', { validFrom: now + 1 }, { status: 'invalid' }],
  ])('%s', (_, more, authorisation) => {
    expect(wantedList([card('A', more)], room, now)).toMatchObject([{ token: { number: 'A' }, authorisation }]);
  });

  it('those that may charge come first when not all fit', () => {
    const cards = [card('B', { status: 'blocked' }), card('A'), card('C')];
    const wanted = wantedList(cards, { ...room, entries: 2 }, now);
    expect(wanted.map(({ token }) => token.number)).toEqual(['A', 'C']);
  });

  it('is worked out again when the validity of a card begins or ends', () => {
    expect(nextChange([card('A'), card('B', { validUntil: now + 9 }), card('C', { validFrom: now + 5 })], now)).toBe(
      now + 5,
    );
    expect(nextChange([card('A', { validUntil: now })], now)).toBeUndefined();
  });
});

describe('what a station can take', () => {
  const told = (component: string, variable: string, value: string | null, maxLimit?: number) => ({
    component,
    variable,
    value,
    ...(maxLimit === undefined ? {} : { maxLimit }),
  });
  it.each([
    [
      'OCPP 1.6',
      [told('', 'LocalAuthListMaxLength', '20'), told('', 'SendLocalListMaxLength', '5')],
      { entries: 20, perMessage: 5 },
    ],
    [
      'OCPP 2.x',
      [
        told('LocalAuthListCtrlr', 'Entries', '3', 30),
        told('LocalAuthListCtrlr', 'ItemsPerMessage', '7'),
        told('LocalAuthListCtrlr', 'BytesPerMessage', '900'),
      ],
      { entries: 30, perMessage: 7, bytes: 900 },
    ],
    [
      'nonsense',
      [told('', 'LocalAuthListMaxLength', '-1'), told('', 'SendLocalListMaxLength', 'many')],
      { entries: 10_000, perMessage: 50 },
    ],
    ['nothing', [], { entries: 10_000, perMessage: 50 }],
  ])('%s', (_, settings, expected) => {
    expect(roomOf(settings)).toEqual(expected);
  });
});

describe('what is sent', () => {
  it('the whole list where nobody knows what is there', () => {
    expect(planParts(list('A', 'B'), undefined, 4, room)).toMatchObject([
      { mode: 'full', version: 5, entries: [{}, {}] },
    ]);
    expect(planParts([], undefined, 0, room)).toEqual([{ mode: 'full', version: 1, entries: [] }]);
  });

  it('nothing where it is there', () => {
    expect(planParts(list('A', 'B'), { version: 4, entries: knownEntries(list('B', 'A')) }, 4, room)).toEqual([]);
  });

  it('the difference: what changed, what is new, what is gone', () => {
    const before = wantedList([card('A'), card('B'), card('C'), card('D')], room, now);
    const after = wantedList([card('A'), card('B', { status: 'blocked' }), card('D'), card('E')], room, now);
    const [part, ...more] = planParts(after, { version: 4, entries: knownEntries(before) }, 4, room);
    expect(more).toEqual([]);
    expect(part).toMatchObject({ mode: 'differential', version: 5 });
    expect(part!.entries.map(({ token, authorisation }) => [token.number, authorisation?.status])).toEqual([
      ['E', 'accepted'],
      ['B', 'blocked'],
      ['C', undefined],
    ]);
  });

  it('in parts of what one message may hold: the first whole, the others as differences', () => {
    const parts = planParts(list('A', 'B', 'C', 'D', 'E'), undefined, 9, { entries: 100, perMessage: 2 });
    expect(parts.map(({ mode, version, entries }) => [mode, version, entries.length])).toEqual([
      ['full', 10, 2],
      ['differential', 11, 2],
      ['differential', 12, 1],
    ]);
    const small = planParts(list('A', 'B', 'C'), undefined, 0, { entries: 100, perMessage: 50, bytes: 400 });
    expect(small.length).toBeGreaterThan(1);
  });

  it('versions never become 0 or negative', () => {
    expect(planParts(list('A'), undefined, 2 ** 31 - 1, room)[0]!.version).toBe(1);
    expect(planParts(list('A'), undefined, -1, room)[0]!.version).toBe(1);
  });

  it('whatever was there: after the parts the station has exactly what it should', () => {
    const cards = fc.uniqueArray(
      fc.record({ n: fc.integer({ min: 0, max: 12 }), blocked: fc.boolean(), group: fc.constantFrom(undefined, 'G') }),
      { maxLength: 13, selector: ({ n }) => n },
    );
    const made = (some: readonly { n: number; blocked: boolean; group: string | undefined }[]) =>
      wantedList(
        some.map(({ n, blocked, group }) =>
          card(`C${n}`, { status: blocked ? 'blocked' : 'active', ...(group ? { group } : {}) }),
        ),
        room,
        now,
      );
    fc.assert(
      fc.property(cards, cards, fc.boolean(), fc.integer({ min: 1, max: 5 }), (a, b, known, perMessage) => {
        const [before, after] = [made(a), made(b)];
        const parts = planParts(after, known ? { version: 3, entries: knownEntries(before) } : undefined, 3, {
          entries: 100,
          perMessage,
        });
        expect(obeyed(before, parts)).toEqual(knownEntries(after));
        for (const { entries } of parts) expect(entries.length).toBeLessThanOrEqual(perMessage);
        expect(new Set(parts.map(({ version }) => version)).size).toBe(parts.length);
      }),
    );
  });
});

/** What a station has after these messages. */
function obeyed(before: readonly LocalListEntry[], parts: readonly Part[]): KnownEntries {
  let there: Record<string, string> = { ...knownEntries(before) };
  for (const { mode, entries } of parts) {
    if (mode === 'full') there = {};
    for (const entry of entries) {
      const [name, print] = fingerprint(entry);
      if (entry.authorisation === undefined) delete there[name];
      else there[name] = print;
    }
  }
  return there;
}

it.each([
  [{ outcome: 'accepted', status: 'Accepted' }, 'inStep'],
  [{ outcome: 'refused', status: 'VersionMismatch' }, 'mismatch'],
  [{ outcome: 'refused', status: 'Failed' }, 'failed'],
  [{ outcome: 'unsupported', status: 'NotSupported' }, 'unsupported'],
  [{ outcome: 'failed', status: 'NotImplemented' }, 'unsupported'],
  [{ outcome: 'failed', status: 'InternalError' }, 'failed'],
] as const)('an answer %j means %s', (answer, verdict) => {
  expect(verdictOf(answer)).toBe(verdict);
});
