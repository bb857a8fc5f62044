export const coordinateWarnings = ['coordinatesSwapped', 'outsideCountry'] as const;
export type CoordinateWarning = (typeof coordinateWarnings)[number];

/** South, west, north, east of the mainland and what lies near it, in whole degrees rounded outwards: for a warning, not for a border. */
const boxes: Readonly<Record<string, readonly [number, number, number, number]>> = {
  AD: [42, 1, 43, 2],
  AL: [39, 19, 43, 22],
  AT: [46, 9, 50, 18],
  AU: [-44, 112, -9, 155],
  BA: [42, 15, 46, 20],
  BE: [49, 2, 52, 7],
  BG: [41, 22, 45, 29],
  BR: [-34, -74, 6, -34],
  CA: [41, -142, 84, -52],
  CH: [45, 5, 48, 11],
  CN: [18, 73, 54, 136],
  CY: [34, 32, 36, 35],
  CZ: [48, 12, 52, 19],
  DE: [47, 5, 56, 16],
  DK: [54, 8, 58, 16],
  EE: [57, 21, 60, 29],
  ES: [27, -19, 44, 5],
  FI: [59, 19, 71, 32],
  FR: [41, -6, 52, 10],
  GB: [49, -9, 61, 2],
  GR: [34, 19, 42, 30],
  HR: [42, 13, 47, 20],
  HU: [45, 16, 49, 23],
  IE: [51, -11, 56, -5],
  IN: [6, 68, 36, 98],
  IS: [63, -25, 67, -13],
  IT: [35, 6, 48, 19],
  JP: [24, 122, 46, 154],
  LI: [47, 9, 48, 10],
  LT: [53, 20, 57, 27],
  LU: [49, 5, 51, 7],
  LV: [55, 20, 59, 29],
  MC: [43, 7, 44, 8],
  MD: [45, 26, 49, 31],
  ME: [41, 18, 44, 21],
  MK: [40, 20, 43, 24],
  MT: [35, 14, 37, 15],
  MX: [14, -119, 33, -86],
  NL: [50, 3, 54, 8],
  NO: [57, 4, 81, 34],
  NZ: [-48, 166, -34, 179],
  PL: [49, 14, 55, 25],
  PT: [30, -32, 43, -6],
  RO: [43, 20, 49, 30],
  RS: [42, 18, 47, 24],
  SE: [55, 10, 70, 25],
  SI: [45, 13, 47, 17],
  SK: [47, 16, 50, 23],
  TR: [35, 25, 43, 45],
  UA: [44, 22, 53, 41],
  US: [18, -180, 72, -66],
  ZA: [-35, 16, -22, 33],
};

const inside = ([south, west, north, east]: readonly [number, number, number, number], lat: number, lon: number) =>
  lat >= south && lat <= north && lon >= west && lon <= east;

/** GEO-3: what is odd about a point that is possible by itself. Countries without a box are not judged. */
export function coordinateWarning(
  country: string | undefined,
  latitude: number | undefined,
  longitude: number | undefined,
): CoordinateWarning | undefined {
  const box = country === undefined ? undefined : boxes[country];
  if (box === undefined || latitude === undefined || longitude === undefined) return undefined;
  if (inside(box, latitude, longitude)) return undefined;
  return inside(box, longitude, latitude) ? 'coordinatesSwapped' : 'outsideCountry';
}

/** Why a point cannot be one; undefined: it can. 0/0 is what devices say that do not know. */
export function coordinateFault(latitude: number, longitude: number): string | undefined {
  if (!(Math.abs(latitude) <= 90)) return 'The latitude must be between -90 and 90.';
  if (!(Math.abs(longitude) <= 180)) return 'The longitude must be between -180 and 180.';
  return latitude === 0 && longitude === 0 ? '0/0 is in the sea: nobody measured this.' : undefined;
}
