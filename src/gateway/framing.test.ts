import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callText, errorText, parseFrame, resultText, storable } from './framing.ts';

describe('a frame in parts', () => {
  it.each<[string, string, object]>([
    ['a call', '[2,"a","Heartbeat",{}]', { form: 'call', id: 'a', action: 'Heartbeat', payload: {} }],
    ['a call without payload', '[2,"a","Heartbeat",null]', { form: 'call', payload: {} }],
    ['2.0 is 2', '[2.0,"a","Heartbeat",{}]', { form: 'call' }],
    ['an answer', '[3,"a",{"x":1}]', { form: 'result', id: 'a', payload: { x: 1 } }],
    ['an error', '[4,"a","NotSupported","no",{}]', { form: 'error', id: 'a', action: 'NotSupported', detail: 'no' }],
    ['an error of few words', '[4,"a"]', { form: 'error', action: 'GenericError', detail: '' }],
    ['an error about an answer', '[5,"a","FormatViolation","",{}]', { form: 'resultError', id: 'a' }],
    ['a send', '[6,"a","NotifyPeriodicEventStream",{}]', { form: 'send', id: 'a' }],
    ['W-04 no JSON', 'hello', { form: 'broken', id: undefined, detail: 'The frame is not JSON' }],
    ['W-04 nothing', '', { form: 'broken' }],
    ['W-04 an object', '{"a":1}', { form: 'broken' }],
    ['W-04 an empty array', '[]', { form: 'broken' }],
    ['W-04 no message type, but an id', '[null,"a","x",{}]', { form: 'broken', id: 'a' }],
    ['W-04 no payload, but an id', '[2,"a","Heartbeat"]', { form: 'broken', id: 'a' }],
    ['W-04 too many parts', '[2,"a","Heartbeat",{},1]', { form: 'broken', id: 'a' }],
    ['W-04 an action that is no text', '[2,"a",7,{}]', { form: 'broken', id: 'a' }],
    ['W-08 type 7', '[7,"a",{}]', { form: 'otherType', id: 'a' }],
    ['W-08 type as text', '["2","a","Heartbeat",{}]', { form: 'otherType', id: 'a' }],
    ['W-08 half a type', '[2.5,"a","Heartbeat",{}]', { form: 'otherType', id: 'a' }],
    ['W-09 an id of 36 characters', `[2,"${'x'.repeat(36)}","Heartbeat",{}]`, { form: 'call', id: 'x'.repeat(36) }],
    ['W-09 an id of 37 characters', `[2,"${'x'.repeat(37)}","Heartbeat",{}]`, { form: 'broken', id: undefined }],
    ['W-09 an empty id', '[2,"","Heartbeat",{}]', { form: 'broken', id: undefined }],
    ['W-09 a number as id', '[2,5,"Heartbeat",{}]', { form: 'broken', id: undefined }],
    ['W-09 no id', '[2,null,"Heartbeat",{}]', { form: 'broken', id: undefined }],
    ['W-13 NUL in the id', '[2,"a\\u0000","Heartbeat",{}]', { form: 'broken', id: undefined }],
    ['W-13 half a surrogate pair in the id', '[2,"\\ud800","Heartbeat",{}]', { form: 'broken', id: undefined }],
    ['an answer without payload', '[3,"a"]', { form: 'brokenAnswer', id: 'a' }],
    ['an answer without id', '[3,null,{}]', { form: 'brokenAnswer', id: undefined }],
    ['an error without id', '[4,null,"x","",{}]', { form: 'brokenAnswer', id: undefined }],
  ])('%s', (_, text, parts) => {
    expect(parseFrame(text)).toMatchObject(parts);
  });

  it('W-13 takes NUL and half surrogate pairs out of what is read, keys too', () => {
    const { payload } = parseFrame('[2,"a","DataTransfer",{"k\\u0000":"x\\u0000y","e":["\\ud83d","\\ud83d\\ude00"]}]');
    expect(payload).toEqual({ 'k\ufffd': 'x\ufffdy', e: ['\ufffd', '😀'] });
  });

  it('W-13 keys like __proto__ stay data', () => {
    const { payload } = parseFrame('[2,"a","DataTransfer",{"__proto__":{"evil":1},"constructor":"x\\u0000"}]');
    expect(Object.hasOwn(payload as object, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>).evil).toBeUndefined();
    expect((payload as Record<string, unknown>).evil).toBeUndefined();
  });

  it('W-13 survives any depth', () => {
    const deep = (n: number, heart: string) => `${'['.repeat(n)}${heart}${']'.repeat(n)}`;
    expect(parseFrame(`[2,"a","DataTransfer",{"vendorId":"x","data":${deep(30_000, '')}}]`).form).toBe('call');
    expect(parseFrame(`[2,"a","DataTransfer",{"vendorId":"x","data":${deep(10_000, '"\\u0000"')}}]`)).toMatchObject({
      form: 'broken',
      id: 'a',
    });
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseFrame(text).form === 'string'));
    fc.assert(fc.property(fc.json(), (text) => typeof parseFrame(text).form === 'string'));
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), (parts) => {
        const { form, id } = parseFrame(JSON.stringify(parts));
        return typeof form === 'string' && (id === undefined || (id.length > 0 && id.length <= 36));
      }),
    );
  });
});

describe('a frame in text', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 36, unit: 'grapheme-ascii' }),
        fc.dictionary(fc.string(), fc.integer()),
        (id, payload) => {
          expect(parseFrame(callText(id, 'Reset', payload))).toMatchObject({
            form: 'call',
            id,
            action: 'Reset',
            payload,
          });
          expect(parseFrame(resultText(id, payload))).toMatchObject({ form: 'result', id, payload });
        },
      ),
    );
  });

  it('W-11 an error has at most 255 characters of description, whole ones, and an object of details', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (description) => {
        const [type, id, code, text, details] = JSON.parse(errorText(undefined, 'InternalError', description));
        expect([type, id, code, details]).toEqual([4, '-1', 'InternalError', {}]);
        expect(text.length).toBeLessThanOrEqual(255);
        expect(/\p{Surrogate}/u.test(text)).toBe(/\p{Surrogate}/u.test(description));
      }),
    );
  });

  it('W-13 a raw NUL is kept as its escape', () => {
    expect(storable('a\0b')).toBe('a\\u0000b');
  });
});
