import { describe, expect, it } from 'vitest';
import { mostConnectors } from './connector.ts';
import { mostOpenErrors, openErrors, severityOf } from './error.ts';
import type { StationEvent, StatusMessage } from './message.ts';
import { bodies, hear, noon, type Rig, rig, sent } from './rig.ts';

const status = (at: number, more: Partial<StatusMessage> = {}): StatusMessage => ({
  kind: 'status',
  evse: 1,
  connector: 1,
  status: 'available',
  time: sent(at),
  ...more,
});
const fault = (at: number, more: Partial<StatusMessage> = {}) =>
  status(at, {
    status: 'faulted',
    errorCode: 'GroundFailure',
    info: 'RCD',
    vendorId: 'com.x',
    vendorErrorCode: 'E17',
    ...more,
  });
const minutes = (n: number) => noon + n * 60_000;
const facts = (on: Rig, message: Parameters<typeof hear>[1]) =>
  bodies(hear(on, message)).filter((type) => type !== 'station.clockDrifted');

describe('status of a charge point', () => {
  it('CP-4 makes a charge point that nobody declared and loses nothing', () => {
    const on = rig();
    hear(on, status(noon, { evse: 42, connector: 1 }));
    expect(on.state.connectors['42.1']).toEqual({
      evse: 42,
      connector: 1,
      source: 'station',
      status: 'available',
      statusSince: noon,
      statusAt: noon,
    });
  });

  it.each([
    -1,
    2 ** 31,
    1.5,
    Number.POSITIVE_INFINITY,
  ])('T-14 keeps a status of charge point %d as a fact only', (evse) => {
    const on = rig();
    const decision = hear(on, status(noon, { evse }));
    expect(decision).toMatchObject({ answer: { kind: 'plain' }, outcome: 'connector.impossible' });
    expect(decision.place).toBeUndefined();
    expect(decision.facts[0]!.body).toMatchObject({
      type: 'connector.statusChanged',
      suspect: ['connector.impossible'],
    });
    expect(on.state.connectors).toEqual({});
  });

  it('T-14 makes no more than so many', () => {
    const on = rig();
    for (let evse = 1; evse <= mostConnectors + 20; evse++) hear(on, status(noon, { evse }));
    expect(Object.keys(on.state.connectors)).toHaveLength(mostConnectors);
    hear(on, status(minutes(1), { evse: 3, status: 'charging' }));
    expect(on.state.connectors['3.1']?.status).toBe('charging');
  });

  it('keeps since when, and does not move it when the same status comes again', () => {
    const on = rig();
    hear(on, status(minutes(0)));
    hear(on, status(minutes(5)));
    expect(on.state.connectors['1.1']).toMatchObject({ statusSince: minutes(0), statusAt: minutes(5) });
    hear(on, status(minutes(6), { status: 'preparing' }));
    expect(on.state.connectors['1.1']).toMatchObject({ statusSince: minutes(6) });
  });

  it('notes a status that is sent again and changes nothing', () => {
    const on = rig();
    hear(on, status(noon));
    expect(facts(on, status(noon))).toEqual(['message.repeated']);
    expect(facts(on, status(noon, { time: {} }))).toEqual(['message.repeated']);
  });

  it('does not let a late status overwrite a newer one, but keeps it in its time', () => {
    const on = rig();
    hear(on, status(minutes(5), { status: 'charging' }));
    const decision = hear(on, status(minutes(1), { status: 'preparing' }));
    expect(decision.outcome).toBe('status.late');
    expect(decision.facts[0]).toMatchObject({
      at: minutes(1),
      body: { status: 'preparing', suspect: ['status.late'] },
    });
    expect(on.state.connectors['1.1']).toMatchObject({ status: 'charging', statusAt: minutes(5) });
  });

  it('believes a status after a boot, even if the clock was set back by it', () => {
    const on = rig();
    on.now = minutes(60);
    hear(on, status(minutes(60), { status: 'charging' }));
    hear(on, { kind: 'boot', vendor: 'V', model: 'M' });
    hear(on, status(minutes(2), { status: 'available' }));
    expect(on.state.connectors['1.1']?.status).toBe('available');
  });
});

