import { describe, expect, it } from 'vitest';
import type { InstalledCertificate } from '../../domain/commands/certificate.ts';
import { footingOf, installedOf, passwordState, rootStatesOf } from './rules.ts';

describe('the least profile', () => {
  it.each([
    ['nothing proven yet', { minimumProfile: 0, hasPassword: true }, 1, ['open']],
    ['proven by the station', { minimumProfile: 2, hasPassword: true, setBy: 'station' }, 2, ['proven']],
    ['set by a person', { minimumProfile: 3, hasPassword: true, setBy: 'person' }, 3, ['person']],
    ['without a password', { minimumProfile: 0, hasPassword: false }, 1, ['noPassword', 'open']],
    [
      'let in without one',
      { minimumProfile: 2, hasPassword: false, unauthenticatedAllowed: true },
      0,
      ['passwordless'],
    ],
  ] as const)('%s', (_, footing, minimum, reasons) => {
    expect(footingOf({ unauthenticatedAllowed: false, ...footing })).toEqual({ minimum, reasons });
  });
});

it.each([
  ['none', {}],
  ['set', { hasPassword: true }],
  ['factory', { hasPassword: true, factory: true }],
  ['changing', { hasPassword: true, changing: true, underWay: true }],
  ['uncertain', { hasPassword: true, changing: true }],
  ['afterReboot', { hasPassword: true, pending: true }],
])('a password is %s', (state, row) => {
  const plain = { hasPassword: false, factory: false, changing: false, underWay: false, pending: false };
  expect(passwordState({ ...plain, ...row })).toBe(state);
});

describe('S-16 what became of a root', () => {
  const installs = (...states: [commandState: string, at: number][]) =>
    states.map(([commandState, at]) => ({ commandState, at }));
  it('is what the station answered, and whether it could verify us after it', () => {
    expect(rootStatesOf(installs(['sent', 30], ['done', 20], ['refused', 15], ['done', 10]), [])).toEqual([
      'underWay',
      'installed',
      'refused',
      'installed',
    ]);
    expect(rootStatesOf(installs(['done', 20], ['done', 10]), [21])).toEqual(['rolledBack', 'installed']);
    expect(rootStatesOf(installs(['done', 20], ['done', 10]), [15])).toEqual(['installed', 'rolledBack']);
    expect(rootStatesOf(installs(['done', 20], ['done', 10]), [5])).toEqual(['installed', 'installed']);
    expect(rootStatesOf(installs(['timedOut', 20]), [21])).toEqual(['refused']);
  });
});

describe('what a station has', () => {
  const hash = (serial: string) =>
    ({ algorithm: 'SHA256', issuerNameHash: 'AA', issuerKeyHash: 'bb', serial }) as const;
  const one = (use: InstalledCertificate['use'], serial: string): InstalledCertificate => ({ use, hash: hash(serial) });
  const serials = (list: readonly { hash: { serial: string } }[]) => list.map((each) => each.hash.serial);

  it('is what it told last of each kind, without what was deleted since', () => {
    const reads = [
      { uses: ['manufacturerRoot'] as const, certificates: [one('manufacturerRoot', '03')], at: 30 },
      { uses: ['centralRoot'] as const, certificates: [one('centralRoot', '01'), one('centralRoot', '0A')], at: 20 },
      { certificates: [one('centralRoot', '09'), one('v2gRoot', '05')], at: 10 },
      { certificates: [one('v2gRoot', '06')], at: 5 },
    ];
    expect(serials(installedOf(reads, []))).toEqual(['03', '01', '0A', '05']);
    expect(serials(installedOf(reads, [{ hash: hash('0a'), at: 25 }]))).toEqual(['03', '01', '05']);
    // It was told again after that: it is there.
    expect(serials(installedOf(reads, [{ hash: hash('0a'), at: 15 }]))).toEqual(['03', '01', '0A', '05']);
    expect(
      installedOf([{ uses: ['centralRoot'], certificates: [], at: 40 }, ...reads], []).map(({ use }) => use),
    ).toEqual(['manufacturerRoot', 'v2gRoot']);
  });
});
