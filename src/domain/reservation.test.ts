import { describe, expect, it } from 'vitest';
import { decideAnswer, decideCommand, decideOverdue, nextDeadline } from './command.ts';
import type { CommandAnswer } from './commands.ts';
import type { ConnectorStatus, PresentedToken, StationMessage } from './message.ts';
import { expiryGrace, releaseGrace } from './reservation.ts';
import { card, hear, noon, type Rig, rebuilt, record, rig, sent, truth } from './rig.ts';

const mine: PresentedToken = { number: 'CARD1', type: 'iso14443', group: 'G' };
const expiresAt = noon + 3_600_000;
const accepted: CommandAnswer = { outcome: 'accepted', status: 'Accepted' };

function open(): Rig {
  const on = rig();
  for (const name of ['CARD1', 'CARD2']) on.cards[name] = card(name);
  on.cards.CARD4 = card('CARD4');
  on.cards.CARD3 = card('CARD3', { group: 'G' });
  on.state.connection = { id: 'x', protocol: 'ocpp1.6', address: '', node: 'n', securityProfile: 1, since: noon };
  for (const evse of [1, 2]) hear(on, { kind: 'status', evse, connector: 1, status: 'available', time: sent(noon) });
  return on;
}

function ask(on: Rig, command: Parameters<typeof decideCommand>[1]['command'], answer?: CommandAnswer, id = 'c1') {
  const decision = decideCommand(
    on.state,
    { commandId: id, command, whenOffline: 'refuse', timeoutMs: 30_000 },
    { now: on.now },
  );
  if (!('facts' in decision)) return decision;
  record(on, decision.facts, { userId: 'u' });
  if (answer !== undefined) record(on, decideAnswer(on.state, id, answer, on.now));
  return decision;
}

const reserve = (on: Rig, answer: CommandAnswer | null = accepted, evse: number | undefined = 1) =>
  ask(
    on,
    {
      kind: 'reserve',
      reservationId: 5,
      token: mine,
      expiresAt,
      ...(evse === undefined ? {} : { place: { evse, connector: 1 } }),
    },
    answer ?? undefined,
  );

const start = (number: string, evse = 1, more: object = {}): StationMessage => ({
  kind: 'transaction',
  phase: 'started',
  place: { evse, connector: 1 },
  time: {},
  token: { number, type: 'iso14443' },
  meter: 0,
  samples: [],
  ...more,
});

const status = (status: ConnectorStatus, evse = 1): StationMessage => ({
  kind: 'status',
  evse,
  connector: 1,
  status,
  time: {},
});

const told = (on: Rig, message: StationMessage) => {
  const { answer } = hear(on, message);
  return answer.kind === 'transaction' ? answer.authorisation : undefined;
};

const one = (on: Rig) => on.state.reservations?.[5];

