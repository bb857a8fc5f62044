import { expect, test } from 'vitest';
import { visibleText } from './visible-text.ts';

test('A-04 characters that hide or turn text are written out', () => {
  expect(visibleText('gnp\u202excod.exe')).toBe('gnp\\u202excod.exe');
  expect(visibleText('a\u200bb\ufeffc\u0000')).toBe('a\\u200bb\\ufeffc\\u0000');
  expect(visibleText('\u2066x\u2069')).toBe('\\u2066x\\u2069');
  expect(visibleText('\ud800')).toBe('\\ud800');
  expect(visibleText('tag\u{e0041}')).toBe('tag\\u{e0041}');
});

test('ordinary text of any language stays as it is', () => {
  for (const text of ['Straße 5, Zürich', '日本語', 'العربية', '👍🏽', 'tab\tand\nline', '<b>"&\'</b>'])
    expect(visibleText(text)).toBe(text);
});
