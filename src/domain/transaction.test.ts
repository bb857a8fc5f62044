import { describe, expect, it } from 'vitest';
import type { TransactionMessage } from './message.ts';
import { needs } from './needs.ts';
import { bodies, card, energy, hear, noon, type Rig, restart, rig, sent } from './rig.ts';
import { completenessOf, mostOpen, noteSeqNo, openTransactions } from './transaction.ts';

const place = { evse: 1, connector: 1 };
const minutes = (n: number) => noon + n * 60_000;
const token = (number = 'CARD1') => ({ number, type: 'iso14443' }) as const;

/** A start of a station that gets its ids from us. */
const start = (at = noon, more: Partial<TransactionMessage> = {}): TransactionMessage => ({
  kind: 'transaction',
  phase: 'started',
  place,
  time: sent(at),
  token: token(),
  meter: 1000,
  samples: [],
  ...more,
});
const stop = (
  transactionId: string,
  at: number,
  meter: number,
  more: Partial<TransactionMessage> = {},
): TransactionMessage => ({
  kind: 'transaction',
  phase: 'ended',
  transactionId,
  time: sent(at),
  meter,
  samples: [],
  ...more,
});
/** An event of a station that makes its ids itself. */
const event = (
  phase: TransactionMessage['phase'],
  seqNo: number,
  at: number,
  more: Partial<TransactionMessage> = {},
): TransactionMessage => ({
  kind: 'transaction',
  phase,
  transactionId: 'T',
  seqNo,
  time: sent(at),
  samples: [],
  ...more,
});

const ready = (): Rig => {
  const on = rig();
  on.cards.CARD1 = card('CARD1');
  return on;
};
const plain = (decision: ReturnType<typeof hear>) =>
  bodies(decision).filter((type) => type !== 'station.clockDrifted' && !type.startsWith('error.'));

