import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { LiveValues } from '../src/domain/ports.ts';
import type { LiveEvent, LiveFrame, Topic } from '../src/http/live.ts';
import { concerns, concernsFleet } from './live-topics.ts';

export type { LiveFrame } from '../src/http/live.ts';

/** `connecting`: first try; `open`: events flow; `waiting`: lost, tried again. */
export type LiveState = 'connecting' | 'open' | 'waiting';

type Of<K extends LiveEvent['kind']> = Omit<Extract<LiveEvent, { kind: K }>, 'kind'>;
export type Changed = Of<'changed'>['stations'][number];

const keptFrames = 300;
/** Answers are asked again at most this often, however fast a station changes. */
const renewEveryMs = 400;
/** Counts over the whole fleet are dear, and nobody reads them to the second. */
const renewFleetEveryMs = 3000;
const longestWaitMs = 15_000;

/** The one event stream of this browser tab, and what it has said. Starts with the first listener. */
class LiveStream {
  state: LiveState = 'connecting';
  stationId: number | undefined;
  values: LiveValues | undefined;
  frames: readonly LiveFrame[] = [];
  readonly listeners = new Set<() => void>();
  readonly onChanged = new Set<(changes: readonly Changed[]) => void>();
  readonly onFrames = new Set<(frames: readonly LiveFrame[], station: number) => void>();
  readonly onResync = new Set<() => void>();
  readonly #client: QueryClient;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #renewing: ReturnType<typeof setTimeout> | undefined;
  #renewingFleet: ReturnType<typeof setTimeout> | undefined;
  #fleet = new Set<Topic>();
  #waitMs = 1000;
  #lost = false;
  #pending = new Map<number, Set<Topic>>();

  constructor(client: QueryClient) {
    this.#client = client;
  }

  start(): void {
    if (!this.#source && !this.#retry) this.#open();
  }

  stop(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#retry);
    clearTimeout(this.#renewing);
    clearTimeout(this.#renewingFleet);
    this.#retry = this.#renewing = this.#renewingFleet = undefined;
    this.#pending.clear();
  }

  /** Which station's values and frames are wanted. Another one opens another stream. */
  watch(stationId: number | undefined): void {
    if (this.stationId === stationId) return;
    this.stationId = stationId;
    this.values = undefined;
    this.frames = [];
    if (this.#source || this.#retry) {
      this.stop();
      this.#open();
    }
    this.#tell();
  }

  #open(): void {
    const source = new EventSource(`/api/v1/events${this.stationId === undefined ? '' : `?station=${this.stationId}`}`);
    this.#source = source;
    this.#retry = undefined;
    const on = <K extends LiveEvent['kind']>(kind: K, act: (event: Of<K>) => void) =>
      source.addEventListener(kind, (event) => act(JSON.parse((event as MessageEvent<string>).data) as Of<K>));
    on('hello', () => this.#opened());
    on('changed', (event) => this.#changed(event.stations));
    on('frames', (event) => this.#heard(event));
    on('live', (event) => {
      if (event.station !== this.stationId) return;
      this.values = event.live;
      this.#tell();
    });
    on('resync', () => this.#resync());
    source.onerror = () => this.#failed(source);
  }

  #opened(): void {
    this.#waitMs = 1000;
    this.state = 'open';
    // What happened while there was no stream was not told.
    if (this.#lost) this.#resync();
    this.#lost = false;
    this.#tell();
  }

  #failed(source: EventSource): void {
    if (this.#source !== source) return;
    source.close();
    this.#source = undefined;
    this.state = 'waiting';
    this.#lost = true;
    this.#tell();
    this.#retry = setTimeout(() => this.#open(), this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }

  #changed(changes: readonly Changed[]): void {
    for (const change of changes) {
      const topics = this.#pending.get(change.station) ?? new Set<Topic>();
      for (const topic of change.topics) {
        topics.add(topic);
        this.#fleet.add(topic);
      }
      this.#pending.set(change.station, topics);
    }
    for (const listener of this.onChanged) listener(changes);
    this.#renewing ??= setTimeout(() => this.#renew(), renewEveryMs);
    this.#renewingFleet ??= setTimeout(() => this.#renewFleet(), renewFleetEveryMs);
  }

  #renew(): void {
    this.#renewing = undefined;
    const pending = this.#pending;
    this.#pending = new Map();
    void this.#client.invalidateQueries({
      predicate: ({ queryKey: [url, params] }) => {
        const topics = pending.get(Number((params as { stationId?: unknown } | undefined)?.stationId));
        return typeof url === 'string' && topics !== undefined && concerns(url, [...topics]);
      },
    });
  }

  #renewFleet(): void {
    this.#renewingFleet = undefined;
    const topics = [...this.#fleet];
    this.#fleet.clear();
    void this.#client.invalidateQueries({
      predicate: ({ queryKey: [url] }) => typeof url === 'string' && concernsFleet(url, topics),
    });
  }

  #heard({ station, frames }: Of<'frames'>): void {
    if (station !== this.stationId) return;
    this.frames = [...this.frames, ...frames].slice(-keptFrames);
    for (const listener of this.onFrames) listener(frames, station);
    this.#tell();
  }

