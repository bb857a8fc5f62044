import type { Point } from './profile.ts';
import type { Random } from './random.ts';

/** One vehicle on one charge point: a plausible power curve that fills the battery, tapers, and ends. */
export interface Charge {
  readonly meterStartWh: number;
  meterWh: number;
  powerW: number;
  soc: number;
  /** True when the vehicle takes no more or the driver leaves. */
  finished: boolean;
  /** `limitW`: what the station allows meanwhile. */
  step(seconds: number, limitW?: number): void;
}

export function createCharge(point: Point, meterWh: number, random: Random): Charge {
  const dc = point.current === 'DC';
  const capacityWh = random.pick([45_000, 58_000, 64_000, 77_000, 82_000, 95_000]);
  // AC vehicles take one to three phases whatever the point could give; DC ones are limited by the vehicle too.
  const vehicleW = dc
    ? random.pick([90_000, 125_000, 170_000, 235_000])
    : random.pick([3_680, 7_400, 11_000, 11_000, 22_000]);
  const topW = Math.min(point.maxW, vehicleW) * random.between(0.94, 0.99);
  const targetSoc = dc ? random.between(70, 88) : random.between(85, 100);
  let soc = random.between(8, dc ? 45 : 65);
  let seconds = 0;
  const ripple = random.between(0, 6);
  const charge: Charge = {
    meterStartWh: meterWh,
    meterWh,
    powerW: 0,
    soc,
    finished: false,
    step(by, limitW = Number.POSITIVE_INFINITY) {
      if (charge.finished) return;
      // In small steps, so that the register is exact whatever the interval of the meter values.
      for (let left = by; left > 0 && !charge.finished; left -= 10) {
        const slice = Math.min(10, left);
        seconds += slice;
        const ramp = Math.min(1, seconds / (dc ? 40 : 15));
        const knee = dc ? 58 : 88;
        const taper = soc < knee ? 1 : Math.max(0.12, 1 - ((soc - knee) / (100 - knee)) * (dc ? 0.95 : 0.75));
        charge.powerW = Math.min(limitW, topW * ramp * taper * (1 + 0.012 * Math.sin(ripple + seconds / 55)));
        const wh = (charge.powerW * slice) / 3_600;
        charge.meterWh += wh;
        soc += ((wh * 0.94) / capacityWh) * 100;
        if (soc >= targetSoc) charge.finished = true;
      }
      charge.soc = Math.min(100, soc);
      if (charge.finished) charge.powerW = 0;
    },
  };
  return charge;
}
