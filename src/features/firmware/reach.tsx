import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api/client.ts';
import type { ApiError } from '../../../web/api/problem.ts';
import type { Input, Reply, RouteAt } from '../../../web/api/routes.ts';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useWord } from './words.tsx';

type Route = RouteAt<'POST', '/firmware/rollouts/preview'>;

/** Whom a roll-out would reach, asked anew with every change of the filter. */
export const useReach = (body: Input<Route>['body']): UseQueryResult<Reply<Route>, ApiError> =>
  useQuery<Reply<Route>, ApiError>({
    queryKey: ['/firmware/rollouts/preview', body],
    queryFn: () => api.post('/firmware/rollouts/preview', { body }),
    placeholderData: keepPreviousData,
  });

export function Reach({ reach: { data, error } }: { reach: UseQueryResult<Reply<Route>, ApiError> }) {
  const word = useWord();
  if (error) return <ProblemText error={error} />;
  return (
    <p className="small" role="status" style={{ minHeight: 40 }}>
      {data ? (
        <>
          <strong>{word('begin.reach', { stations: data.stations })}</strong>{' '}
          <span className="soft">{word('begin.reach.more', data)}</span>
        </>
      ) : null}
    </p>
  );
}
