/** How deep entities may lie below each other. */
export const deepest = 8;

/** Everybody below an entity, and itself. `parents` names each entity's parent. */
export function withAllBelow(parents: ReadonlyMap<number, number | undefined>, top: number): ReadonlySet<number> {
  const found = new Set([top]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [id, parent] of parents)
      if (parent !== undefined && found.has(parent) && !found.has(id)) {
        found.add(id);
        grew = true;
      }
  }
  return found;
}

/** Why an entity cannot be put below another one; undefined: it can. */
export function refusalToMove(
  parents: ReadonlyMap<number, number | undefined>,
  entity: number | undefined,
  to: number | undefined,
): string | undefined {
  if (to === undefined) return undefined;
  if (entity !== undefined && withAllBelow(parents, entity).has(to))
    return 'An entity cannot be below itself or below one of its own.';
  let depth = 1;
  for (let at: number | undefined = to; at !== undefined && depth <= deepest; at = parents.get(at)) depth++;
  return depth > deepest ? `Entities can lie ${deepest} deep at most.` : undefined;
}
