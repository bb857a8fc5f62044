import { useCallback, useEffect, useRef, useState } from 'react';
import { send } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import { useLiveChanges, useLiveFrames } from '../live.ts';
import { type LogRow, mergeRows, oldestWaiting } from './merge.ts';

/** What is kept of a log on the page. Older rows are read again when one scrolls there. */
const most = 20_000;
const pageSize = 100;
const tailSize = 500;
/** The tail is read at most this often, however fast a station talks. */
const everyMs = 400;
/** How long an answer is waited for in rows already shown. */
const patienceMs = 60_000;

export interface LogSource<R> {
  readonly url: string;
  readonly stationId: number;
  /** Filters, without paging. A change starts the list anew. */
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>;
  /** False: paused, or the range has an end: nothing new is read. */
  readonly live: boolean;
  /** The row lacks something that may still come: its answer, or when the answer left. */
  readonly waits: (row: R) => boolean;
}

export interface Log<R> {
  readonly rows: readonly R[];
  readonly loading: boolean;
  readonly more: boolean;
  readonly onMore: () => void;
  readonly error: ApiError | undefined;
  readonly retry: () => void;
  /** The search stopped here for its budget; `onMore` goes on. */
  readonly searchedTo: string | undefined;
  /** How many messages came while paused. */
  readonly missed: number;
}

interface Page<R> {
  readonly items: R[];
  readonly next?: string;
  readonly searchedTo?: string;
}

interface State<R> {
  readonly rows: readonly R[];
  /** How the next older page is asked for. */
  readonly next: Readonly<Record<string, string>> | undefined;
  readonly searchedTo: string | undefined;
  readonly loading: boolean;
  readonly error: ApiError | undefined;
}

const empty = { rows: [], next: undefined, searchedTo: undefined, loading: true, error: undefined };

/** A log that is read page by page into the past and grows at its new end as messages come. */
export function useLog<R extends LogRow>({ url, stationId, query, live, waits }: LogSource<R>): Log<R> {
  const [state, setState] = useState<State<R>>(empty);
  const [missed, setMissed] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const newest = useRef(state);
  newest.current = state;
  const question = JSON.stringify([url, stationId, query]);
  const ask = useCallback(
    (more: Record<string, unknown>, signal: AbortSignal): Promise<Page<R>> => {
      const [where, station, filters] = JSON.parse(question) as [string, number, Record<string, string>];
      const parts = { params: { stationId: station }, query: { ...filters, ...more } as Record<string, string> };
      return send('GET', where, parts, signal) as Promise<Page<R>>;
    },
    [question],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a retry asks the same question again
  useEffect(() => {
    const stop = new AbortController();
    setState(empty);
    setMissed(0);
    ask({ limit: pageSize }, stop.signal).then(
      (page) =>
        setState({
          rows: page.items,
          next: olderThan(page),
          searchedTo: page.searchedTo,
          loading: false,
          error: undefined,
        }),
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ ...empty, loading: false, error: asApiError(error) });
      },
    );
    return () => stop.abort();
  }, [ask, attempt]);

  const older = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => older.current?.abort(), []);
  const onMore = useCallback(() => {
    const { next, loading } = newest.current;
    if (next === undefined || loading) return;
    const stop = new AbortController();
    older.current = stop;
    setState((before) => ({ ...before, loading: true }));
    ask({ limit: pageSize, ...next }, stop.signal).then(
      (page) =>
        setState((before) => {
          if (before.next !== next) return before;
          const { rows } = mergeRows(before.rows, page.items, Number.POSITIVE_INFINITY);
          return { rows, next: olderThan(page), searchedTo: page.searchedTo, loading: false, error: undefined };
        }),
      (error: unknown) => {
        if (!stop.signal.aborted) setState((before) => ({ ...before, loading: false, error: asApiError(error) }));
      },
    );
  }, [ask]);

  const tail = useTail({ ask, live, waits, state: newest, setState });
  useLiveFrames(stationId, (frames) => {
    if (live) tail(frames.reduce((earliest, frame) => Math.min(earliest, frame.receivedAt), Number.POSITIVE_INFINITY));
    else setMissed((count) => count + frames.length);
  });
  useLiveChanges(
    () => {},
    () => live && setAttempt((count) => count + 1),
  );
  const wasLive = useRef(live);
  useEffect(() => {
    if (live && !wasLive.current) {
      setMissed(0);
      const top = newest.current.rows[0];
      tail(top === undefined ? 0 : Date.parse(top.receivedAt));
    }
    wasLive.current = live;
  }, [live, tail]);

  return {
    rows: state.rows,
    loading: state.loading,
    more: state.next !== undefined,
    onMore,
    error: state.error,
    retry: () => setAttempt((count) => count + 1),
    searchedTo: state.searchedTo,
    missed,
  };
}

