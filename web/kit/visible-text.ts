/** Characters that reorder or hide text: controls but for tab and line feed, bidirectional and zero-width marks, blank letters. */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\u115f\u1160\u3164]/gu;

/** Text from elsewhere as it can be shown: what would hide in it, or turn it round, is written out. */
export const visibleText = (text: string): string =>
  text.replace(invisible, (char) => {
    const code = char.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
