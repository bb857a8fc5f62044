/** `2` or `2.1`, as queries write a charge point: EVSE and connector. */
export function placeOf(text: string | undefined): { readonly evse?: number; readonly connector?: number } {
  if (text === undefined || text === '') return {};
  const [evse, connector] = text.split('.').map(Number);
  return { ...(evse !== undefined && { evse }), ...(connector !== undefined && { connector }) };
}

/** `a,b`, as queries write several words; absent and empty mean no filter. */
export function wordsOf(text: string | undefined): string[] | undefined {
  const words = text?.split(',').filter((word) => word !== '') ?? [];
  return words.length === 0 ? undefined : words;
}

/** A text a person typed into a filter; nothing typed means no filter. */
export const typed = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
};
