import { describe, expect, it } from 'vitest';
import { joinParts } from './rules.ts';

const part = (seqNo: number, data: string, more: object = {}) =>
  JSON.stringify([
    2,
    `m${seqNo}`,
    'NotifyCustomerInformation',
    { requestId: 7, seqNo, data, generatedAt: '', ...more },
  ]);

describe('N09 what a station told of a person', () => {
  it.each<[string, string[], { complete: boolean; text: string }]>([
    ['in one part', [part(0, 'a')], { complete: true, text: 'a' }],
    ['in several', [part(0, 'a', { tbc: true }), part(1, 'b')], { complete: true, text: 'ab' }],
    ['out of order', [part(1, 'b'), part(0, 'a', { tbc: true })], { complete: true, text: 'ab' }],
    [
      'a part twice',
      [part(0, 'a', { tbc: true }), part(0, 'a', { tbc: true }), part(1, 'b')],
      { complete: true, text: 'ab' },
    ],
    ['with more to come', [part(0, 'a', { tbc: true })], { complete: false, text: 'a' }],
    ['with a gap', [part(0, 'a', { tbc: true }), part(2, 'c')], { complete: false, text: 'ac' }],
    ['of another question', [part(0, 'x', { requestId: 8 })], { complete: false, text: '' }],
  ])('%s', (_, frames, expected) => {
    expect(joinParts(frames, 7)).toEqual(expected);
  });
});