describe('a transaction with an id of ours', () => {
  it('is numbered from 1 per station, and its energy comes from the registers', () => {
    const on = ready();
    expect(hear(on, start()).answer).toEqual({
      kind: 'transaction',
      transactionNumber: 1,
      authorisation: { status: 'accepted' },
    });
    hear(on, { kind: 'meter', place, transactionId: '1', samples: [energy(minutes(1), 1500)] });
    expect(on.state.transactions[1]).toMatchObject({ energyWh: 500, meterLast: 1500 });
    hear(on, stop('1', minutes(2), 2200, { reason: 'EVDisconnected' }));
    expect(on.state.transactions[1]).toMatchObject({
      energyWh: 1200,
      meterEnd: 2200,
      endedBy: 'station',
      reason: 'EVDisconnected',
    });
    expect(hear(on, start(minutes(3))).answer).toMatchObject({ transactionNumber: 2 });
  });

  it('T-01 a start sent again gets the first answer, also when the card was blocked in between', () => {
    const on = ready();
    const first = hear(on, start());
    on.cards.CARD1 = card('CARD1', { status: 'blocked' });
    on.concurrent = 1;
    const again = hear(on, start());
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(plain(again)).toEqual(['message.repeated']);
    expect(again).toMatchObject({ outcome: 'message.repeated', weight: 1, transactionNumber: 1 });
  });

  it('T-01 a start is known again after days and a restart', () => {
    const on = ready();
    const first = hear(on, start());
    hear(on, stop('1', minutes(1), 1100));
    for (let n = 2; n < 6; n++) {
      hear(on, start(minutes(2 * n), { meter: 1100 }));
      hear(on, stop(String(n), minutes(2 * n + 1), 1100));
    }
    restart(on);
    on.now += 3 * 24 * 3_600_000;
    expect(on.state.transactions[1]).toBeUndefined();
    expect(hear(on, start()).answer).toEqual(first.answer);
    expect(on.stored.size).toBe(5);
  });

  it('T-01 a stop sent again, with a card of its group, gets the first answer', () => {
    const on = ready();
    on.cards.CARD2 = card('CARD2', { group: 'G' });
    hear(on, start());
    const first = hear(on, stop('1', minutes(1), 1100, { token: token('CARD2') }));
    expect(first.answer).toMatchObject({ authorisation: { status: 'accepted', group: 'G' } });
    on.cards.CARD2 = card('CARD2', { status: 'blocked' });
    const again = hear(on, stop('1', minutes(1), 1100, { token: token('CARD2') }));
    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(plain(again)).toEqual(['message.repeated']);
  });

  it.each<[string, Partial<TransactionMessage>]>([
    ['another time', { time: sent(noon + 1000) }],
    ['another meter', { meter: 1001 }],
    ['another card', { token: token('CARD9') }],
    ['another charge point', { place: { evse: 2, connector: 1 } }],
  ])('T-03 a start with %s is another one', (_, more) => {
    const on = ready();
    hear(on, start());
    expect(hear(on, start(noon, more)).answer).toMatchObject({ transactionNumber: 2 });
  });

  it('T-03 meter values sent again are noted only; others of the same moment are taken', () => {
    const on = ready();
    hear(on, start());
    const meter = { kind: 'meter', place, transactionId: '1', samples: [energy(minutes(1), 1500)] } as const;
    hear(on, meter);
    expect(plain(hear(on, meter))).toEqual(['message.repeated']);
    const power = {
      ...meter.samples[0]!,
      readings: [{ measurand: 'power', value: 7000, context: 'periodic' } as const],
    };
    expect(plain(hear(on, { ...meter, samples: [power] }))).toEqual(['transaction.updated']);
    expect(on.state.transactions[1]).toMatchObject({ powerW: 7000, energyWh: 500 });
  });

  it('T-04 a stop that comes before its start is kept as an incomplete one, and joined', () => {
    const on = ready();
    const early = hear(on, stop('-1', minutes(5), 1800, { token: token() }));
    expect(early).toMatchObject({ answer: { kind: 'transaction' }, outcome: 'transaction.unknown' });
    expect(on.stored.get(1)).toMatchObject({ startKnown: false, meterEnd: 1800, endedBy: 'station' });
    restart(on);
    const late = hear(on, start());
    expect(late).toMatchObject({ outcome: 'transaction.joined', answer: { transactionNumber: 1 } });
    expect(on.stored.get(1)).toMatchObject({
      startKnown: true,
      transactionId: '1',
      energyWh: 800,
      endedAt: minutes(5),
    });
    expect(on.stored.size).toBe(1);
    expect(hear(on, start()).answer).toEqual(late.answer);
  });

  it.each<[string, Partial<TransactionMessage>]>([
    ['began after it', { time: sent(minutes(6)) }],
    ['has a higher register', { meter: 1900 }],
    ['has another card', { token: token('CARD2') }],
  ])('T-04 a stop is not joined with a start that %s', (_, more) => {
    const on = ready();
    hear(on, stop('-1', minutes(5), 1800, { token: token() }));
    hear(on, start(noon, more));
    expect(on.stored.size).toBe(2);
  });

  it.each(['-1', '0', ''])('T-05 a stop with the id %j is matched with the one open start that fits', (id) => {
    const on = ready();
    hear(on, start());
    const first = hear(on, stop(id, minutes(5), 1800));
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'station', energyWh: 800, suspect: ['transactionId.unset'] });
    const again = hear(on, stop(id, minutes(5), 1800));
    expect(again.answer).toEqual(first.answer);
    expect(on.stored.size).toBe(1);
    for (let n = 2; n < 4; n++) {
      hear(on, start(minutes(10 * n)));
      hear(on, stop(String(n), minutes(10 * n + 1), 1000));
    }
    restart(on);
    expect(plain(hear(on, stop(id, minutes(5), 1800)))).toEqual(['message.repeated']);
    expect(on.stored.size).toBe(3);
  });

  it.each<[string, (on: Rig) => void, TransactionMessage]>([
    [
      'two are open',
      (on) => void hear(on, start(noon, { place: { evse: 2, connector: 1 } })),
      stop('-1', minutes(5), 1800),
    ],
    ['its meter is below the start', () => {}, stop('-1', minutes(5), 900)],
    ['it was before the start', () => {}, stop('-1', minutes(-5), 1800)],
    ['another card ended it', () => {}, stop('-1', minutes(5), 1800, { token: token('CARD7') })],
  ])('T-05 nobody is guessed when %s', (_, prepare, message) => {
    const on = ready();
    hear(on, start());
    prepare(on);
    hear(on, message);
    expect(on.stored.get(1)?.endedAt).toBeUndefined();
    expect([...on.stored.values()].at(-1)).toMatchObject({ startKnown: false, endedBy: 'station' });
  });

  it('T-01 a stop without an id that is sent again ends no other transaction, though its own has left memory', () => {
    const on = ready();
    const first = stop('-1', minutes(5), 2000);
    hear(on, first);
    hear(on, start());
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'station', energyWh: 1000 });
    hear(on, start(minutes(1), { place: { evse: 2, connector: 1 }, meter: 10 }));
    hear(on, start(minutes(8), { meter: 3000 }));
    restart(on);
    expect(on.state.transactions[1]).toBeUndefined();
    expect(plain(hear(on, first))).toEqual(['message.repeated']);
    expect(on.stored.get(2)!.endedAt).toBeUndefined();
  });

  it('T-01 a stop with an id that was never issued is known again after its start gave it another', () => {
    const on = ready();
    const first = stop('77', minutes(5), 2000, { token: token() });
    const { answer } = hear(on, first);
    hear(on, start());
    expect(on.stored.get(1)).toMatchObject({ transactionId: '1', energyWh: 1000 });
    expect(hear(on, first).answer).toEqual(answer);
    expect(on.stored.size).toBe(1);
  });

  it('T-05 two stops without an id are two, and meter values without one are not theirs', () => {
    const on = ready();
    hear(on, stop('-1', minutes(5), 1800));
    hear(on, stop('-1', minutes(9), 2800));
    expect(on.stored.size).toBe(2);
    hear(on, { kind: 'meter', place, transactionId: '-1', samples: [energy(minutes(4), 1700)] });
    expect([...on.stored.values()].every(({ meterLast }) => meterLast === undefined)).toBe(true);
  });

  it('T-07 ids of other stations have no effect and are acknowledged', () => {
    const on = ready();
    hear(on, start());
    const before = JSON.stringify(on.stored.get(1));
    const stopped = hear(on, stop('77', minutes(5), 1800));
    expect(stopped).toMatchObject({ answer: { kind: 'transaction' }, outcome: 'transaction.unknown', weight: 1 });
    const metered = hear(on, { kind: 'meter', place, transactionId: '78', samples: [energy(minutes(5), 99)] });
    expect(metered).toMatchObject({ answer: { kind: 'plain' }, outcome: 'transaction.unknown', weight: 1 });
    expect(plain(metered)).toEqual(['transaction.orphaned']);
    expect(JSON.stringify(on.stored.get(1))).toBe(before);
  });

  it('T-09 two starts on one charge point: the older is closed with its last known meter', () => {
    const on = ready();
    hear(on, start());
    hear(on, { kind: 'meter', place, transactionId: '1', samples: [energy(minutes(1), 1500)] });
    expect(plain(hear(on, start(minutes(2), { meter: 1500 })))).toEqual(['transaction.ended', 'transaction.started']);
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'superseded', endedAt: minutes(2), energyWh: 500 });
    expect(on.state.connectors['1.1']?.transaction).toBe(2);
  });

  it('T-09 its own stop, when it comes after all, is the end', () => {
    const on = ready();
    hear(on, start());
    hear(on, start(minutes(9), { meter: 1800 }));
    hear(on, stop('1', minutes(5), 1800));
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'station', endedAt: minutes(5), energyWh: 800 });
    expect(on.state.transactions[2]?.endedAt).toBeUndefined();
  });

  it('T-09 a start that is overtaken by a newer one does not close it', () => {
    const on = ready();
    hear(on, start(minutes(9), { meter: 1800 }));
    hear(on, start());
    expect(on.stored.get(2)).toMatchObject({ endedBy: 'superseded', endedAt: minutes(9) });
    expect(on.state.transactions[1]?.endedAt).toBeUndefined();
    expect(on.state.connectors['1.1']?.transaction).toBe(1);
  });

  it('T-10 a card that was blocked since: refused, stored, and the energy counts', () => {
    const on = rig();
    on.cards.CARD1 = card('CARD1', { status: 'blocked' });
    on.now = minutes(600);
    expect(hear(on, start())).toMatchObject({
      answer: { transactionNumber: 1, authorisation: { status: 'blocked', reason: 'card.blocked' } },
      outcome: 'card.blocked',
      weight: 2,
    });
    hear(on, stop('1', minutes(9), 3000));
    expect(on.stored.get(1)).toMatchObject({ energyWh: 2000, authorisation: { status: 'blocked' } });
  });

  it('a second, different end is kept as a note and changes nothing', () => {
    const on = ready();
    hear(on, start());
    hear(on, stop('1', minutes(5), 1800));
    expect(plain(hear(on, stop('1', minutes(7), 2800)))).toEqual(['transaction.orphaned']);
    expect(on.stored.get(1)).toMatchObject({ endedAt: minutes(5), energyWh: 800 });
    expect(on.stored.size).toBe(1);
  });

  it.each<[string, TransactionMessage['time']]>([
    ['year 222222017', { raw: '222222017-10-27T19:10:11Z' }],
    ['24 hours and more ahead', sent(minutes(3000))],
    ['an empty clock', sent(Date.UTC(2000, 0, 1))],
    ['no time at all', {}],
  ])('T-13 a start of %s is stored by its arrival, and known again', (_, time) => {
    const on = ready();
    const first = hear(on, start(noon, { time }), 0);
    expect(on.stored.get(1)).toMatchObject({ startedAt: noon });
    on.now = minutes(3);
    restart(on);
    expect(hear(on, start(noon, { time }), 0).answer).toEqual(first.answer);
    expect(on.stored.size).toBe(1);
  });

  it.each([
    -1,
    42_000,
    2 ** 31,
  ])('T-14 a start at charge point %d is acknowledged and stored without a place', (evse) => {
    const on = ready();
    expect(hear(on, start(noon, { place: { evse, connector: 1 } })).answer).toMatchObject({ transactionNumber: 1 });
    expect(on.stored.get(1)).toMatchObject({ suspect: ['connector.impossible'] });
    expect(on.stored.get(1)).not.toHaveProperty('evse');
  });
});

