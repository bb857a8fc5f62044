import { describe, expect, it } from 'vitest';
import { settle } from './memory.ts';
import type { TransactionMessage } from './message.ts';
import { bodies, card, energy, hear, noon, rig, sent } from './rig.ts';
import { completenessOf } from './transaction.ts';

const place = { evse: 1, connector: 1 };
const token = { number: 'CARD1', type: 'iso14443' } as const;
const start16 = (at = noon, meter = 1000, number = 'CARD1'): TransactionMessage => ({
  kind: 'transaction',
  phase: 'started',
  place,
  time: sent(at),
  token: { number, type: 'iso14443' },
  meter,
  samples: [],
});
const stop16 = (transactionId: string, at: number, meter: number): TransactionMessage => ({
  kind: 'transaction',
  phase: 'ended',
  transactionId,
  time: sent(at),
  meter,
  samples: [],
});

describe('transactions of stations that get their ids from us', () => {
  it('counts numbers up from 1 and reckons energy from the registers', () => {
    const on = rig();
    on.cards.CARD1 = card('CARD1');
    const started = hear(on, start16());
    expect(started.answer).toEqual({
      kind: 'transaction',
      transactionNumber: 1,
      authorisation: { status: 'accepted' },
    });
    hear(on, { kind: 'meter', place, transactionId: '1', samples: [energy(noon + 60_000, 1500)] });
    expect(on.state.transactions[1]).toMatchObject({ energyWh: 500, meterLast: 1500 });
    hear(on, stop16('1', noon + 120_000, 2200));
    expect(on.state.transactions[1]).toMatchObject({ energyWh: 1200, meterEnd: 2200, endedBy: 'station' });
  });

  it('T-01 answers a start that is sent again as the first time, also after the card was blocked', () => {
    const on = rig();
    on.cards.CARD1 = card('CARD1');
    const first = hear(on, start16());
    on.cards.CARD1 = card('CARD1', { status: 'blocked' });
    on.concurrent = 1;
    const again = hear(on, start16());
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(bodies(again)).toEqual(['message.repeated']);
  });

  it('T-01 knows a start again that has left the memory', () => {
    const on = rig();
    on.cards.CARD1 = card('CARD1');
    const first = hear(on, start16(noon));
    hear(on, stop16('1', noon + 60_000, 1100));
    hear(on, start16(noon + 120_000, 1100));
    hear(on, stop16('2', noon + 180_000, 1200));
    settle(on.state);
    expect(on.state.transactions[1]).toBeUndefined();
    const again = hear(on, start16(noon));
    expect(again.answer).toEqual(first.answer);
    expect(bodies(again)).toEqual(['message.repeated']);
  });

  it('T-09 closes the older of two starts on one connector with its last known meter', () => {
    const on = rig();
    hear(on, start16());
    hear(on, { kind: 'meter', place, transactionId: '1', samples: [energy(noon + 60_000, 1500)] });
    const second = hear(on, start16(noon + 120_000, 1500));
    expect(bodies(second)).toEqual(['transaction.ended', 'transaction.started']);
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'superseded', energyWh: 500 });
  });

  it('completeness', () => {
    const on = rig();
    hear(on, start16());
    expect(completenessOf(on.state.transactions[1]!)).toMatchObject({ complete: false, endMissing: true });
    expect(token.number).toBe('CARD1');
  });
});
