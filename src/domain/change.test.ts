import { describe, expect, it } from 'vitest';
import { decideChange } from './change.ts';
import type { Change } from './changes.ts';
import { hear, noon, type Rig, record, rig, sent } from './rig.ts';

const context = { now: noon };
function change(on: Rig, wanted: Change) {
  const decision = decideChange(on.state, wanted, context);
  if ('facts' in decision) record(on, decision.facts, { userId: 'u1' });
  return decision;
}
const withBay = () => {
  const on = rig();
  change(on, { kind: 'addChargePoint', evse: 1, connector: 1 });
  return on;
};

describe('changes by people', () => {
  it('HIS-2 keeps the old values of exactly the fields that changed', () => {
    const on = rig();
    change(on, {
      kind: 'describeStation',
      name: 'North',
      location: 'Linz',
      timeZone: 'Europe/Vienna',
      gridLimitW: 44_000,
    });
    const decision = change(on, { kind: 'describeStation', name: 'North', location: null, gridLimitW: 22_000 });
    expect(decision).toEqual({
      facts: [
        {
          at: noon,
          body: {
            type: 'station.changed',
            change: { kind: 'describeStation', location: null, gridLimitW: 22_000 },
            before: { location: 'Linz', gridLimitW: 44_000 },
          },
        },
      ],
    });
    expect(on.state.master).toMatchObject({ name: 'North', timeZone: 'Europe/Vienna', gridLimitW: 22_000 });
    expect(on.state.master).not.toHaveProperty('location');
  });

  it('nothing that changes is no fact', () => {
    const on = withBay();
    expect(change(on, { kind: 'describeStation', name: 'CP-1', note: null })).toEqual({ facts: [] });
    expect(change(on, { kind: 'describeChargePoint', evse: 1, connector: 1, name: null })).toEqual({ facts: [] });
    expect(change(on, { kind: 'allowUnauthenticated', allowed: false })).toEqual({ facts: [] });
  });

  it('adopts once', () => {
    const on = rig(false);
    change(on, { kind: 'adoptStation', name: 'North', location: 'Linz' });
    expect(on.state.master).toMatchObject({ adopted: true, name: 'North', location: 'Linz' });
    expect(change(on, { kind: 'adoptStation', name: 'South' })).toMatchObject({ refused: 'state.conflict' });
  });

  it('S-13 an old secret is in no fact', () => {
    const on = rig();
    change(on, { kind: 'setCredentials', passwordHash: 'hash-one' });
    change(on, { kind: 'setCredentials', passwordHash: 'hash-two' });
    expect(on.state.master.passwordHash).toBe('hash-two');
    expect(on.facts[1]!.body).toMatchObject({ before: { passwordHash: 'set' } });
  });

  it('describes a charge point and keeps what the station said about it', () => {
    const on = rig();
    hear(on, { kind: 'status', evse: 1, connector: 1, status: 'charging', time: sent(noon) });
    change(on, {
      kind: 'describeChargePoint',
      evse: 1,
      connector: 1,
      name: 'Left',
      evseId: ' DE*ABC*E1 ',
      maxPowerW: 22_000,
      cable: true,
    });
    expect(on.state.connectors['1.1']).toMatchObject({
      name: 'Left',
      evseId: 'DE*ABC*E1',
      maxPowerW: 22_000,
      cable: true,
      status: 'charging',
    });
    expect([...(on.touched.at(-1)?.connectors ?? [])]).toEqual(['1.1']);
    change(on, { kind: 'describeChargePoint', evse: 1, connector: 1, evseId: null });
    expect(on.state.connectors['1.1']).not.toHaveProperty('evseId');
  });

  it('CP-2 two charge points of a station cannot have one EVSE-ID in two spellings', () => {
    const on = withBay();
    change(on, { kind: 'addChargePoint', evse: 2, connector: 1 });
    change(on, { kind: 'describeChargePoint', evse: 1, connector: 1, evseId: 'DE*ABC*E1' });
    expect(change(on, { kind: 'describeChargePoint', evse: 2, connector: 1, evseId: 'DEABCE1' })).toMatchObject({
      refused: 'name.taken',
    });
    expect(change(on, { kind: 'describeChargePoint', evse: 1, connector: 1, evseId: 'DEABCE1' })).toMatchObject({
      facts: [{}],
    });
  });

  it('closes an error once', () => {
    const on = rig();
    hear(on, {
      kind: 'status',
      evse: 1,
      connector: 1,
      status: 'faulted',
      errorCode: 'GroundFailure',
      time: sent(noon),
    });
    const errorId = Object.keys(on.state.errors)[0]!;
    change(on, { kind: 'closeError', errorId });
    expect(on.state.errors[errorId]).toMatchObject({ closedBy: 'user', closedAt: noon });
    expect(change(on, { kind: 'closeError', errorId })).toMatchObject({ refused: 'state.conflict' });
    expect(change(on, { kind: 'closeError', errorId: 'none' })).toMatchObject({ refused: 'thing.unknown' });
  });

  it.each<[Change, string]>([
    [{ kind: 'describeStation', name: '  ' }, 'value.refused'],
    [{ kind: 'describeStation', timeZone: 'Mars/North' }, 'value.refused'],
    [{ kind: 'describeStation', gridLimitW: 0 }, 'value.refused'],
    [{ kind: 'describeStation', pendingAfterSeconds: -1 }, 'value.refused'],
    [{ kind: 'describeStation', warrantyUntil: '2026-02-30' }, 'value.refused'],
    [{ kind: 'describeStation', commissionedOn: 'soon' }, 'value.refused'],
    [{ kind: 'addChargePoint', evse: 1, connector: 1 }, 'name.taken'],
    [{ kind: 'addChargePoint', evse: 0, connector: 0 }, 'value.refused'],
    [{ kind: 'describeChargePoint', evse: 9, connector: 1, name: 'X' }, 'thing.unknown'],
    [{ kind: 'describeChargePoint', evse: 1, connector: 1, evseId: 'de*abc*e1' }, 'value.refused'],
    [{ kind: 'describeChargePoint', evse: 1, connector: 1, maxPowerW: Number.NaN }, 'value.refused'],
    [{ kind: 'setCredentials', passwordHash: '' }, 'value.refused'],
  ])('refuses %j: %s', (wanted, reason) => {
    const on = withBay();
    const before = JSON.stringify(on.state);
    expect(change(on, wanted)).toMatchObject({ refused: reason, detail: expect.any(String) });
    expect(JSON.stringify(on.state)).toBe(before);
  });

  it('leaves a station that left the network as it was', () => {
    const on = rig();
    change(on, { kind: 'decommission' });
    expect(change(on, { kind: 'describeStation', name: 'X' })).toMatchObject({ refused: 'state.conflict' });
  });
});