describe('meter values', () => {
  it('without an id belong to the running transaction of their charge point', () => {
    const on = ready();
    hear(on, start());
    expect(plain(hear(on, { kind: 'meter', place, samples: [energy(minutes(1), 1200)] }))).toEqual([
      'transaction.updated',
    ]);
    expect(
      plain(hear(on, { kind: 'meter', place: { evse: 2, connector: 1 }, samples: [energy(minutes(1), 5)] })),
    ).toEqual(['meter.read']);
  });

  it('of the main meter, and from before the start, belong to none', () => {
    const on = ready();
    hear(on, start());
    const main = { kind: 'meter', place: { evse: 0, connector: 0 }, samples: [energy(minutes(1), 9e6)] } as const;
    expect(plain(hear(on, main))).toEqual(['meter.read']);
    expect(plain(hear(on, { kind: 'meter', place, samples: [energy(minutes(-5), 900)] }))).toEqual(['meter.read']);
    expect(on.state.transactions[1]).not.toHaveProperty('meterLast');
  });

  it('T-03 outside a transaction are known again', () => {
    const on = ready();
    hear(on, { kind: 'status', evse: 1, connector: 1, status: 'available', time: sent(noon) });
    const read = { kind: 'meter', place, samples: [energy(minutes(1), 1200)] } as const;
    hear(on, read);
    expect(plain(hear(on, read))).toEqual(['message.repeated']);
  });
});

