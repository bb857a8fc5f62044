import { expect, test } from 'vitest';
import { createCharge } from './charge.ts';
import { createRandom } from './random.ts';

test.each([
  ['DC', 150_000],
  ['AC', 22_000],
] as const)('a %s charge ramps up, never exceeds its point, tapers and ends', (current, maxW) => {
  for (let seed = 1; seed < 40; seed++) {
    const charge = createCharge({ name: 'Bay 1', type: 'cCCS2', current, maxW }, 1_000, createRandom(seed));
    const powers: number[] = [];
    let wh = charge.meterWh;
    for (let minute = 0; minute < 60 * 30 && !charge.finished; minute++) {
      charge.step(60);
      expect(charge.powerW).toBeLessThanOrEqual(maxW * 1.02);
      expect(charge.meterWh).toBeGreaterThanOrEqual(wh);
      wh = charge.meterWh;
      powers.push(charge.powerW);
    }
    expect(charge.finished).toBe(true);
    expect(charge.powerW).toBe(0);
    expect(charge.meterWh - charge.meterStartWh).toBeGreaterThan(1_000);
  }
});

test('energy does not depend on how often it is read', () => {
  const point = { name: 'Bay 1', type: 'cCCS2', current: 'DC', maxW: 150_000 } as const;
  const often = createCharge(point, 0, createRandom(9));
  const seldom = createCharge(point, 0, createRandom(9));
  for (let n = 0; n < 60; n++) often.step(10);
  seldom.step(600);
  expect(often.meterWh).toBeCloseTo(seldom.meterWh, 6);
});
