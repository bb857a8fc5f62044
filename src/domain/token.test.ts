import { describe, expect, it } from 'vitest';
import type { CardRecord } from './ports.ts';
import { card, hear, noon, rig, sent } from './rig.ts';
import { authorise, normalCard, sameCard } from './token.ts';

describe('card numbers', () => {
  it.each([
    ['04a2b3c4', '04A2B3C4'],
    ['04:A2:B3:C4', '04A2B3C4'],
    [' 04-a2 b3.c4 ', '04A2B3C4'],
    ['DE-8AA-CA2B3C4D5-L', 'DE8AACA2B3C4D5L'],
    ['DE*8AA*CA2B3C4D5', 'DE8AACA2B3C4D5'],
    ['---', '---'],
    ['', ''],
  ])('%j is %j', (typed, normal) => {
    expect(normalCard(typed)).toBe(normal);
  });

  it('are the same in every spelling', () => {
    expect(sameCard({ number: '04:a2', type: 'iso14443' }, { number: '04A2', type: 'central' })).toBe(true);
    expect(sameCard({ number: '04:a2', type: 'iso14443' }, undefined)).toBe(false);
  });
});

describe('may this card charge', () => {
  const token = { number: 'C1', type: 'iso14443' } as const;
  const of = (more: Partial<CardRecord>) => card('C1', more);
  it.each<[string, Parameters<typeof authorise>[0], object]>([
    ['known', { token, card: of({}), now: noon }, { status: 'accepted' }],
    ['unknown', { token, card: null, now: noon }, { status: 'invalid', reason: 'card.unknown' }],
    [
      'LGS-1 without a number',
      { token: { ...token, number: '' }, card: null, now: noon },
      { status: 'invalid', reason: 'card.missing' },
    ],
    ['blocked', { token, card: of({ status: 'blocked' }), now: noon }, { status: 'blocked', reason: 'card.blocked' }],
    [
      'expired',
      { token, card: of({ validUntil: noon }), now: noon },
      { status: 'expired', reason: 'card.expired', validUntil: noon },
    ],
    [
      'still valid',
      { token, card: of({ validUntil: noon + 1 }), now: noon },
      { status: 'accepted', validUntil: noon + 1 },
    ],
    [
      'not yet valid',
      { token, card: of({ validFrom: noon + 1 }), now: noon },
      { status: 'invalid', reason: 'card.notYetValid' },
    ],
    [
      'in use',
      { token, card: of({}), now: noon, openElsewhere: 1 },
      { status: 'concurrent', reason: 'card.concurrent' },
    ],
    [
      'in use and allowed to',
      { token, card: of({ concurrentAllowed: true }), now: noon, openElsewhere: 3 },
      { status: 'accepted' },
    ],
    ['C01.FR.06 in a group', { token, card: of({ group: 'G' }), now: noon }, { status: 'accepted', group: 'G' }],
    [
      'blocked in a group',
      { token, card: of({ group: 'G', status: 'blocked' }), now: noon },
      { status: 'blocked', reason: 'card.blocked', group: 'G' },
    ],
    [
      'C02.FR.02 the start button',
      { token: { number: '', type: 'noAuthorization' }, card: undefined, now: noon },
      { status: 'accepted' },
    ],
    ['ordered by a person', { token, card: null, now: noon, ordered: true }, { status: 'accepted' }],
    [
      'ordered, but blocked',
      { token, card: of({ status: 'blocked' }), now: noon, ordered: true },
      { status: 'blocked', reason: 'card.blocked' },
    ],
  ])('%s', (_, question, expected) => {
    expect(authorise(question)).toEqual(expected);
  });

  it('a presented card is answered and noted, and where it charges does not matter yet', () => {
    const on = rig();
    on.cards.C1 = card('C1');
    on.concurrent = 2;
    const decision = hear(on, { kind: 'authorize', token });
    expect(decision).toMatchObject({
      answer: { kind: 'authorize', authorisation: { status: 'accepted' } },
      outcome: 'accepted',
      weight: 0,
    });
    expect(decision.facts[0]!.body).toEqual({ type: 'card.presented', token, authorisation: { status: 'accepted' } });
    expect(hear(on, { kind: 'authorize', token: { ...token, number: 'C9' } })).toMatchObject({
      outcome: 'card.unknown',
      weight: 2,
    });
  });

  const start = (evse: number, at: number, number = 'C1') =>
    ({
      kind: 'transaction',
      phase: 'started',
      place: { evse, connector: 1 },
      time: sent(at),
      token: { number, type: 'iso14443' },
      meter: 0,
      samples: [],
    }) as const;

  it('T-01 is never in its own way: sent again, or begun anew on the same charge point', () => {
    const on = rig();
    on.cards.C1 = card('C1');
    const accepted = { authorisation: { status: 'accepted' } };
    expect(hear(on, start(1, noon)).answer).toMatchObject(accepted);
    expect(hear(on, start(1, noon)).answer).toMatchObject(accepted);
    expect(hear(on, start(1, noon + 60_000)).answer).toMatchObject(accepted);
  });

  it('charges at one place only, here and elsewhere, unless it was long ago', () => {
    const on = rig();
    on.cards.C1 = card('C1');
    hear(on, start(1, noon));
    expect(hear(on, start(2, noon + 1000)).answer).toMatchObject({ authorisation: { status: 'concurrent' } });
    const other = rig();
    other.cards.C1 = card('C1');
    other.concurrent = 1;
    expect(hear(other, start(1, noon)).outcome).toBe('card.concurrent');
    other.now = noon + 3_600_000;
    expect(hear(other, start(2, noon + 60_000)).outcome).toBe('accepted');
  });
});
