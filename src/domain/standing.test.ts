import { describe, expect, it } from 'vitest';
import { connectorStatuses } from './message.ts';
import { hear, noon, rig, sent } from './rig.ts';
import { contactOf } from './silence.ts';
import { bayStandings, operationOf, type Standing, standings, stationStanding, worstOf } from './standing.ts';
import type { TransactionState } from './state.ts';

const bay = (status?: (typeof connectorStatuses)[number]) => ({
  evse: 1,
  connector: 1,
  source: 'station' as const,
  ...(status === undefined ? {} : { status }),
});
const charging = (chargingState?: TransactionState['chargingState']): TransactionState => ({
  number: 1,
  transactionId: 'T',
  startedAt: noon,
  startKnown: true,
  seqNos: [],
  suspect: [],
  ...(chargingState === undefined ? {} : { chargingState }),
});

describe('how a charge point stands', () => {
  it('every status has one of the shown states', () => {
    const shown = Object.fromEntries(connectorStatuses.map((status) => [status, operationOf(bay(status))]));
    expect(shown).toEqual({
      available: 'available',
      preparing: 'preparing',
      charging: 'charging',
      suspendedEV: 'suspended',
      suspendedEVSE: 'suspended',
      finishing: 'preparing',
      occupied: 'preparing',
      reserved: 'reserved',
      unavailable: 'outOfService',
      faulted: 'faulted',
    });
    for (const standing of Object.values(shown)) expect(standings).toContain(standing);
    expect(operationOf(bay())).toBe('unknown');
  });

  it.each<[TransactionState['chargingState'], Standing]>([
    ['charging', 'charging'],
    ['suspendedEV', 'suspended'],
    ['suspendedEVSE', 'suspended'],
    ['evConnected', 'preparing'],
    ['idle', 'preparing'],
    [undefined, 'preparing'],
  ])('2.x occupied with charging state %s is %s', (state, standing) => {
    expect(operationOf(bay('occupied'), charging(state))).toBe(standing);
    expect(operationOf(bay('occupied'), { ...charging(state), endedAt: noon })).toBe('preparing');
  });
});

describe('how a station stands', () => {
  it.each<[boolean, Standing | undefined, Standing[], Standing]>([
    [true, undefined, ['available', 'faulted', 'available'], 'available'],
    [true, undefined, ['charging', 'faulted'], 'charging'],
    [true, undefined, ['faulted'], 'faulted'],
    [true, undefined, ['faulted', 'outOfService'], 'faulted'],
    [true, undefined, ['outOfService', 'outOfService'], 'outOfService'],
    [true, undefined, ['available', 'suspended', 'charging'], 'charging'],
    [true, undefined, ['available', 'reserved'], 'reserved'],
    [true, 'faulted', ['available'], 'faulted'],
    [true, 'outOfService', ['available'], 'outOfService'],
    [true, 'available', ['charging'], 'charging'],
    [true, undefined, [], 'unknown'],
    [true, 'available', ['unknown'], 'unknown'],
    [false, undefined, ['charging'], 'offline'],
    [false, 'faulted', [], 'offline'],
  ])('connected %s, itself %s, bays %j: %s', (connected, own, bays, expected) => {
    expect(worstOf(connected, own, bays)).toBe(expected);
  });

  it('follows its charge points and its connection', () => {
    const on = rig();
    on.state.connection = { id: 'x', protocol: 'ocpp2.1', address: '', node: 'n', securityProfile: 1, since: noon };
    hear(on, { kind: 'status', evse: 2, connector: 1, status: 'faulted', time: sent(noon) });
    hear(on, { kind: 'status', evse: 1, connector: 1, status: 'occupied', time: sent(noon) });
    hear(on, { kind: 'status', evse: 0, connector: 0, status: 'available', time: sent(noon) });
    hear(on, {
      kind: 'transaction',
      phase: 'started',
      transactionId: 'T',
      seqNo: 0,
      place: { evse: 1, connector: 1 },
      time: sent(noon),
      chargingState: 'charging',
      samples: [],
    });
    expect(bayStandings(on.state)).toEqual(['charging', 'faulted']);
    expect(stationStanding(on.state)).toBe('charging');
    delete on.state.connection;
    expect(bayStandings(on.state)).toEqual(['offline', 'offline']);
    expect(stationStanding(on.state)).toBe('offline');
  });
});

describe('INF-3 contact', () => {
  const given = { connected: true, connectedSince: noon, fleetPendingAfterSeconds: 1800, now: noon + 1_800_000 };
  it.each<[string, Partial<Parameters<typeof contactOf>[0]>, string]>([
    ['just connected', {}, 'online'],
    ['silent for longer than the fleet allows', { now: noon + 1_800_001 }, 'pending'],
    ['T-18 any message counts', { now: noon + 1_800_001, lastMessageAt: noon + 10 }, 'online'],
    ['its own setting counts first', { pendingAfterSeconds: 60, now: noon + 61_000 }, 'pending'],
    ['a longer one too', { pendingAfterSeconds: 7200, now: noon + 3_600_000 }, 'online'],
    ['connected again after a long time', { lastMessageAt: noon - 9_000_000 }, 'online'],
    ['gone', { connected: false, lastMessageAt: noon }, 'offline'],
    ['never seen', { connected: false, connectedSince: undefined }, 'never'],
    ['T-15 the server’s clock was set back', { now: noon - 3_600_000 }, 'online'],
  ])('%s', (_, more, expected) => {
    expect(contactOf({ ...given, ...more })).toBe(expected);
  });
});
