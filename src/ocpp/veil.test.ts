import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { veilFrame } from './veil.ts';

const card = '04CANARY11';
const call = (action: string, payload: unknown) => JSON.stringify([2, 'id-1', action, payload]);
const result = (payload: unknown) => JSON.stringify([3, 'id-1', payload]);

describe('LOG-5 no card number is shown to who may not see it', () => {
  it.each([
    ['Authorize of 1.6', call('Authorize', { idTag: card })],
    ['StartTransaction', call('StartTransaction', { connectorId: 1, idTag: card, meterStart: 0 })],
    ['the parent in an answer', result({ idTagInfo: { status: 'Accepted', parentIdTag: card } })],
    ['Authorize of 2.x', call('Authorize', { idToken: { idToken: card, type: 'ISO14443' } })],
    [
      'additional ones',
      call('Authorize', {
        idToken: { idToken: 'x', type: 'Central', additionalInfo: [{ additionalIdToken: card, type: 'a' }] },
      }),
    ],
    [
      'the group in an answer',
      result({ idTokenInfo: { status: 'Accepted', groupIdToken: { idToken: card, type: 'Central' } } }),
    ],
    ['TransactionEvent', call('TransactionEvent', { idToken: { idToken: card, type: 'eMAID' } })],
    ['SendLocalList of 1.6', call('SendLocalList', { localAuthorizationList: [{ idTag: card }] })],
    [
      'SendLocalList of 2.x',
      call('SendLocalList', { localAuthorizationList: [{ idToken: { idToken: card, type: 'Central' } }] }),
    ],
    ['ReserveNow', call('ReserveNow', { idTag: card, parentIdTag: card })],
    ['CustomerInformation', call('CustomerInformation', { customerIdentifier: card })],
    ['JSON in a text', call('DataTransfer', { vendorId: 'V', data: JSON.stringify({ idTag: card }) })],
    ['something like it in a text', call('DataTransfer', { vendorId: 'V', data: `idTag=${card}` })],
    ['a broken frame', `[2,"1","Authorize",{"idTag":"${card}"`],
    ['an escaped name', `[2,"1","Authorize",{"\\u0069dTag":"${card}"}]`],
  ])('%s', (_, frame) => {
    expect(frame).toContain(card);
    expect(veilFrame(frame)).not.toContain(card);
    expect(veilFrame(frame)).toContain('••••');
  });
});

it('keeps everything else, and a frame without a card byte for byte', () => {
  const frame = call('Authorize', { idToken: { idToken: card, type: 'ISO14443' } });
  expect(JSON.parse(veilFrame(frame))).toEqual([
    2,
    'id-1',
    'Authorize',
    { idToken: { idToken: '••••', type: 'ISO14443' } },
  ]);
  for (const plain of ['[2, "1",  "Heartbeat", {}]', '', 'not JSON', '[2,"1","Authorize",{"idTag":""}]'])
    expect(veilFrame(plain)).toBe(plain);
});

it('never throws', () => {
  fc.assert(fc.property(fc.json(), (json) => void veilFrame(`{"idTag":${json}}`)));
  fc.assert(fc.property(fc.string(), (text) => void veilFrame(`${text}idTag${text}`)));
  expect(veilFrame(`${'['.repeat(5000)}"idTag"${']'.repeat(5000)}`)).toBeTypeOf('string');
});
