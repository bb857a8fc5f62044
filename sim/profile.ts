import type { Random } from './random.ts';

/** What a simulated station is made of. */
export interface Profile {
  readonly identity: string;
  readonly name: string;
  readonly location: string;
  readonly address: string;
  readonly timeZone: string;
  readonly protocol: Protocol;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
  readonly earlierFirmware?: string;
  readonly iccid?: string;
  readonly imsi?: string;
  readonly meterType: string;
  readonly meterSerial: string;
  readonly gridLimitW: number;
  readonly points: readonly Point[];
}

export interface Point {
  readonly name: string;
  readonly type: 'cCCS2' | 'cType2' | 'cG105';
  readonly current: 'AC' | 'DC';
  readonly maxW: number;
  /** A station whose point never reports energy (missing is not zero). */
  readonly silentMeter?: boolean;
}

export const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const;
export type Protocol = (typeof protocols)[number];

const makers = [
  { vendor: 'Alpenstrom', model: 'HPC 300', firmware: ['2.7.4', '2.8.1'], dc: [300_000, 300_000], ac: 22_000 },
  { vendor: 'Nordlade', model: 'Duo 22', firmware: ['1.13.2', '1.14.0'], dc: [], ac: 22_000 },
  { vendor: 'Voltaris', model: 'City 50', firmware: ['5.1.0', '5.2.0'], dc: [50_000], ac: 22_000 },
  { vendor: 'Kelvin', model: 'Depot 150', firmware: ['3.0.9', '3.1.2'], dc: [150_000, 150_000], ac: 0 },
] as const;

const sites = [
  ['Salzburg', 'Nordpark', 'Vogelweiderstraße 12, 5020 Salzburg', 'Europe/Vienna'],
  ['Wien', 'Technopark', 'Donau-City-Straße 7, 1220 Wien', 'Europe/Vienna'],
  ['Innsbruck', 'Airport P4', 'Fürstenweg 180, 6020 Innsbruck', 'Europe/Vienna'],
  ['München', 'Logistikhof', 'Am Moosfeld 3, 81829 München', 'Europe/Berlin'],
  ['Nürnberg', 'Messe', 'Karl-Schönleben-Straße 65, 90471 Nürnberg', 'Europe/Berlin'],
  ['Stuttgart', 'Rathausplatz', 'Marktplatz 1, 70173 Stuttgart', 'Europe/Berlin'],
  ['Zürich', 'Arena', 'Vulkanstraße 130, 8048 Zürich', 'Europe/Zurich'],
  ['Ljubljana', 'Hauptbahnhof', 'Trg Osvobodilne fronte 6, 1000 Ljubljana', 'Europe/Ljubljana'],
  ['Utrecht', 'Centrum', 'Stadsplateau 1, 3521 Utrecht', 'Europe/Amsterdam'],
  ['Berlin', 'Ostkreuz', 'Sonntagstraße 37, 10245 Berlin', 'Europe/Berlin'],
  ['Graz', 'Murpark', 'Ostbahnstraße 3, 8041 Graz', 'Europe/Vienna'],
  ['Basel', 'Depot', 'Flughafenstrasse 215, 4056 Basel', 'Europe/Zurich'],
] as const;

/** Station number `index` of a network: the same for the same seed. */
export function profileOf(index: number, protocol: Protocol, random: Random, prefix = 'VY'): Profile {
  const maker = makers[index % makers.length]!;
  const site = sites[index % sites.length]!;
  const points: Point[] = [];
  for (const maxW of maker.dc) points.push({ name: `Bay ${points.length + 1}`, type: 'cCCS2', current: 'DC', maxW });
  if (maker.ac > 0) {
    for (let n = 0; n < 2; n++)
      points.push({
        name: `Bay ${points.length + 1}`,
        type: 'cType2',
        current: 'AC',
        maxW: maker.ac,
        ...(index % 7 === 5 && n === 1 ? { silentMeter: true } : {}),
      });
  }
  const number = String(index + 1).padStart(5, '0');
  const digits = (count: number) => Array.from({ length: count }, () => random.whole(0, 9)).join('');
  return {
    identity: `${prefix}-${number}`,
    name: `${site[0]} ${site[1]} ${String.fromCharCode(65 + (Math.floor(index / sites.length) % 26))}${1 + (index % 4)}`,
    location: `${site[1]}, ${site[0]}`,
    address: site[2],
    timeZone: site[3],
    protocol,
    vendor: maker.vendor,
    model: maker.model,
    serial: `${maker.vendor.slice(0, 2).toUpperCase()}${digits(8)}`,
    firmware: maker.firmware[1],
    earlierFirmware: maker.firmware[0],
    iccid: `8943${digits(15)}`,
    imsi: `23201${digits(10)}`,
    meterType: 'EM340',
    meterSerial: `EM340-${digits(8)}`,
    gridLimitW: points.reduce((sum, point) => sum + point.maxW, 0),
    points,
  };
}

/** The versions a network of `count` stations speaks, for `--protocol mix` each in turn. */
export const protocolOf = (index: number, wanted: Protocol | 'mix'): Protocol =>
  wanted === 'mix' ? protocols[index % protocols.length]! : wanted;
