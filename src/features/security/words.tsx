import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { visibleText } from '../../../web/kit/visible-text.ts';

export type Security = Reply<RouteAt<'GET', '/stations/:stationId/security'>>;
export type StationCertificate = Security['certificates'][number];

/** A word of this tab: `word('profile')`. */
export function useWord(): (id: string, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id: `security.${id}` }, values);
}

/** A security event in words; one nobody knows stands as the station told it. */
export function EventWords({ event }: { event: string }): ReactNode {
  const intl = useIntl();
  const id = `security.event.${event}`;
  return intl.messages[id] === undefined ? (
    <span className="mono">{visibleText(event)}</span>
  ) : (
    intl.formatMessage({ id })
  );
}
