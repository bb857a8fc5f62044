import { expect, test } from 'vitest';
import type { BootMessage } from './message.ts';
import { bodies, hear, rebuilt, rig } from './rig.ts';

const boot = (more: Partial<BootMessage>): BootMessage => ({ kind: 'boot', vendor: 'Acme', model: 'M', ...more });
const open = (on: ReturnType<typeof rig>) =>
  Object.values(on.state.errors)
    .filter(({ closedAt }) => closedAt === undefined)
    .map(({ code, info, severity }) => ({ code, info, severity }));

test('CMP-3 a boot with another meter serial opens an error once, and the old number closes it', () => {
  const on = rig();
  hear(on, boot({ meterSerial: 'M-1', iccid: '894301' }));
  expect(open(on)).toEqual([]);
  expect(bodies(hear(on, boot({ meterSerial: 'm1', iccid: '894301' })))).toEqual(['station.booted']);
  hear(on, boot({ meterSerial: 'M-2', iccid: '894301' }));
  expect(open(on)).toEqual([{ code: 'meterSerialChanged', info: 'm1 → M-2', severity: 'critical' }]);
  hear(on, boot({ meterSerial: 'M-2', iccid: '894301' }));
  expect(open(on)).toHaveLength(1);
  // A third one: still the same question, from the number that was known.
  hear(on, boot({ meterSerial: 'M-3', iccid: '894301' }));
  expect(open(on)).toEqual([{ code: 'meterSerialChanged', info: 'm1 → M-3', severity: 'critical' }]);
  hear(on, boot({ meterSerial: 'M-1' }));
  expect(open(on)).toEqual([]);
  expect(open({ ...on, state: rebuilt(on) })).toEqual([]);
});

test('CMP-3 another SIM card, station or box is told too; a number that is not told says nothing', () => {
  const on = rig();
  hear(on, boot({ iccid: '1', serial: 'S1', boxSerial: 'B1', meterSerial: 'M1' }));
  hear(on, boot({}));
  expect(open(on)).toEqual([]);
});

test('CMP-3 several parts may change with one boot', () => {
  const on = rig();
  hear(on, boot({ iccid: '1', serial: 'S1', boxSerial: 'B1', meterSerial: 'M1' }));
  hear(on, boot({ iccid: '2', serial: 'S2', boxSerial: 'B2', meterSerial: 'M2' }));
  expect(
    open(on)
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['boxSerialChanged', 'meterSerialChanged', 'simChanged', 'stationSerialChanged']);
});
