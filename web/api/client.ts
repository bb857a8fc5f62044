import { addressOf, type Parts } from './address.ts';
import { ApiError, problemOf } from './problem.ts';
import type { Bare, Input, Method, Reply, RouteAt, UrlOf } from './routes.ts';

export { addressOf } from './address.ts';
export { isApiError } from './problem.ts';

const patience = 30_000;

/** One request. Throws ApiError, also when the server is not reached in 30 s. */
export async function send(
  method: string,
  url: string,
  input: Parts & { body?: unknown } = {},
  signal?: AbortSignal,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(patience);
  let response: Response;
  try {
    response = await fetch(addressOf(url, input), {
      method,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        accept: 'application/json',
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0, type: 'network.away', detail: String(error) });
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined;
  return response.json();
}

type Call<M extends Method> = <U extends UrlOf<M>>(
  url: U,
  ...input: Bare<RouteAt<M, U>> extends true ? [Input<RouteAt<M, U>>?] : [Input<RouteAt<M, U>>]
) => Promise<Reply<RouteAt<M, U>>>;

const call = (method: string) => (url: string, input?: Parts & { body?: unknown }) => send(method, url, input);

interface Api {
  readonly get: Call<'GET'>;
  readonly post: Call<'POST'>;
  readonly put: Call<'PUT'>;
  readonly patch: Call<'PATCH'>;
  readonly delete: Call<'DELETE'>;
}

/** The API by its contracts: `api.get('/stations/:stationId', { params: { stationId } })`. */
export const api = {
  get: call('GET'),
  post: call('POST'),
  put: call('PUT'),
  patch: call('PATCH'),
  delete: call('DELETE'),
} as unknown as Api;
