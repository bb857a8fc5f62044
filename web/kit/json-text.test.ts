import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson, jsonTokens } from './json-text.ts';

test('indenting keeps every value as it was written', () => {
  expect(indentJson('[2,"1","A",{"v":2935.600,"v":1.10,"e":{},"l":[]}]')).toBe(
    '[\n  2,\n  "1",\n  "A",\n  {\n    "v": 2935.600,\n    "v": 1.10,\n    "e": {},\n    "l": []\n  }\n]',
  );
});

test('text that is no JSON stays untouched', () => {
  expect(indentJson('[2,"1",')).toBe('[2,"1",');
});

test('indented text means the same', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(indentJson(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('the pieces together are the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(
        jsonTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
  expect(jsonTokens('{"a": "b", "c": -1.5e3, "d": null}').filter((token) => token.kind !== 'plain')).toEqual([
    { kind: 'key', text: '"a"' },
    { kind: 'text', text: '"b"' },
    { kind: 'key', text: '"c"' },
    { kind: 'number', text: '-1.5e3' },
    { kind: 'key', text: '"d"' },
    { kind: 'word', text: 'null' },
  ]);
});
