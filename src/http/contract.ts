import type { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Right } from './rights.ts';
import type { Scope } from './roles.ts';
import type { Sheddable } from './shedding.ts';

export { type Right, rights } from './rights.ts';

/**
 * One route, as data. Validation, serialisation, the OpenAPI document and the console's types all come from here.
 * `url` is relative to /api/v1, with `:name` for parameters.
 */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** `public`: no session needed (set-up, sign-in); `member`: any signed-in member. */
  readonly right: Right | 'public' | 'member';
  readonly tag: string;
  readonly summary: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Absent: 204 without a body. */
  readonly reply?: TSchema;
  /** Raw replies (images, files): the content type; `reply` is then absent. */
  readonly produces?: string;
  /** Raw bodies (files): their content type. The handler's `body` is then a stream of any length: it sees to the limit. */
  readonly consumes?: string;
  /** May be used while one looks at the console as somebody else. */
  readonly whileViewing?: true;
  /** Refused while the server cannot keep up, see http/shedding.ts. */
  readonly shed?: Sheddable;
}

export type Contract = Readonly<Record<string, RouteContract>>;

type StaticOf<R, K extends string> = R extends { readonly [P in K]: infer S extends TSchema } ? Static<S> : undefined;
export type ParamsOf<R> = StaticOf<R, 'params'>;
export type QueryOf<R> = StaticOf<R, 'query'>;
export type BodyOf<R> = StaticOf<R, 'body'>;
export type ReplyOf<R> = StaticOf<R, 'reply'>;

/** Who asks: a signed-in person or an API key, always for one operator. */
export interface Caller {
  readonly operatorId: number;
  readonly userId: string;
  readonly name: string;
  /** A ready-made role, or the id of one of the operator's own. */
  readonly role: string;
  /** Of one of the operator's own. */
  readonly roleName?: string | undefined;
  readonly rights: ReadonlySet<Right>;
  readonly scope?: Scope;
  /** The entities whose things are seen; undefined: everything of the operator. Ascending. */
  readonly entities: readonly number[] | undefined;
  readonly address: string;
  readonly viewing?: Viewing;
}

/** As whom an administrator looks at the console; while they do, nothing can be changed. */
export interface Viewing {
  /** Of a person; absent: as anybody in that role. */
  readonly name?: string | undefined;
  readonly entityId?: number | undefined;
}

export interface Request<R extends RouteContract> {
  readonly caller: R['right'] extends 'public' ? Caller | undefined : Caller;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  /** The raw body of a route that `consumes` one. */
  readonly body: R extends { readonly consumes: string } ? AsyncIterable<Uint8Array> : BodyOf<R>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The client's network address. */
  readonly address: string;
  /** Sets a header of the reply, e.g. cookies. */
  readonly setHeader: (name: string, value: string | string[]) => void;
}

/** A raw reply: for routes with `produces`. A stream where the whole would not fit in memory. */
export interface Raw {
  readonly raw: Buffer | string | Readable;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler<R extends RouteContract> = (
  request: Request<R>,
) => Promise<R extends { readonly produces: string } ? Raw : ReplyOf<R>>;

/** A slice's implementation of its contract: one handler per route, none forgotten. */
export type Handlers<C extends Contract> = { readonly [K in keyof C]: Handler<C[K]> };

/** What a slice hands to the list in features/index.ts. */
export interface Slice {
  readonly name: string;
  readonly contract: Contract;
  readonly handlers: Readonly<Record<string, Handler<RouteContract>>>;
}

export const slice = <C extends Contract>(name: string, contract: C, handlers: Handlers<C>): Slice => ({
  name,
  contract,
  handlers: handlers as unknown as Slice['handlers'],
});