interface TailSource<R> {
  readonly ask: (more: Record<string, unknown>, signal: AbortSignal) => Promise<Page<R>>;
  readonly live: boolean;
  readonly waits: (row: R) => boolean;
  readonly state: { readonly current: State<R> };
  readonly setState: (change: (before: State<R>) => State<R>) => void;
}

/** Reads the new end, from the earliest row that was heard of; one reading at a time. Gives the function that asks for it. */
function useTail<R extends LogRow>(source: TailSource<R>): (from: number) => void {
  const given = useRef(source);
  given.current = source;
  const wanted = useRef<number | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const running = useRef(false);
  const last = useRef(0);
  const { ask } = source;

  const read = useCallback(
    async (stop: AbortController) => {
      timer.current = undefined;
      const { live, state, waits, setState } = given.current;
      const from = wanted.current;
      if (!live) wanted.current = undefined;
      if (!live || from === undefined || state.current.loading) return;
      wanted.current = undefined;
      running.current = true;
      last.current = Date.now();
      const waiting = oldestWaiting(state.current.rows, waits, Date.now(), patienceMs);
      const since = new Date(Math.min(from, waiting === undefined ? from : Date.parse(waiting))).toISOString();
      try {
        let after: string | undefined;
        do {
          const page: Page<R> = await ask({ since, limit: tailSize, after }, stop.signal);
          setState((before) => {
            const { rows, dropped } = mergeRows(before.rows, page.items, most);
            const oldest = rows.at(-1);
            return dropped && oldest ? { ...before, rows, next: { to: justAfter(oldest) } } : { ...before, rows };
          });
          after = page.next;
        } while (after !== undefined);
      } catch {
        // The live state of the page says that the server is away; the next message or the reconnect reads again.
        if (!stop.signal.aborted) wanted.current = Math.min(from, wanted.current ?? from);
      }
      running.current = false;
    },
    [ask],
  );

  const stopped = useRef(new AbortController());
  const schedule = useCallback(
    (delay: number) => {
      timer.current ??= setTimeout(() => {
        const { current } = stopped;
        void read(current).then(() => {
          if (!current.signal.aborted && wanted.current !== undefined) schedule(everyMs);
        });
      }, delay);
    },
    [read],
  );

  useEffect(() => {
    const stop = new AbortController();
    stopped.current = stop;
    // Answers and the times they left come without an event of their own.
    const again = setInterval(() => {
      const { state, waits, live } = given.current;
      if (!live || running.current || timer.current !== undefined) return;
      const waiting = oldestWaiting(state.current.rows, waits, Date.now(), patienceMs);
      if (waiting === undefined) return;
      wanted.current = Date.parse(waiting);
      schedule(0);
    }, 2500);
    return () => {
      stop.abort();
      clearInterval(again);
      clearTimeout(timer.current);
      timer.current = undefined;
      wanted.current = undefined;
      running.current = false;
    };
  }, [schedule]);

  return useCallback(
    (from: number) => {
      wanted.current = Math.min(from, wanted.current ?? from);
      if (!running.current) schedule(Math.max(0, last.current + everyMs - Date.now()));
    },
    [schedule],
  );
}

const olderThan = (page: { readonly next?: string }) => (page.next === undefined ? undefined : { after: page.next });

/** Rows of the same millisecond come again and are known then. */
const justAfter = (row: LogRow): string => new Date(Date.parse(row.receivedAt) + 1).toISOString();

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError({ status: 0, type: 'console.fault', detail: String(error) });
