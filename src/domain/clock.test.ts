import { describe, expect, it } from 'vitest';
import { happenedAt } from './clock.ts';
import { openErrors } from './error.ts';
import type { SentTime, StatusMessage } from './message.ts';
import { bodies, energy, hear, noon, type Rig, rig, sent } from './rig.ts';

const hour = 3_600_000;

describe('T-13 when it happened', () => {
  it.each<[string, SentTime | undefined, { at: number; suspect?: string; clockAt?: number }]>([
    ['nothing said', undefined, { at: noon }],
    ['nothing said', {}, { at: noon }],
    ['a good time', sent(noon - hour), { at: noon - hour }],
    ['weeks in a queue', sent(noon - 40 * 24 * hour), { at: noon - 40 * 24 * hour }],
    ['an hour ahead', sent(noon + hour), { at: noon + hour }],
    ['year 222222017', { raw: '222222017-10-27T19:10:11Z' }, { at: noon, suspect: 'time.unreadable' }],
    [
      'no clock battery',
      sent(Date.UTC(2000, 0, 1)),
      { at: noon, suspect: 'time.outOfRange', clockAt: Date.UTC(2000, 0, 1) },
    ],
    ['far future', sent(Date.UTC(2100, 0, 1)), { at: noon, suspect: 'time.future', clockAt: Date.UTC(2100, 0, 1) }],
  ])('%s', (_, time, expected) => {
    expect(happenedAt(time, noon)).toEqual(expected);
  });
});

const status = (at: number, more: Partial<StatusMessage> = {}): StatusMessage => ({
  kind: 'status',
  evse: 1,
  connector: 1,
  status: 'available',
  time: sent(at),
  ...more,
});
const connect = (on: Rig) => {
  on.state.connection = { id: 'x', protocol: 'ocpp1.6', address: '', node: 'n', securityProfile: 1, since: on.now };
};
const hearAt = (on: Rig, at: number, message: Parameters<typeof hear>[1]) => {
  on.now = at;
  return hear(on, message, 0);
};

describe('INF-6 clock drift', () => {
  it('shows -300 s for a status five minutes behind, and warns until it is right again', () => {
    const on = rig();
    connect(on);
    const decision = hearAt(on, noon, status(noon - 300_000));
    expect(on.state.driftSeconds).toBe(-300);
    expect(bodies(decision)).toEqual(['connector.statusChanged', 'station.clockDrifted', 'error.opened']);
    expect(openErrors(on.state)).toMatchObject([
      { evse: 0, connector: 0, code: 'clockDrift', source: 'derived', severity: 'warning', info: '-300 s' },
    ]);
    hearAt(on, noon + 1000, status(noon - 260_000, { status: 'preparing' }));
    expect(openErrors(on.state)).toHaveLength(1);
    hearAt(on, noon + 2000, status(noon + 1800, { status: 'charging' }));
    expect(on.state.driftSeconds).toBe(0);
    expect(openErrors(on.state)).toHaveLength(0);
  });

  it('makes a fact only when it moves by more than two seconds', () => {
    const on = rig();
    const changes = [-300, -299, -302, -303, -300, 0, 1, 2, 3].filter((seconds, i) => {
      const at = noon + i * 10_000;
      const words = ['available', 'preparing', 'charging'] as const;
      return bodies(hearAt(on, at, status(at + seconds * 1000, { status: words[i % 3]! }))).includes(
        'station.clockDrifted',
      );
    });
    expect(changes).toEqual([-300, -303, -300, 0, 3]);
  });

  it('does not take what waited in a queue for a slow clock', () => {
    const on = rig();
    connect(on);
    const place = { evse: 1, connector: 1 };
    hearAt(on, noon, {
      kind: 'transaction',
      phase: 'started',
      place,
      time: sent(noon - 3 * hour),
      meter: 0,
      samples: [],
    });
    hearAt(on, noon, { kind: 'meter', place, transactionId: '1', samples: [energy(noon - 2 * hour, 5)] });
    expect(on.state.driftSeconds).toBeUndefined();
  });

  it('takes what happened on this connection, and what is ahead, for the clock', () => {
    const on = rig();
    connect(on);
    const place = { evse: 1, connector: 1 };
    hearAt(on, noon + hour, { kind: 'meter', place, samples: [energy(noon + hour - 90_000, 5)] });
    expect(on.state.driftSeconds).toBe(-90);
    hearAt(on, noon + hour, { kind: 'meter', place, samples: [energy(noon + hour + 20_000, 6)] });
    expect(on.state.driftSeconds).toBe(20);
  });

  it('learns nothing from a message that is sent again or was overtaken', () => {
    const on = rig();
    hearAt(on, noon, status(noon));
    hearAt(on, noon + hour, status(noon));
    expect(on.state.driftSeconds).toBe(0);
    hearAt(on, noon + 2 * hour, status(noon + 2 * hour, { status: 'preparing' }));
    hearAt(on, noon + 2 * hour, status(noon + hour, { status: 'faulted' }));
    expect(on.state.driftSeconds).toBe(0);
  });
});
