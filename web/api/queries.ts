import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Parts } from './address.ts';
import { send } from './client.ts';
import type { ApiError } from './problem.ts';
import type { Bare, Input, ItemOf, Method, Reply, RouteAt, UrlOf } from './routes.ts';

export interface ReadOptions {
  readonly enabled?: boolean;
  /** Shows the old answer until the new one is there (a changed filter does not empty the table). */
  readonly keep?: boolean;
  readonly everyMs?: number;
  readonly staleMs?: number;
}

/** Cache key of a read: what `invalidate` matches by its beginning. */
export const keyOf = (url: string, input?: Parts): readonly unknown[] => [url, input?.params ?? {}, input?.query ?? {}];

type ReadArguments<R> =
  Bare<R> extends true ? [input?: Input<R>, options?: ReadOptions] : [input: Input<R>, options?: ReadOptions];

/** Reads a route and keeps it current: `useRead('/stations/:stationId', { params: { stationId } })`. */
export function useRead<U extends UrlOf<'GET'>>(
  url: U,
  ...[input, options]: ReadArguments<RouteAt<'GET', U>>
): UseQueryResult<Reply<RouteAt<'GET', U>>, ApiError> {
  const parts = input as Parts | undefined;
  return useQuery<Reply<RouteAt<'GET', U>>, ApiError>({
    queryKey: keyOf(url, parts),
    queryFn: ({ signal }) => send('GET', url, parts, signal) as Promise<Reply<RouteAt<'GET', U>>>,
    ...(options?.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options?.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options?.everyMs ? { refetchInterval: options.everyMs } : {}),
    ...(options?.staleMs === undefined ? {} : { staleTime: options.staleMs }),
  });
}

export interface Pages<I> {
  readonly rows: readonly I[];
  /** The answer of the first page, for what stands beside its items. */
  readonly loading: boolean;
  readonly more: boolean;
  readonly onMore: () => void;
  readonly error: ApiError | null;
  readonly refetch: () => void;
  /** False only before the first answer to exactly this question. */
  readonly settled: boolean;
}

/** Reads a list page by page; hand `rows`, `loading`, `more` and `onMore` to `<DataTable>`. */
export function usePages<U extends UrlOf<'GET'>>(
  url: U,
  ...[input, options]: ReadArguments<RouteAt<'GET', U>>
): Pages<ItemOf<RouteAt<'GET', U>>> {
  type Item = ItemOf<RouteAt<'GET', U>>;
  const parts = input as Parts | undefined;
  const query = useInfiniteQuery<
    { items: Item[]; next?: string },
    ApiError,
    { pages: { items: Item[] }[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: [...keyOf(url, parts), 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      send('GET', url, { ...parts, query: { ...parts?.query, after: pageParam } }, signal) as Promise<{
        items: Item[];
        next?: string;
      }>,
    getNextPageParam: (last) => last.next,
    ...(options?.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options?.keep === false ? {} : { placeholderData: keepPreviousData }),
    ...(options?.everyMs ? { refetchInterval: options.everyMs } : {}),
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return {
    rows,
    loading: query.isPending || query.isFetchingNextPage || query.isPlaceholderData,
    more: query.hasNextPage,
    onMore: () => {
      if (!query.isFetching) void query.fetchNextPage();
    },
    error: query.error,
    refetch: () => void query.refetch(),
    settled: query.isSuccess && !query.isPlaceholderData,
  };
}

export interface WriteOptions<R> {
  /** Reads that have to be made again afterwards, by their URL. */
  readonly invalidates?: readonly UrlOf<'GET'>[];
  readonly onDone?: (reply: Reply<R>) => void;
}

type UseWrite = <M extends Exclude<Method, 'GET'>, U extends UrlOf<M>>(
  method: M,
  url: U,
  options?: WriteOptions<RouteAt<M, U>>,
) => UseMutationResult<Reply<RouteAt<M, U>>, ApiError, Input<RouteAt<M, U>>>;

/** Changes something: `useWrite('POST', '/cards', { invalidates: ['/cards'] })`, then `mutate({ body })`. */
export const useWrite = ((
  method: string,
  url: string,
  options: { invalidates?: readonly string[]; onDone?: (reply: unknown) => void } = {},
) => {
  const client = useQueryClient();
  return useMutation<unknown, ApiError, Parts & { body?: unknown }>({
    mutationFn: (input) => send(method, url, input),
    onSuccess: async (reply) => {
      await Promise.all((options.invalidates ?? []).map((read) => client.invalidateQueries({ queryKey: [read] })));
      options.onDone?.(reply);
    },
  });
}) as unknown as UseWrite;
