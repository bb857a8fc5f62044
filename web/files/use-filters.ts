import { useUrlState } from '../kit/url-state.ts';
import type { Filters } from './source.ts';

/** The filters of a list of files, kept in the address. */
export function useFileFilters(): [Filters, (filters: Filters) => void] {
  const [{ category, text, expiring }, change] = useUrlState();
  const known = expiring === 'soon' || expiring === 'expired' ? expiring : undefined;
  const filters: Filters = {
    ...(category === undefined ? {} : { category }),
    ...(text === undefined ? {} : { text }),
    ...(known === undefined ? {} : { expiring: known }),
  };
  return [filters, (next) => change({ category: next.category, text: next.text, expiring: next.expiring })];
}
