import type { Contracts } from '../../src/features/contracts.ts';
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, RouteContract } from '../../src/http/contract.ts';

/** All routes of the product, as a union of their literal types. */
type RoutesOf<C> = C extends RouteContract ? C : { [K in keyof C]: C[K] extends RouteContract ? C[K] : never }[keyof C];
export type Route = { [K in keyof Contracts]: RoutesOf<Contracts[K]> }[keyof Contracts];

export type Method = Route['method'];
export type UrlOf<M extends Method> = Extract<Route, { method: M }>['url'];
type RouteMap = { [R in Route as `${R['method']} ${R['url']}`]: R };
export type RouteAt<M extends Method, U extends string> = RouteMap[`${M} ${U}` & keyof RouteMap];

/** Where a route has no such part, the part is absent; where all its fields are optional, so is the part. */
type Part<K extends string, T> = T extends undefined
  ? { readonly [P in K]?: undefined }
  : object extends T
    ? { readonly [P in K]?: T | undefined }
    : { readonly [P in K]: T };

/** What a call of a route needs: `params`, `query` and `body`, each as its contract says. */
export type Input<R> = Part<'params', ParamsOf<R>> & Part<'query', Loose<QueryOf<R>>> & Part<'body', BodyOf<R>>;
export type Reply<R> = ReplyOf<R>;

/** In a query an undefined field is simply left out, so that filters can be passed on as they are. */
type Loose<T> = T extends object ? { readonly [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] } : T;

/** True when nothing has to be given. */
export type Bare<R> = object extends Input<R> ? true : false;

export type ItemOf<R> = Reply<R> extends { items: readonly (infer I)[] } ? I : never;
