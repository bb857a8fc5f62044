/** A text that a spreadsheet would run as a formula, as a text (LOG-2: safe against CSV injection). */
export const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The text a guarded cell was made of. */
export const unguarded = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text);
