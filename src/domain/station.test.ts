import { describe, expect, it } from 'vitest';
import { decideCommand } from './command.ts';
import { decide } from './decide.ts';
import type { BootMessage, StationMessage } from './message.ts';
import { bodies, hear, noon, type Rig, record, rig, sent } from './rig.ts';
import { isHeard, pendingInterval, rejectedInterval } from './station.ts';

const boot = (firmware?: string): BootMessage => ({
  kind: 'boot',
  vendor: 'Voltix',
  model: 'Duo 22',
  serial: 'S-1',
  ...(firmware === undefined ? {} : { firmware }),
});
const status: StationMessage = { kind: 'status', evse: 1, connector: 1, status: 'available', time: {} };

const adopt = (on: Rig) =>
  record(on, [
    { at: on.now, body: { type: 'station.changed', change: { kind: 'adoptStation', name: 'A' }, before: {} } },
  ]);

describe('boot', () => {
  it('F-06 spreads the intervals by the message, the same when it is decided again; a busy server is asked later', () => {
    const on = rig();
    const told = (frameId: string, load = 0, intervalSpread = 0.2) => {
      const settings = { heartbeatInterval: 1000, intervalSpread, load };
      const { answer } = decide(on.state, boot(), { now: 0, receivedAt: 0, frameId, lookups: {}, settings });
      return answer.kind === 'boot' ? answer.interval : 0;
    };
    const all = Array.from({ length: 256 }, (_, i) => told(`x${(i * 257).toString(16).padStart(4, '0')}`));
    expect([Math.min(...all), Math.max(...all)]).toEqual([800, 1200]);
    expect(new Set(all).size).toBeGreaterThan(200);
    expect(told('x1234')).toBe(told('x1234'));
    expect(told('x1234', 1)).toBe(told('x1234'));
    expect(told('x1234', 0, 0)).toBe(1000);
    on.state.master.adopted = false;
    expect([told('x1234', 0, 0), told('x1234', 0.5, 0), told('x1234', 1, 0)]).toEqual([60, 330, 600]);
  });

  it('B01 accepts an adopted station and tells the interval and the time', () => {
    const on = rig();
    const { answer, outcome, weight } = hear(on, boot('1.0'));
    expect(answer).toEqual({ kind: 'boot', status: 'accepted', interval: 300, now: on.now });
    expect([outcome, weight]).toEqual(['accepted', 0]);
    expect(on.state.boot).toMatchObject({
      vendor: 'Voltix',
      model: 'Duo 22',
      serial: 'S-1',
      status: 'accepted',
      at: on.now,
    });
  });

  it('B02 answers Pending to one that nobody adopted, and keeps what it said for its sheet', () => {
    const on = rig(false);
    expect(hear(on, boot('1.0')).answer).toMatchObject({ status: 'pending', interval: pendingInterval });
    adopt(on);
    expect(on.state.boot).toMatchObject({ vendor: 'Voltix', status: 'pending' });
    expect(hear(on, boot('1.0')).answer).toMatchObject({ status: 'accepted' });
  });

  it('B03 rejects one that has left the network', () => {
    const on = rig();
    record(on, [{ at: noon, body: { type: 'station.changed', change: { kind: 'decommission' }, before: {} } }]);
    expect(hear(on, boot()).answer).toMatchObject({ status: 'rejected', interval: rejectedInterval });
    expect(hear(on, { kind: 'heartbeat' }).answer).toMatchObject({ kind: 'failure', failure: 'notAccepted' });
  });

  it('INF-5 keeps every firmware with the time it was first seen, once', () => {
    const on = rig();
    for (const version of ['1.0', '1.0', '1.1', undefined, '1.1', '1.0']) hear(on, boot(version));
    expect(on.state.boot?.firmwareHistory.map(({ version }) => version)).toEqual(['1.0', '1.1', '1.0']);
    expect(on.state.boot?.firmwareHistory[1]).toEqual({ version: '1.1', since: noon + 3000 });
  });

  it('T-17 leaves running transactions alone', () => {
    const on = rig();
    hear(on, {
      kind: 'transaction',
      phase: 'started',
      place: { evse: 1, connector: 1 },
      time: sent(noon),
      meter: 0,
      samples: [],
    });
    hear(on, boot());
    expect(on.state.transactions[1]?.endedAt).toBeUndefined();
  });
});

