import { describe, expect, it } from 'vitest';
import type { TariffAssignment } from './commands/tariff.ts';
import type { Command, CommandAnswer } from './commands.ts';
import { heldOf } from './holding.ts';
import { noon, type Rig, record, rig } from './rig.ts';
import { mostTariffs } from './tariffs.ts';

const later = noon + 86_400_000;
const tariff = (id: string, more: object = {}) => ({
  id,
  currency: 'EUR',
  energy: { prices: [{ amount: 0.49 }, { amount: 0.39, conditions: { startTimeOfDay: '22:00' } }] },
  chargingTime: { prices: [{ amount: 0.05 }] },
  ...more,
});

let commands = 0;
function give(on: Rig, command: Command, answer: Partial<CommandAnswer> = {}): void {
  const commandId = `c${++commands}`;
  record(on, [
    {
      at: on.now,
      body: { type: 'command.asked', commandId, command, deadline: on.now + 60_000, queue: false } as never,
    },
    {
      at: on.now,
      body: {
        type: 'command.moved',
        commandId,
        state: 'answered',
        answer: { outcome: 'accepted', status: 'Accepted', ...answer },
      } as never,
    },
  ]);
}
const station = (): Rig => {
  const on = rig();
  for (const evse of [1, 2]) on.state.connectors[`${evse}.1`] = { evse, connector: 1 } as never;
  return on;
};
const set = (on: Rig, evse: number, id: string, more: object = {}) =>
  give(on, { kind: 'setDefaultTariff', evse, tariff: tariff(id, more) });
const read = (on: Rig, evse: number, tariffs: TariffAssignment[]) =>
  give(on, { kind: 'readTariffs', evse }, { tariffs });
const held = (on: Rig) => Object.fromEntries(heldOf(on.state, 'tariff').map(({ key, value }) => [key, value]));

describe('tariffs that a 2.1 station holds', () => {
  it('2.1:I07.FR.10 what was set is known with its prices; what was refused is not', () => {
    const on = station();
    set(on, 0, 'A');
    give(on, { kind: 'setDefaultTariff', evse: 0, tariff: tariff('B') }, { outcome: 'refused', status: 'Rejected' });
    expect(held(on)).toEqual({
      A: {
        assignedTo: 'everybody',
        by: 'command',
        currency: 'EUR',
        prices: { energy: 0.39, time: 0.05 },
        graded: true,
      },
    });
  });

  it('2.1:I07.FR.22 a new one takes the place of the one before at its charge point only', () => {
    const on = station();
    set(on, 0, 'A');
    set(on, 2, 'B');
    expect(held(on)).toMatchObject({ A: { evses: [1] }, B: { evses: [2] } });
    set(on, 1, 'C');
    expect(Object.keys(held(on))).toEqual(['B', 'C']);
    set(on, 0, 'D');
    expect(Object.keys(held(on))).toEqual(['D']);
  });

  it('2.1:I07.FR.20 one that counts later stands beside it', () => {
    const on = station();
    set(on, 0, 'A');
    set(on, 0, 'B', { validFrom: later });
    expect(held(on)).toMatchObject({ A: { assignedTo: 'everybody' }, B: { validFrom: later } });
    set(on, 0, 'C');
    expect(Object.keys(held(on)).sort()).toEqual(['B', 'C']);
  });

  it('2.1:I09.FR.01 what a station names is all it has; prices that were set from here stay known', () => {
    const on = station();
    set(on, 0, 'A');
    set(on, 0, 'B', { validFrom: later });
    read(on, 0, [
      { id: 'A', assignedTo: 'everybody', evses: [1, 2] },
      { id: 'X', assignedTo: 'driver', evses: [2], tokens: ['04A1B2C3D4'] },
    ]);
    expect(held(on)).toEqual({
      A: expect.objectContaining({ by: 'report', evses: [1, 2], prices: { energy: 0.39, time: 0.05 } }),
      X: { assignedTo: 'driver', by: 'report', evses: [2] },
    });
  });

  it('2.1:I09.FR.02 asked of one charge point, the others are not forgotten', () => {
    const on = station();
    read(on, 0, [
      { id: 'A', assignedTo: 'everybody', evses: [1, 2] },
      { id: 'B', assignedTo: 'driver', evses: [2] },
    ]);
    read(on, 1, [{ id: 'A', assignedTo: 'everybody', evses: [1] }]);
    expect(held(on)).toMatchObject({ A: { evses: [1, 2] }, B: { evses: [2] } });
    read(on, 2, []);
    expect(held(on)).toEqual({ A: { assignedTo: 'everybody', by: 'report', evses: [1] } });
  });

  it('2.1:I09.FR.03 `NoTariff` says that there are none', () => {
    const on = station();
    set(on, 0, 'A');
    give(on, { kind: 'readTariffs', evse: 0 }, { outcome: 'refused', status: 'NoTariff' });
    expect(held(on)).toEqual({});
  });

  it.each([
    ['I10.FR.02 by number', { ids: ['A'] }, [{ id: 'A', status: 'Accepted' }], ['B']],
    ['I10.FR.03 of a charge point', { evse: 1 }, [{ id: 'A', status: 'Accepted' }], ['B']],
    [
      'I10.FR.01 all',
      {},
      [
        { id: 'A', status: 'Accepted' },
        { id: 'B', status: 'Accepted' },
      ],
      [],
    ],
    ['I10.FR.06 none that fits', { ids: ['B'] }, [{ status: 'NoTariff' }], ['A']],
    ['refused', { ids: ['A'] }, [{ id: 'A', status: 'Rejected' }], ['A', 'B']],
  ])('2.1:%s', (_, command, clearedTariffs, left) => {
    const on = station();
    set(on, 1, 'A');
    set(on, 2, 'B');
    give(on, { kind: 'clearTariffs', ...command }, { clearedTariffs });
    expect(Object.keys(held(on))).toEqual(left);
  });

  it('are bounded', () => {
    const on = station();
    read(
      on,
      0,
      Array.from({ length: 3 * mostTariffs }, (__, index) => ({ id: `T${index}`, assignedTo: 'driver' as const })),
    );
    expect(Object.keys(held(on))).toHaveLength(mostTariffs);
  });
});

describe('streams that are open', () => {
  it('2.1:N12 what a station names is all that is open', () => {
    const on = station();
    const opened = (streamId: number) => ({
      at: on.now,
      body: { type: 'stream.opened', streamId, monitorId: 7, intervalSeconds: 60, accepted: true } as never,
    });
    record(on, [opened(1), opened(2)]);
    give(on, { kind: 'readPeriodicEventStreams' }, { streams: [{ id: 2, monitorId: 7, intervalSeconds: 30 }] });
    expect(heldOf(on.state, 'stream')).toMatchObject([{ key: '2', value: { monitorId: 7, intervalSeconds: 30 } }]);
    give(on, { kind: 'readPeriodicEventStreams' }, { streams: [] });
    expect(heldOf(on.state, 'stream')).toEqual([]);
  });
});
