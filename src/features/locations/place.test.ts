import { describe, expect, it } from 'vitest';
import { coordinateFault, coordinateWarning } from './fields/coordinates.ts';
import { checkPlace } from './place.ts';

describe('GEO-3 coordinates', () => {
  it.each([
    [50.93753, 6.96028, undefined],
    [0, 6.9, undefined],
    [0, 0, /sea/],
    [90.1, 6, /-90 and 90/],
    [50, 181, /-180 and 180/],
  ])('%d / %d', (latitude, longitude, fault) => {
    const said = coordinateFault(latitude, longitude);
    if (fault === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(fault);
  });
  it.each([
    ['DE', 50.93753, 6.96028, undefined],
    ['DE', 6.96028, 50.93753, 'coordinatesSwapped'],
    ['DE', 48.85, 2.35, 'outsideCountry'],
    ['FR', 48.85, 2.35, undefined],
    // No box is kept of it: not judged.
    ['KE', 52, 13, undefined],
    [undefined, 6.96, 50.93, undefined],
  ] as const)('%s %d / %d', (country, latitude, longitude, warning) => {
    expect(coordinateWarning(country, latitude, longitude)).toBe(warning);
  });
  it('half a point, an unknown country and an unknown zone are refused', () => {
    expect(() => checkPlace({ latitude: 50 })).toThrow(/belong together/);
    expect(() => checkPlace({ country: 'QQ' })).toThrow(/no country QQ/);
    expect(() => checkPlace({ timeZone: 'Mars/Olympus' })).toThrow(/no time zone/);
    expect(() => checkPlace({ country: 'DE', timeZone: 'Europe/Berlin', latitude: 1, longitude: 1 })).not.toThrow();
  });
});
