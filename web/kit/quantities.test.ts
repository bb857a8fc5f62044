import { expect, test } from 'vitest';
import { formatBytes, formatEnergy, formatPower } from './quantities.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('energy has one digit below 1,000 kWh and becomes MWh when it is long', () => {
  expect(plain(formatEnergy(31_800, 'en-GB'))).toBe('31.8 kWh');
  expect(plain(formatEnergy(1_284_000, 'en-GB'))).toBe('1,284 kWh');
  expect(plain(formatEnergy(377_000_000, 'en-GB'))).toBe('377.0 MWh');
  expect(plain(formatEnergy(40, 'en-GB'))).toBe('0.04 kWh');
  expect(plain(formatEnergy(31_800, 'de-DE'))).toBe('31,8 kWh');
});

test('a true zero is 0 kW', () => {
  expect(plain(formatPower(0, 'en-GB'))).toBe('0 kW');
  expect(plain(formatPower(300_000, 'en-GB'))).toBe('300 kW');
  expect(plain(formatPower(184_400, 'en-GB'))).toBe('184.4 kW');
  expect(plain(formatPower(377_000_000, 'de-DE'))).toBe('377,0 MW');
});

test('bytes are counted in 1,024', () => {
  expect(plain(formatBytes(353, 'en-GB'))).toBe('353 B');
  expect(plain(formatBytes(65_536, 'en-GB'))).toBe('64 KiB');
});