describe('errors of a charge point', () => {
  it('ERR-1 one error with all its columns; a hundred times the same counts up', () => {
    const on = rig();
    for (let n = 0; n < 100; n++) hear(on, fault(n < 50 ? noon : minutes(n)));
    expect(Object.values(on.state.errors)).toEqual([
      {
        id: expect.any(String),
        evse: 1,
        connector: 1,
        code: 'GroundFailure',
        source: 'reported',
        severity: 'critical',
        info: 'RCD',
        vendorId: 'com.x',
        vendorErrorCode: 'E17',
        firstSeen: noon,
        lastSeen: minutes(99),
        count: 100,
        frameId: expect.any(String),
      },
    ]);
  });

  it('ERR-2 another status closes it with its time', () => {
    const on = rig();
    hear(on, fault(minutes(0)));
    const id = openErrors(on.state)[0]?.id ?? '';
    hear(on, status(minutes(7)));
    expect(on.state.errors[id]).toMatchObject({ closedAt: minutes(7), closedBy: 'station' });
    hear(on, { kind: 'heartbeat' });
    hear(on, fault(minutes(9)));
    expect(openErrors(on.state)).toMatchObject([{ count: 1, firstSeen: minutes(9) }]);
  });

  it.each<[string, Partial<StatusMessage>, number]>([
    ['another code', { errorCode: 'OverVoltage' }, 1],
    ['another vendor code', { vendorErrorCode: 'E18' }, 1],
    ['the same in another status', { status: 'unavailable' }, 1],
    ['no error', { status: 'available', errorCode: undefined as never }, 0],
  ])('leaves one error open after %s', (_, more, open) => {
    const on = rig();
    hear(on, fault(minutes(0)));
    hear(on, fault(minutes(1), more));
    expect(openErrors(on.state)).toHaveLength(open);
  });

  it('is about its own charge point only', () => {
    const on = rig();
    hear(on, fault(noon));
    hear(on, fault(noon, { evse: 2 }));
    hear(on, status(minutes(1), { evse: 2 }));
    expect(openErrors(on.state)).toMatchObject([{ evse: 1 }]);
  });

  it('is a warning while the charge point still works, and named Faulted where no code is sent (2.x)', () => {
    const on = rig();
    hear(on, status(noon, { status: 'charging', errorCode: 'HighTemperature' }));
    hear(on, status(noon, { evse: 2, status: 'faulted' }));
    expect(openErrors(on.state)).toMatchObject([
      { code: 'HighTemperature', severity: 'warning' },
      { code: 'Faulted', severity: 'critical' },
    ]);
  });

  it('of the past is opened and closed at once when its status comes late', () => {
    const on = rig();
    hear(on, status(minutes(9)));
    hear(on, fault(minutes(3)));
    expect(Object.values(on.state.errors)).toMatchObject([
      { firstSeen: minutes(3), closedAt: minutes(9), closedBy: 'rule', count: 1 },
    ]);
  });
});

const event = (more: Partial<StationEvent> = {}): StationEvent => ({
  eventId: 1,
  component: 'ConnectorPlugRetentionLock',
  variable: 'Problem',
  place: { evse: 1, connector: 1 },
  trigger: 'alerting',
  value: 'true',
  cleared: false,
  time: sent(noon),
  ...more,
});

describe('events of 2.x', () => {
  it('G05 opens an error, counts it up and closes it when it is cleared', () => {
    const on = rig();
    expect(facts(on, { kind: 'events', events: [event()] })).toEqual(['station.eventReported', 'error.opened']);
    expect(openErrors(on.state)).toMatchObject([
      { code: 'ConnectorPlugRetentionLock/Problem', severity: 'warning', count: 1 },
    ]);
    hear(on, { kind: 'events', events: [event()] });
    expect(openErrors(on.state)).toMatchObject([{ count: 2 }]);
    hear(on, { kind: 'events', events: [event({ value: 'false' })] });
    expect(openErrors(on.state)).toEqual([]);
    hear(on, { kind: 'events', events: [event()] });
    hear(on, { kind: 'events', events: [event({ cleared: true })] });
    expect(openErrors(on.state)).toEqual([]);
  });

  it('a status does not close what events opened', () => {
    const on = rig();
    hear(on, { kind: 'events', events: [event()] });
    hear(on, status(minutes(1)));
    expect(openErrors(on.state)).toHaveLength(1);
  });

  it('the same twice in one message is one error', () => {
    const on = rig();
    hear(on, { kind: 'events', events: [event(), event({ eventId: 2 })] });
    expect(openErrors(on.state)).toHaveLength(1);
  });

  it('what only tells something is no error', () => {
    const on = rig();
    hear(on, {
      kind: 'events',
      events: [event({ severity: 8 }), event({ trigger: 'periodic', variable: 'Temperature', value: '41' })],
    });
    expect(openErrors(on.state)).toEqual([]);
    expect([0, 3, 4, 5, 6, 7, 9, undefined].map(severityOf)).toEqual([
      'critical',
      'critical',
      'critical',
      'warning',
      'warning',
      'info',
      'info',
      'warning',
    ]);
  });

  it('G01.FR.03 AvailabilityState is a status', () => {
    const on = rig();
    const said = (component: string, value: string) =>
      event({ component, variable: 'AvailabilityState', trigger: 'delta', value, time: sent(noon) });
    hear(on, {
      kind: 'events',
      events: [said('Connector', 'Occupied'), said('ChargingStation', 'Available'), said('EVSE', 'Occupied')],
    });
    expect(on.state.connectors['1.1']?.status).toBe('occupied');
    expect(on.state.connectors['0.0']?.status).toBe('available');
    hear(on, {
      kind: 'events',
      events: [
        event({
          component: 'Connector',
          variable: 'AvailabilityState',
          trigger: 'delta',
          value: 'Faulted',
          time: sent(minutes(1)),
        }),
      ],
    });
    expect(openErrors(on.state)).toMatchObject([{ code: 'Faulted' }]);
  });

  it('a hostile station cannot fill the memory with errors', () => {
    const on = rig();
    for (let n = 0; n < mostOpenErrors + 50; n++) hear(on, { kind: 'events', events: [event({ component: `C${n}` })] });
    expect(openErrors(on.state)).toHaveLength(mostOpenErrors);
  });
});
