import { useIntl } from 'react-intl';
import type { ItemOf, Reply, RouteAt } from '../../../web/api/routes.ts';

export type Authorities = Reply<RouteAt<'GET', '/certificates/authorities'>>;
export type Authority = Authorities['own'][number];
export type OfStation = ItemOf<RouteAt<'GET', '/certificates'>>;

/** A word of this page: `word('title')`. */
export function useWord(): (id: string, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id: `certificates.${id}` }, values);
}
