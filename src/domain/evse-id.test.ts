import { describe, expect, it } from 'vitest';
import { checkEvseId, joinEvseId, normalEvseId, splitEvseId } from './evse-id.ts';

describe('EVSE-ID', () => {
  it.each([
    'DE*AB7*E840*6487',
    'DEAB7E8406487',
    '+49*810*000*438',
    'AT*ION*E203953',
    '49*810*000*438',
    'DE*AB7*E1',
  ])('CP-2 accepts %s', (id) => {
    expect(checkEvseId(id)).toEqual({ evseId: id, normal: normalEvseId(id) });
  });

  it.each([
    ['DE*BOX*AC0004', 'e'],
    ['de*box*e1', 'lowerCase'],
    ['DE*AB*E1', 'operator'],
    ['DE-AB7-E1', 'separator'],
    ['DE*AB7*E**', 'stars'],
    ['DE*AB7*E1*', 'stars'],
    ['DE*AB7*E1**2', 'stars'],
    ['DE*AB7*E', 'form'],
    ['12*AB7*E1', 'country'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['DE*AB7*E'.padEnd(40, '1'), 'form'],
  ])('CP-2 refuses %j because of its %s', (id, problem) => {
    expect(checkEvseId(id)).toEqual({ problem });
  });

  it('CP-2 the same id with and without separators has one normal form', () => {
    expect(normalEvseId('DE*ABC*E1')).toBe(normalEvseId('DEABCE1'));
    expect(normalEvseId('+49*810*000*438')).toBe(normalEvseId('49*810*000*438'));
    expect(normalEvseId('DE*ABC*E1')).not.toBe(normalEvseId('DE*ABC*E11'));
  });

  it.each([
    ['840*6487', 'DE*AB7*E840*6487'],
    ['E840*6487', 'DE*AB7*E840*6487'],
    ['e840*6487', 'DE*AB7*E840*6487'],
    ['*E1', 'DE*AB7*E1'],
    ['EE1', 'DE*AB7*EE1'],
  ])('CP-3 puts the E in once for the number %s', (number, evseId) => {
    expect(joinEvseId({ country: 'de', operator: 'ab7', number })).toMatchObject({ evseId });
  });

  it('CP-3 says which part is wrong', () => {
    const parts = { country: 'DE', operator: 'AB7', number: '1' };
    expect(joinEvseId({ ...parts, country: 'D' })).toEqual({ problem: 'country' });
    expect(joinEvseId({ ...parts, operator: 'AB' })).toEqual({ problem: 'operator' });
    expect(joinEvseId({ ...parts, number: 'E' })).toEqual({ problem: 'number' });
    expect(joinEvseId({ ...parts, number: 'a-1' })).toEqual({ problem: 'number' });
    expect(joinEvseId({ country: '', operator: ' ', number: '' })).toEqual({ problem: 'empty' });
  });

  it('splits so that joining gives the same id', () => {
    for (const id of ['DE*AB7*E840*6487', 'DE*AB7*EE1', 'AT*ION*E203953'])
      expect(joinEvseId(splitEvseId(id)!)).toMatchObject({ evseId: id });
    expect(splitEvseId('DEAB7E8406487')).toEqual({ country: 'DE', operator: 'AB7', number: '8406487' });
    expect(splitEvseId('+49*810*000*438')).toBeUndefined();
  });
});
