import { useQueryClient } from '@tanstack/react-query';
import { type Pages, usePages, useRead } from '../api/queries.ts';
import type { ItemOf, RouteAt } from '../api/routes.ts';

export type Document = ItemOf<RouteAt<'GET', '/documents'>>;

/** What files are attached to. `base` is where its routes are: the same ones for all, with the rights of whose they are. */
export interface Source {
  readonly base: '/documents' | '/ticket-files' | '/history-files';
  readonly kind: Document['kind'];
  readonly subject: string;
}

export interface Filters {
  readonly category?: string | undefined;
  readonly text?: string | undefined;
  readonly expiring?: 'soon' | 'expired' | undefined;
}

/** A station's list has those of its model and its location too. Without a source: all documents there are. */
export function useFiles(source: Source | undefined, filters: Filters): Pages<Document> {
  const ofStation = source?.kind === 'station' && source.base === '/documents';
  const one = usePages(
    '/stations/:stationId/documents',
    { params: { stationId: Number(source?.subject ?? 0) }, query: { limit: 50, ...filters } },
    { enabled: ofStation },
  );
  const { kind, subject } = source ?? {};
  const others = usePages(
    (source?.base ?? '/documents') as '/documents',
    { query: { limit: 50, ...(source ? { kind: kind as 'station', subject } : {}), ...filters } },
    { enabled: !ofStation },
  );
  return ofStation ? one : others;
}

/** What has to be read again after a change. */
export function useFilesChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [url] }) =>
        typeof url === 'string' && /documents|-files(\/|$)|\/history($|\/)/.test(url) && !url.startsWith('/firmware'),
    });
}

export interface Category {
  readonly id: string;
  readonly name?: string;
  readonly removedAt?: string;
}

/** The categories there are, and the word of each. */
export function useCategories(word: (id: string) => string): {
  readonly choices: { value: string; label: string }[];
  readonly nameOf: (id: string) => string;
} {
  const { data } = useRead('/document-categories', {}, { staleMs: 60_000 });
  const items: readonly Category[] = data?.items ?? [];
  const label = (category: Category) => category.name ?? word(`files.category.${category.id}`);
  return {
    choices: items
      .filter(({ removedAt }) => removedAt === undefined)
      .map((category) => ({ value: category.id, label: label(category) })),
    nameOf: (id) => {
      const found = items.find((category) => category.id === id);
      return found ? label(found) : '';
    },
  };
}

export const addressOfVersion = (base: Source['base'], id: string, version: number, part: string): string =>
  `/api/v1${base}/${id}/versions/${version}/${part}`;
/** Where the routes of a document are, by what it hangs on. */
export const baseOf = (kind: Document['kind']): Source['base'] =>
  kind === 'ticket' ? '/ticket-files' : kind === 'history' ? '/history-files' : '/documents';