describe('W-14 messages before the boot is accepted', () => {
  it.each<[string, StationMessage]>([
    ['a status', status],
    ['a heartbeat', { kind: 'heartbeat' }],
    ['a card', { kind: 'authorize', token: { number: 'C1', type: 'iso14443' } }],
    ['a start', { kind: 'transaction', phase: 'started', time: sent(noon), samples: [] }],
    ['anything else', { kind: 'customer', requestId: 1, part: 0, last: true }],
  ])('refuses %s of a station that nobody adopted and executes nothing', (_, message) => {
    const on = rig(false);
    for (const booted of [false, true]) {
      if (booted) hear(on, boot());
      const before = JSON.stringify(on.state);
      const decision = hear(on, message);
      expect(decision).toMatchObject({ facts: [], outcome: 'notAccepted', weight: 2 });
      expect(decision.answer).toMatchObject({ kind: 'failure', failure: 'notAccepted' });
      expect(JSON.stringify(on.state)).toBe(before);
    }
  });

  it('refuses an adopted one too until its next boot, except for what it was asked for', () => {
    const on = rig(false);
    hear(on, boot());
    adopt(on);
    expect(hear(on, status).outcome).toBe('notAccepted');
    const ask = {
      commandId: 'c1',
      command: { kind: 'trigger', message: 'status' },
      whenOffline: 'refuse',
      timeoutMs: 30_000,
    } as const;
    on.state.connection = { id: 'x', protocol: 'ocpp2.0.1', address: '', node: 'n', securityProfile: 1, since: noon };
    const decision = decideCommand(on.state, ask, { now: on.now });
    record(on, 'facts' in decision ? decision.facts : []);
    expect(hear(on, status).outcome).toBe('accepted');
    expect(hear(on, { kind: 'heartbeat' }).outcome).toBe('notAccepted');
    hear(on, boot());
    expect(hear(on, { kind: 'heartbeat' }).outcome).toBe('accepted');
  });

  it.each([
    ['its vendor and model', ['Other/M', 'voltix/DUO 22'], true],
    ['its vendor, any model', ['Voltix/*'], true],
    ['any vendor, its model', ['*/Duo 22'], true],
    ['others', ['Voltix/Duo', 'Other/Duo 22'], false],
  ])('hears a model that never boots again as soon as it is adopted, where %s is listed', (_, lenient, heard) => {
    const on = rig(false);
    hear(on, boot());
    expect(isHeard(on.state, status, lenient)).toBe(false);
    adopt(on);
    expect(isHeard(on.state, status)).toBe(false);
    expect(isHeard(on.state, status, lenient)).toBe(heard);
    record(on, [{ at: noon, body: { type: 'station.changed', change: { kind: 'decommission' }, before: {} } }]);
    expect(isHeard(on.state, status, lenient)).toBe(false);
  });

  it('needs no boot of an accepted station that reconnects, nor of an adopted one that booted at another back end', () => {
    const on = rig();
    expect(hear(on, status).outcome).toBe('accepted');
    hear(on, boot());
    connect(on, 'a');
    expect(hear(on, status).outcome).not.toBe('notAccepted');
  });
});

const connect = (on: Rig, connectionId: string, replacing?: string) =>
  record(on, [
    {
      at: on.now,
      body: {
        type: 'station.connected',
        connectionId,
        protocol: 'ocpp1.6',
        address: '10.0.0.1',
        node: 'n1',
        securityProfile: 1,
        ...(replacing === undefined ? {} : { replacing }),
      },
    },
  ]);
const disconnect = (on: Rig, connectionId: string) =>
  record(on, [
    {
      at: on.now,
      body: {
        type: 'station.disconnected',
        connectionId,
        code: '1006',
        side: 'station',
        reason: 'lost',
        received: 3,
        sent: 2,
        bytes: 99,
      },
    },
  ]);