describe('a reservation', () => {
  it.each<[string, CommandAnswer, string]>([
    ['accepted', accepted, 'active'],
    ['occupied', { outcome: 'refused', status: 'Occupied' }, 'refused'],
    ['rejected', { outcome: 'refused', status: 'Rejected' }, 'refused'],
    ['not understood', { outcome: 'unsupported', status: 'NotSupported' }, 'refused'],
  ])('OCPP 1.6 5.13, 2.0.1 H01: %s', (_, answer, expected) => {
    const on = open();
    reserve(on, answer);
    expect(one(on)).toMatchObject({ status: expected, askedBy: 'u', expiresAt });
    expect(one(on)?.endedAt === undefined).toBe(expected === 'active');
  });

  it('cannot be asked for in the past or at a place that is not there', () => {
    const on = open();
    expect(reserve(on, accepted, 7)).toMatchObject({ refused: 'value.refused' });
    on.now = expiresAt;
    expect(reserve(on)).toMatchObject({ refused: 'value.refused' });
  });

  it('other cards are refused there with the reason, elsewhere not', () => {
    const on = open();
    reserve(on);
    expect(told(on, start('CARD2'))).toMatchObject({ status: 'invalid', reason: 'station.reserved' });
    expect(told(on, start('CARD2', 2))).toMatchObject({ status: 'accepted' });
  });

  it('2.0.1 H01.FR.24, 1.6 parentIdTag: a card of the group may charge', () => {
    const on = open();
    reserve(on);
    expect(told(on, start('CARD3'))).toMatchObject({ status: 'accepted' });
  });

  it('before it is accepted and after its time it keeps nobody out', () => {
    const on = open();
    reserve(on, null);
    expect(told(on, start('CARD2'))).toMatchObject({ status: 'accepted' });
    const late = open();
    reserve(late);
    late.now = expiresAt;
    expect(told(late, start('CARD2'))).toMatchObject({ status: 'accepted' });
  });

  it('of no certain charge point keeps the last free one', () => {
    const on = open();
    reserve(on, accepted, 0);
    expect(told(on, start('CARD2', 1))).toMatchObject({ status: 'accepted' });
    expect(told(on, start('CARD4', 2))).toMatchObject({ status: 'invalid', reason: 'station.reserved' });
  });

  it.each<[string, object]>([
    ['that names it', { reservationId: 5 }],
    ['of its card that forgot to name it', {}],
  ])('is used by a session %s', (_, more) => {
    const on = open();
    reserve(on);
    expect(told(on, start('CARD1', 1, more))).toMatchObject({ status: 'accepted' });
    expect(one(on)).toMatchObject({ status: 'used', transaction: 1 });
  });

  it.each(['expired', 'removed', 'noTransaction'] as const)('2.0.1 H04: the station says %s', (how) => {
    const on = open();
    reserve(on);
    hear(on, { kind: 'reservationStatus', reservationId: 5, status: how });
    expect(one(on)).toMatchObject({ status: how });
    expect(one(on)?.endedAt).toBeDefined();
  });

  it('is over when its time is over and nobody said so', () => {
    const on = open();
    reserve(on);
    expect(nextDeadline(on.state)).toBe(expiresAt + expiryGrace);
    on.now = expiresAt + expiryGrace - 1;
    expect(decideOverdue(on.state, on.now)).toEqual([]);
    on.now += 1;
    record(on, decideOverdue(on.state, on.now));
    expect(one(on)).toMatchObject({ status: 'expired' });
    expect(nextDeadline(on.state)).toBeUndefined();
  });

  it('1.6: a charge point that was reserved and is free again was given up by the station', () => {
    const on = open();
    reserve(on);
    hear(on, status('reserved'));
    hear(on, status('available'));
    expect(nextDeadline(on.state)).toBe(on.now + releaseGrace);
    on.now += releaseGrace;
    record(on, decideOverdue(on.state, on.now));
    expect(one(on)).toMatchObject({ status: 'removed' });
  });

  it('1.6: a free moment before the car is plugged in ends nothing', () => {
    const on = open();
    reserve(on);
    for (const said of ['reserved', 'available', 'preparing'] as const) hear(on, status(said));
    on.now += releaseGrace;
    expect(decideOverdue(on.state, on.now)).toEqual([]);
  });

  it.each<[CommandAnswer, string]>([
    [accepted, 'cancelled'],
    // 1.6 section 5.2, 2.0.1 H02.FR.01: it has none of this number.
    [{ outcome: 'refused', status: 'Rejected' }, 'removed'],
  ])('cancelled: %j', (answer, expected) => {
    const on = open();
    reserve(on);
    ask(on, { kind: 'cancelReservation', reservationId: 5 }, answer, 'c2');
    expect(one(on)).toMatchObject({ status: expected });
  });

  it('the same number again takes the place of the former one', () => {
    const on = open();
    reserve(on);
    ask(
      on,
      { kind: 'reserve', reservationId: 5, token: { number: 'CARD2', type: 'iso14443' }, expiresAt },
      accepted,
      'c2',
    );
    expect(one(on)).toMatchObject({ status: 'active', token: { number: 'CARD2' } });
    expect(one(on)?.place).toBeUndefined();
  });

  it('folds the same from nothing', () => {
    const on = open();
    reserve(on);
    hear(on, status('reserved'));
    hear(on, start('CARD1', 1, { reservationId: 5 }));
    expect(truth(rebuilt(on).reservations)).toBe(truth(on.state.reservations));
  });
});
