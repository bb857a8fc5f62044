import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeterMessage, TransactionMessage } from './message.ts';
import { card, energy, hear, noon, type Rig, rebuilt, restart, rig, sent, truth } from './rig.ts';
import { completenessOf } from './transaction.ts';

// A made-up station lives through sessions whose energy is known. Its messages arrive as networks let them: sent again
// once or often, in another order, late, or never, while our process is restarted in between.

interface Session {
  readonly evse: number;
  readonly steps: readonly number[];
  readonly number: string;
}

type Told = (id: string) => TransactionMessage | MeterMessage;
interface Tale {
  readonly session: number;
  readonly kind: 'start' | 'step' | 'end';
  readonly told: Told;
}

const sessions = fc.array(
  fc.record({
    evse: fc.integer({ min: 1, max: 2 }),
    steps: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 4 }),
    number: fc.constantFrom('CARD1', 'CARD2', 'CARD3'),
  }),
  { minLength: 1, maxLength: 5 },
);

const minute = 60_000;

/** The true history, in the station's order. `own`: the station makes ids and numbers its events. */
function live(all: readonly Session[], own: boolean): { tales: Tale[]; used: number[] } {
  const meters = [0, 100_000, 500_000];
  let at = noon;
  const used: number[] = [];
  const tales = all.flatMap(({ evse, steps, number }, session): Tale[] => {
    const place = { evse, connector: 1 };
    const token = { number, type: 'iso14443' } as const;
    const begin = meters[evse]!;
    let seqNo = 0;
    const next = () => (at += minute);
    const event = (
      phase: TransactionMessage['phase'],
      id: string,
      time: number,
      context: 'begin' | 'periodic' | 'end',
      value: number,
      n: number,
    ): TransactionMessage => ({
      kind: 'transaction',
      phase,
      transactionId: id,
      seqNo: n,
      time: sent(time),
      samples: [energy(time, value, context)],
      ...(phase === 'updated' ? { chargingState: 'charging' as const } : { token }),
      ...(phase === 'started' ? { place } : {}),
    });
    const startedAt = next();
    const first = seqNo++;
    const mine = `T${session}`;
    const tale: Tale[] = [
      {
        session,
        kind: 'start',
        told: () =>
          own
            ? event('started', mine, startedAt, 'begin', begin, first)
            : { kind: 'transaction', phase: 'started', place, time: sent(startedAt), token, meter: begin, samples: [] },
      },
    ];
    for (const step of steps) {
      meters[evse]! += step;
      const [value, time, n] = [meters[evse]!, next(), seqNo++];
      tale.push({
        session,
        kind: 'step',
        told: (id) =>
          own
            ? event('updated', mine, time, 'periodic', value, n)
            : { kind: 'meter', place, transactionId: id, samples: [energy(time, value)] },
      });
    }
    const [value, time, n] = [meters[evse]!, next(), seqNo++];
    tale.push({
      session,
      kind: 'end',
      told: (id) =>
        own
          ? event('ended', mine, time, 'end', value, n)
          : {
              kind: 'transaction',
              phase: 'ended',
              transactionId: id,
              time: sent(time),
              meter: value,
              token,
              samples: [],
            },
    });
    used.push(value - begin);
    return tale;
  });
  return { tales, used };
}

function station(): Rig {
  const on = rig();
  for (const number of ['CARD1', 'CARD2']) on.cards[number] = card(number, { concurrentAllowed: true });
  // All of it is told after the fact.
  on.now = noon + 6 * 60 * minute;
  return on;
}

/** One telling: the message, and our process restarted before it. */
interface Telling {
  readonly tale: number;
  readonly restarted: boolean;
}

/** Everything that is true, in the rows; and the memory holds nothing else. */
function settled(on: Rig): string {
  for (const number in on.state.transactions) {
    const row = truth(on.stored.get(Number(number)));
    if (truth(on.state.transactions[number]) !== row) expect(truth(on.state.transactions[number])).toBe(row);
  }
  return truth({ ...on.state, transactions: Object.fromEntries(on.stored) });
}

/** Without the keys by which the newest meter messages are known again: those are not about what is true. */
const meaning = (text: string): string => text.replace(/lastMeterKey:"[^"]*",|meterKeys:\[[^\]]*\],/g, '');

/** Tells all in this order and checks what holds after every single message. */
function tell(
  on: Rig,
  tales: readonly Tale[],
  order: readonly Telling[],
  idOf: (tale: number, issued: string | undefined) => string = (_, issued) => issued ?? '-1',
): Map<number, string> {
  const ids = new Map<number, string>();
  const answers = new Map<number, string>();
  const told = new Map<number, TransactionMessage | MeterMessage>();
  for (const { tale: index, restarted } of order) {
    const tale = tales[index]!;
    if (restarted) restart(on);
    // What is sent again is sent as it was, whatever the station has learned in between.
    const message = told.get(index) ?? tale.told(idOf(index, ids.get(tale.session)));
    told.set(index, message);
    const before = answers.has(index) ? meaning(settled(on)) : undefined;
    const decision = hear(on, message);
    const { answer } = decision;
    if (tale.kind === 'start' && answer.kind === 'transaction') ids.set(tale.session, String(answer.transactionNumber));
    const text = JSON.stringify(answer);
    // T-01: a repetition gets the answer of the first time and changes nothing.
    if (answers.has(index)) {
      expect(text).toBe(answers.get(index));
      expect(meaning(settled(on))).toBe(before);
    }
    answers.set(index, text);
  }
  return answers;
}

