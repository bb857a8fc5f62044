/** A text as it is looked for by LIKE: `%`, `_` and `\` in it stand for themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
