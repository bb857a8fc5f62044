import type { Entity } from './contract.ts';

export interface Placed {
  readonly entity: Entity;
  readonly depth: number;
}

/** Each entity below its parent, those beside each other by name. One whose parent is not seen stands at the top. */
export function inTreeOrder(entities: readonly Entity[]): readonly Placed[] {
  const known = new Set(entities.map(({ id }) => id));
  const below = (parent: number | undefined, depth: number): Placed[] =>
    entities
      .filter(({ parentId }) => (parentId !== undefined && known.has(parentId) ? parentId : undefined) === parent)
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((entity) => [{ entity, depth }, ...below(entity.id, depth + 1)]);
  return below(undefined, 0);
}