  #resync(): void {
    void this.#client.invalidateQueries();
    for (const listener of this.onResync) listener();
  }

  #tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const streams = new WeakMap<QueryClient, LiveStream>();

function useStream(): LiveStream {
  const client = useQueryClient();
  let stream = streams.get(client);
  if (!stream) streams.set(client, (stream = new LiveStream(client)));
  return stream;
}

function useSaid<T>(stream: LiveStream, read: () => T): T {
  return useSyncExternalStore((listener) => {
    stream.listeners.add(listener);
    return () => stream.listeners.delete(listener);
  }, read);
}

/** Opens the stream while the caller is on the page. Once, in the shell. */
export function useLiveStream(): void {
  const stream = useStream();
  useEffect(() => {
    stream.start();
    return () => stream.stop();
  }, [stream]);
}

/** Makes `stationId` the watched station while the caller is on the page. Once, in the sheet's frame. */
export function useWatch(stationId: number | undefined): void {
  const stream = useStream();
  useEffect(() => {
    stream.watch(stationId);
    return () => stream.watch(undefined);
  }, [stream, stationId]);
}

export interface Live {
  readonly state: LiveState;
  /** Values of the moment; absent until the first second has passed, and for any station that is not the watched one. */
  readonly values: LiveValues | undefined;
  /** The newest exchanges heard since the page was opened, oldest first, at most 300. */
  readonly frames: readonly LiveFrame[];
}

const noFrames: readonly LiveFrame[] = [];

/** Connection state of this page and, of the watched station, values and tail. Queries renew themselves. */
export function useLive(stationId?: number): Live {
  const stream = useStream();
  const state = useSaid(stream, () => stream.state);
  const values = useSaid(stream, () =>
    stationId !== undefined && stream.stationId === stationId ? stream.values : undefined,
  );
  const frames = useSaid(stream, () =>
    stationId !== undefined && stream.stationId === stationId ? stream.frames : noFrames,
  );
  return { state, values, frames };
}

/** The state alone: does not draw again with every value. */
export function useLiveState(): LiveState {
  const stream = useStream();
  return useSaid(stream, () => stream.state);
}

/** Calls back with every batch of exchanges of the watched station. */
export function useLiveFrames(stationId: number, onFrames: (frames: readonly LiveFrame[]) => void): void {
  const stream = useStream();
  const newest = useRef(onFrames);
  newest.current = onFrames;
  useEffect(() => {
    const listener = (frames: readonly LiveFrame[], station: number) => {
      if (station === stationId) newest.current(frames);
    };
    stream.onFrames.add(listener);
    return () => {
      stream.onFrames.delete(listener);
    };
  }, [stream, stationId]);
}

/** Calls back with every change of any station; `onResync` when some may have been missed. */
export function useLiveChanges(onChanged: (changes: readonly Changed[]) => void, onResync?: () => void): void {
  const stream = useStream();
  const newest = useRef({ onChanged, onResync });
  newest.current = { onChanged, onResync };
  useEffect(() => {
    const changed = (changes: readonly Changed[]) => newest.current.onChanged(changes);
    const resync = () => newest.current.onResync?.();
    stream.onChanged.add(changed);
    stream.onResync.add(resync);
    return () => {
      stream.onChanged.delete(changed);
      stream.onResync.delete(resync);
    };
  }, [stream]);
}
