import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, elementAt, elements, integer, oidOf, partsOf, serialText, tags, timeOf, whole } from './der.ts';

describe('DER', () => {
  it('what is written can be read, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (content) => {
        const made = element(tags.octetString, Buffer.from(content));
        expect(whole(made)).toMatchObject({ tag: tags.octetString, content: Buffer.from(content) });
      }),
      { numRuns: 50 },
    );
    expect(element(tags.octetString, Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180');
    expect(element(tags.octetString, Buffer.alloc(256)).subarray(0, 4).toString('hex')).toBe('04820100');
  });

  it.each([
    ['', 'nothing'],
    ['04', 'no length'],
    ['0405aa', 'too short'],
    ['0480aa0000', 'without an end'],
    ['0485000000000100', 'a length of five bytes'],
    ['04830000', 'half a length'],
    ['1f810100', 'a tag of two bytes'],
  ])('%s is none: %s', (hex) => {
    expect(() => elementAt(Buffer.from(hex, 'hex'))).toThrow('no DER');
  });

  it('A-20 garbage ends in an error, never in anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
        try {
          for (const one of elements(whole(Buffer.from(garbage)))) partsOf(one);
        } catch (error) {
          expect(String(error)).toContain('no DER');
        }
      }),
    );
  });

  it('numbers, names and times', () => {
    expect(integer('80').toString('hex')).toBe('02020080');
    expect(integer('0001').toString('hex')).toBe('020101');
    expect(integer('abc').toString('hex')).toBe('02020abc');
    expect(oidOf(elementAt(Buffer.from('06092a864886f70d01010b', 'hex')))).toBe('1.2.840.113549.1.1.11');
    expect(serialText('000Ab')).toBe('ab');
    expect(serialText('00')).toBe('0');
    const at = Date.UTC(2026, 1, 3, 4, 5, 6);
    expect(timeOf({ tag: tags.utcTime, content: Buffer.from('260203040506Z'), raw: Buffer.alloc(0) })).toBe(at);
    expect(timeOf({ tag: tags.generalizedTime, content: Buffer.from('20260203040506Z'), raw: Buffer.alloc(0) })).toBe(
      at,
    );
    expect(() => timeOf({ tag: tags.utcTime, content: Buffer.from('today'), raw: Buffer.alloc(0) })).toThrow('a time');
  });
});