describe('a transaction with an id of the station', () => {
  it('gets its card, its place and its register with later events', () => {
    const on = ready();
    hear(on, event('started', 0, noon, { trigger: 'CablePluggedIn', chargingState: 'evConnected' }));
    const authorised = hear(on, event('updated', 1, minutes(1), { token: token(), place, trigger: 'Authorized' }));
    expect(authorised.answer).toMatchObject({ authorisation: { status: 'accepted' } });
    hear(
      on,
      event('updated', 2, minutes(2), { chargingState: 'charging', samples: [energy(minutes(2), 700, 'begin')] }),
    );
    expect(on.state.transactions[1]).toMatchObject({
      evse: 1,
      token: token(),
      meterStart: 700,
      chargingState: 'charging',
    });
    hear(on, event('ended', 3, minutes(9), { samples: [energy(minutes(9), 1900, 'end')], reason: 'Local' }));
    expect(on.stored.get(1)).toMatchObject({ energyWh: 1200, seqNos: [[0, 3]], endSeqNo: 3 });
    expect(completenessOf(on.stored.get(1)!)).toEqual({
      complete: true,
      startMissing: false,
      endMissing: false,
      gaps: [],
    });
  });

  it('T-06 an id used again after a reboot is a new transaction, and suspect', () => {
    const on = ready();
    hear(on, event('started', 0, noon, { place, token: token() }));
    const first = hear(on, event('ended', 1, minutes(5)));
    const second = hear(on, event('started', 0, minutes(60), { place, token: token() }));
    expect(second.answer).toMatchObject({ transactionNumber: 2 });
    expect(on.stored.get(2)).toMatchObject({ suspect: ['transactionId.reused'] });
    hear(on, event('updated', 1, minutes(61), { samples: [energy(minutes(61), 5)] }));
    expect(on.state.transactions[2]).toMatchObject({ meterLast: 5 });
    expect(hear(on, event('ended', 1, minutes(5))).answer).toEqual(first.answer);
  });

  it('T-06 two EVSEs that count on their own are told apart by their place', () => {
    const on = ready();
    hear(on, event('started', 0, noon, { place }));
    hear(on, event('started', 0, minutes(1), { place: { evse: 2, connector: 1 } }));
    expect(openTransactions(on.state)).toHaveLength(2);
    hear(on, event('updated', 1, minutes(2), { place, samples: [energy(minutes(2), 11)] }));
    hear(on, event('updated', 1, minutes(2), { place: { evse: 2, connector: 1 }, samples: [energy(minutes(2), 22)] }));
    expect([1, 2].map((n) => on.state.transactions[n]?.meterLast)).toEqual([11, 22]);
  });

  it('T-08 numbers out of order leave no gap, missing ones are listed', () => {
    const on = ready();
    for (const n of [5, 7, 6]) hear(on, event('updated', n, minutes(n)));
    hear(on, event('ended', 9, minutes(9)));
    expect(completenessOf(on.stored.get(1)!)).toEqual({
      complete: false,
      startMissing: true,
      endMissing: false,
      gaps: [[8, 8]],
    });
    hear(on, event('started', 4, minutes(4)));
    hear(on, event('updated', 8, minutes(8)));
    expect(completenessOf(on.stored.get(1)!)).toMatchObject({ complete: true });
    expect(on.stored.get(1)?.seqNos).toEqual([[4, 9]]);
  });

  it('T-08 a station that counts wrongly loses nothing', () => {
    const on = ready();
    hear(on, event('started', 0, noon));
    hear(on, event('updated', 0, minutes(1), { samples: [energy(minutes(1), 5)] }));
    expect(on.state.transactions[1]).toMatchObject({ meterLast: 5, suspect: ['seqNo.repeated'] });
    expect(plain(hear(on, event('updated', 0, minutes(1), { samples: [energy(minutes(1), 5)] })))).toEqual([
      'message.repeated',
    ]);
    hear(on, event('ended', 0, minutes(2)));
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'station' });
  });

  it('T-09 a place told later closes the older one there', () => {
    const on = ready();
    hear(on, event('started', 0, noon, { place }));
    hear(on, event('started', 0, minutes(5), { transactionId: 'U' }));
    expect(on.state.transactions[1]?.endedAt).toBeUndefined();
    hear(on, event('updated', 1, minutes(6), { transactionId: 'U', place }));
    expect(on.stored.get(1)).toMatchObject({ endedBy: 'superseded' });
    expect(on.state.connectors['1.1']?.transaction).toBe(2);
  });

  it('a hostile station cannot fill the memory with open transactions', () => {
    const on = ready();
    for (let n = 0; n < mostOpen + 40; n++) hear(on, event('started', 0, minutes(n), { transactionId: `T${n}` }));
    expect(openTransactions(on.state)).toHaveLength(mostOpen);
    expect(on.stored.size).toBe(mostOpen + 40);
  });
});

