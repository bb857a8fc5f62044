/** The free content of a DataTransfer as text: itself when it is text, else its JSON; undefined when that cannot be made (W-13). */
export function textOf(data: unknown): string | undefined {
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string') return data;
  try {
    return JSON.stringify(data);
  } catch {
    // Nested too deep to be written; the frame has it.
    return undefined;
  }
}
