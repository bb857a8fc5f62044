import { describe, expect, it } from 'vitest';
import { openErrors } from './error.ts';
import type { StationEvent, StationMessage } from './message.ts';
import { hear, type Rig, rig, sent } from './rig.ts';

let count = 0;
const status = (on: Rig, name: 'faulted' | 'available'): StationMessage => ({
  kind: 'status',
  evse: 1,
  connector: 1,
  status: name,
  time: sent(on.now + ++count),
});
const event = (on: Rig, more: Partial<StationEvent> = {}): StationMessage => ({
  kind: 'events',
  events: [
    {
      eventId: ++count,
      component: 'RCD',
      variable: 'Tripped',
      place: { evse: 1, connector: 1 },
      trigger: 'alerting',
      value: 'true',
      cleared: false,
      severity: 1,
      time: sent(on.now + count),
      ...more,
    },
  ],
});
const open = (on: Rig) => openErrors(on.state).map(({ code }) => code);

// OCPP 2.0.1 tells a ground fault twice: StatusNotification Faulted (B04) and NotifyEvent (N07).
describe('a fault of a 2.x station is one error', () => {
  it('whichever of the two is told first', () => {
    const first = rig();
    hear(first, status(first, 'faulted'));
    expect(open(first)).toEqual(['Faulted']);
    hear(first, event(first));
    expect(open(first)).toEqual(['RCD/Tripped']);
    const second = rig();
    hear(second, event(second));
    hear(second, status(second, 'faulted'));
    expect(open(second)).toEqual(['RCD/Tripped']);
  });

  it('also where the event speaks of the whole EVSE or station; another place or a mere warning is another error', () => {
    for (const place of [{ evse: 1 }, {}] as const) {
      const on = rig();
      hear(on, status(on, 'faulted'));
      hear(on, event(on, { place }));
      expect(open(on)).toEqual(['RCD/Tripped']);
    }
    for (const more of [{ place: { evse: 2, connector: 1 } }, { severity: 5 }] as const) {
      const on = rig();
      hear(on, status(on, 'faulted'));
      hear(on, event(on, more));
      expect(open(on)).toEqual(['Faulted', 'RCD/Tripped']);
    }
  });

  it('is over with the event once the place is no longer faulted; while it is, the fault without a name remains', () => {
    const on = rig();
    hear(on, status(on, 'faulted'));
    hear(on, event(on));
    hear(on, event(on, { cleared: true }));
    expect(open(on)).toEqual(['Faulted']);
    hear(on, status(on, 'available'));
    expect(open(on)).toEqual([]);
    const other = rig();
    hear(other, event(other));
    hear(other, event(other, { cleared: true }));
    expect(open(other)).toEqual([]);
  });
});