describe('sequence numbers', () => {
  it.each<[number[], [number, number][]]>([
    [[0, 1, 2], [[0, 2]]],
    [[2, 0, 1], [[0, 2]]],
    [
      [0, 2, 2, 0],
      [
        [0, 0],
        [2, 2],
      ],
    ],
    [
      [9, 3, 5, 4],
      [
        [3, 5],
        [9, 9],
      ],
    ],
  ])('%j are the ranges %j', (numbers, ranges) => {
    const transaction = { number: 1, transactionId: 'T', startedAt: 0, startKnown: true, seqNos: [], suspect: [] };
    for (const n of numbers) noteSeqNo(transaction, n);
    expect(transaction.seqNos).toEqual(ranges);
  });
});

describe('what has to be looked up', () => {
  it('nothing in the common case, but the card of a start', () => {
    const on = ready();
    expect(needs(on.state, start())).toMatchObject({ card: 'CARD1', startKey: { sentAt: sent(noon).raw } });
    hear(on, start());
    expect(needs(on.state, start())).toBeUndefined();
    expect(needs(on.state, start(minutes(9)))).toEqual({ card: 'CARD1', concurrentFor: 'CARD1' });
    expect(needs(on.state, { kind: 'meter', place, transactionId: '1', samples: [] })).toBeUndefined();
    expect(needs(on.state, stop('1', minutes(5), 1))).toBeUndefined();
    expect(needs(on.state, stop('1', minutes(5), 1, { token: token() }))).toBeUndefined();
    expect(needs(on.state, stop('1', minutes(5), 1, { token: token('CARD2') }))).toEqual({ card: 'CARD2' });
    for (const message of [{ kind: 'heartbeat' }, { kind: 'boot', vendor: '', model: '' }] as const)
      expect(needs(on.state, message)).toBeUndefined();
  });

  it('what is not in memory', () => {
    const on = ready();
    expect(needs(on.state, stop('5', minutes(5), 1))).toEqual({
      transactionIds: ['5'],
      endKey: { sentAt: sent(minutes(5)).raw, meter: 1 },
    });
    expect(needs(on.state, event('updated', 3, noon))).toEqual({ transactionIds: ['T'] });
    expect(needs(on.state, event('started', 3, noon))).toEqual({ transactionIds: ['T'] });
    expect(needs(on.state, stop('-1', minutes(5), 7))).toEqual({ endKey: { sentAt: sent(minutes(5)).raw, meter: 7 } });
    expect(needs(on.state, { kind: 'meter', place, transactionId: '5', samples: [] })).toEqual({
      transactionIds: ['5'],
    });
  });

  it('nothing for a station that is not heard', () => {
    expect(needs(rig(false).state, start())).toBeUndefined();
  });
});
