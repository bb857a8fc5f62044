/** One id taken out and put where another one stands. */
export function moved(ids: readonly number[], id: number, to: number): number[] {
  const rest = ids.filter((each) => each !== id);
  const at = ids.indexOf(to);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}