const starts = (on: Rig) => [...on.stored.values()].filter(({ startKnown }) => startKnown);

function checkFold(on: Rig): void {
  expect(truth(rebuilt(on))).toBe(settled(on));
}

const tellings = (count: number) =>
  fc.record({
    again: fc.array(fc.record({ tale: fc.nat(count - 1), after: fc.nat(3 * count) }), { maxLength: 12 }),
    restarts: fc.array(fc.nat(3 * count), { maxLength: 4 }),
    order: fc.shuffledSubarray(
      Array.from({ length: count }, (_, index) => index),
      { minLength: count },
    ),
    lost: fc.array(fc.nat(count - 1), { maxLength: count }),
  });

type Fate = { again: { tale: number; after: number }[]; restarts: number[]; order: number[]; lost: number[] };

function orderOf(base: readonly number[], { again, restarts }: Pick<Fate, 'again' | 'restarts'>): Telling[] {
  const order = [...base];
  for (const { tale, after } of again) {
    const first = order.indexOf(tale);
    // Sent again is never before the first time.
    if (first !== -1) order.splice(Math.min(order.length, first + 1 + (after % (order.length - first))), 0, tale);
  }
  return order.map((tale, index) => ({ tale, restarted: restarts.includes(index) }));
}

const run = (
  own: boolean,
  runs: number,
  check: (made: { tales: Tale[]; used: number[] }, fate: Fate) => void,
): void => {
  const scenario = sessions.chain((all) => {
    const made = live(all, own);
    return tellings(made.tales.length).map((fate) => ({ made, fate, all }));
  });
  // A failure prints the seed and the path that bring it back.
  fc.assert(
    fc.property(scenario, ({ made, fate }) => check(made, fate)),
    { numRuns: runs * Number(process.env.RUNS ?? 1) },
  );
};

describe('transactions, whatever the network does', { timeout: 60_000 }, () => {
  it('T-01, T-02, T-03: ids of ours, in order, sent again at any time, with restarts: one transaction each, energy exact', () => {
    run(false, 500, ({ tales, used }, fate) => {
      const on = station();
      tell(on, tales, orderOf([...tales.keys()], fate));
      expect(starts(on)).toHaveLength(used.length);
      expect(on.stored.size).toBe(used.length);
      expect(starts(on).map(({ energyWh }) => energyWh)).toEqual(used);
      for (const one of starts(on)) expect(completenessOf(one).complete).toBe(true);
      checkFold(on);
    });
  });

  it('T-01, T-04, T-08, T-09: ids of its own, in any order, with restarts: one transaction each, complete, energy exact', () => {
    run(true, 500, ({ tales, used }, fate) => {
      const on = station();
      tell(on, tales, orderOf(fate.order, fate));
      expect(on.stored.size).toBe(used.length);
      for (const one of on.stored.values()) {
        expect(one.energyWh).toBe(used[Number(one.transactionId.slice(1))]);
        expect(completenessOf(one)).toMatchObject({ complete: true, gaps: [] });
      }
      checkFold(on);
    });
  });

  it('T-04, T-05: messages that never come leave no second transaction and no wrong energy', () => {
    for (const own of [true, false])
      run(own, 250, ({ tales, used }, fate) => {
        const on = station();
        const kept = (own ? fate.order : [...tales.keys()]).filter((index) => !fate.lost.includes(index));
        tell(on, tales, orderOf(kept, fate));
        const heard = new Set(
          kept.filter((index) => tales[index]!.kind === 'start').map((index) => tales[index]!.session),
        );
        expect(starts(on)).toHaveLength(heard.size);
        for (const one of on.stored.values()) expect(one.energyWh ?? 0).toBeGreaterThanOrEqual(0);
        if (own)
          for (const one of on.stored.values())
            expect(one.energyWh ?? 0).toBeLessThanOrEqual(used[Number(one.transactionId.slice(1))]!);
        checkFold(on);
      });
  });

  it('T-01, T-04, T-05, T-09: ids of ours in any order, some with none or a wrong one: what is sent again changes nothing, no start makes two', () => {
    run(false, 500, ({ tales, used }, fate) => {
      const on = station();
      // Which of them name no transaction, or one that was never issued.
      const idOf = (tale: number, issued: string | undefined) =>
        fate.lost.includes(tale) ? (['-1', '0'][tale % 3] ?? String(7000 + tale)) : (issued ?? '-1');
      // Values that name no transaction are known again at their charge point only while they are its newest ones.
      const again = fate.again.filter(({ tale }) => tales[tale]!.kind !== 'step');
      tell(on, tales, orderOf(fate.order, { ...fate, again }), idOf);
      expect(starts(on)).toHaveLength(used.length);
      for (const one of on.stored.values()) expect(one.energyWh ?? 0).toBeGreaterThanOrEqual(0);
      checkFold(on);
    });
  });

  it('COM-4: the same frames give the same facts and the same state, byte for byte', () => {
    run(true, 100, ({ tales }, fate) => {
      const [one, two] = [station(), station()];
      const order = orderOf(fate.order, fate);
      tell(one, tales, order);
      tell(two, tales, order);
      expect(JSON.stringify(two.facts)).toBe(JSON.stringify(one.facts));
      expect(JSON.stringify(two.state)).toBe(JSON.stringify(one.state));
    });
  });
});