describe('connections', () => {
  it('C-05 the late end of a replaced connection does not take the new one along, and both rows are whole', () => {
    const on = rig();
    connect(on, 'a');
    on.now += 5000;
    connect(on, 'b', 'a');
    on.now += 5000;
    disconnect(on, 'a');
    expect(on.state.connection?.id).toBe('b');
    expect(on.touched.at(-1)?.connections).toEqual([
      expect.objectContaining({
        id: 'a',
        openedAt: noon,
        closedAt: noon + 10_000,
        code: '1006',
        node: 'n1',
        bytes: 99,
      }),
    ]);
    disconnect(on, 'b');
    expect(on.state.connection).toBeUndefined();
    expect(on.state.replaced).toBeUndefined();
    expect(on.touched.at(-1)?.connections).toEqual([expect.objectContaining({ id: 'b', openedAt: noon + 5000 })]);
  });

  it.each<[number | undefined, number]>([
    [noon - 60_000, noon - 60_000],
    [undefined, noon],
  ])('CON-2 the end of a connection that the state does not know is a whole row, opened at %s', (openedAt, expected) => {
    const on = rig();
    const end = {
      type: 'station.disconnected',
      connectionId: 'z',
      code: '0001',
      side: 'broker',
      reason: 'serverRestart',
    } as const;
    const body = { ...end, received: 0, sent: 0, bytes: 0, ...(openedAt === undefined ? {} : { openedAt }) };
    record(on, [{ at: noon, body }]);
    expect(on.touched[0]?.connections).toEqual([
      expect.objectContaining({ id: 'z', openedAt: expected, closedAt: noon }),
    ]);
  });

  it('CON-4 a refused attempt leaves a row and nothing else', () => {
    const on = rig();
    const before = JSON.stringify({ ...on.state, seq: 1 });
    record(on, [
      {
        at: noon,
        body: {
          type: 'station.connectionRefused',
          connectionId: 'a',
          cause: 'password.wrong',
          address: '10.0.0.9',
          count: 4,
        },
      },
    ]);
    expect(JSON.stringify(on.state)).toBe(before);
    expect(on.touched[0]).toEqual({
      station: false,
      connections: [{ id: 'a', openedAt: noon, refused: 'password.wrong', attempts: 4, address: '10.0.0.9' }],
    });
  });
});

describe('other messages', () => {
  it.each<[StationMessage, string, string]>([
    [{ kind: 'report', requestId: 7, last: true, variables: [] }, 'settings.reported', 'plain'],
    [{ kind: 'dataTransfer', vendorId: 'com.x', data: '1' }, 'data.received', 'dataTransfer'],
    [{ kind: 'securityEvent', type: 'NewEventOfSomeVendor', time: {} }, 'security.reported', 'plain'],
    [{ kind: 'logStatus', status: 'Uploaded' }, 'log.statusChanged', 'plain'],
    [{ kind: 'firmwareStatus', status: 'Installed', requestId: 3 }, 'firmware.statusChanged', 'plain'],
  ])('%j is kept as %s', (message, fact, answer) => {
    const decision = hear(rig(), message);
    expect(bodies(decision)).toEqual([fact]);
    expect(decision.answer.kind).toBe(answer);
  });

  it('W-13: names that every object of the language has are names like others in a report', () => {
    const words = ['toString', 'constructor', '__proto__', 'valueOf'];
    const named = (component: string) => ({ component, variable: component, attribute: 'Actual', value: '1' });
    const report = { kind: 'report', requestId: 7, last: true, variables: words.map(named) } as const;
    expect(bodies(hear(rig(), report as unknown as StationMessage))).toEqual(['settings.reported']);
  });

  it('gives settings with the time they were read', () => {
    const on = rig();
    const variable = {
      component: '',
      variable: 'HeartbeatInterval',
      attribute: 'Actual',
      value: '300',
      mutability: 'ReadWrite',
    };
    hear(on, { kind: 'report', requestId: 7, last: false, variables: [variable] });
    expect(on.touched[0]?.settings).toEqual([{ ...variable, readAt: on.now }]);
  });

  it('S-14 a security event that waited keeps its old time', () => {
    const on = rig();
    on.now = noon + 3_600_000;
    const { facts } = hear(on, { kind: 'securityEvent', type: 'StartupOfTheDevice', time: sent(noon) });
    expect(facts.every(({ at }) => at === noon)).toBe(true);
  });
});
