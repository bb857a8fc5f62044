import { decideDisconnected } from '../domain/command.ts';
import type { DecidedFact } from '../domain/decide.ts';
import type { StationKey } from '../domain/ports.ts';
import type { StationState } from '../domain/state.ts';
import { isFailure } from '../lib/errors.ts';
import type { StationsContext } from './context.ts';
import type { Station } from './station.ts';

export interface TidyOptions {
  readonly context: StationsContext;
  readonly stationOf: (key: StationKey) => Station;
  readonly unseenEnd: (
    station: Station,
    connection: { readonly id: string; readonly node: string },
  ) => Promise<DecidedFact | undefined>;
  readonly watchCommands: (station: Station) => void;
  readonly stopping: () => boolean;
}

/**
 * What nodes that are gone for good left behind (F-05): their stations' connections get an end, what was sent and not answered ends as
 * lost with its node, and the stations are free for whoever asks next. Once in the cluster at a time; cut off, it can be done again.
 */
export async function tidyAfterOthers(
  { context, stationOf, unseenEnd, stopping }: TidyOptions,
  signal: AbortSignal,
): Promise<void> {
  const { owners, log, clock } = context;
  const bury = async (key: StationKey): Promise<void> => {
    const station = stationOf(key);
    await station.step(async (state) => {
      const { connection } = state;
      if (connection === undefined || connection.id === station.held?.connectionId) return;
      const end = await unseenEnd(station, connection);
      const now = clock.now();
      if (end !== undefined)
        await station.record(state, [end, ...decideDisconnected(state, 'node.lost', now)], { receivedAt: now });
    });
    await station.release();
  };
  for (let last = ''; owners !== undefined && !signal.aborted && !stopping(); ) {
    const left = await owners.leftBehind(atOnce);
    const these = left.map(({ operatorId, stationId }) => `${operatorId}.${stationId}`).join();
    // The same again: they cannot be tidied now, and are left for the next time.
    if (left.length === 0 || these === last) return;
    last = these;
    await Promise.all(
      left.map((key) =>
        bury(key).catch((err) => {
          if (!isFailure(err, 'station.elsewhere'))
            log.error({ err, station: key }, 'A lost connection has no end yet');
        }),
      ),
    );
  }
}

/** So many share their queries and commits. */
const atOnce = 200;

/** What an earlier run of this node left behind: connections without an end, commands without an outcome. */
export async function tidy({ context, stationOf, unseenEnd, watchCommands, stopping }: TidyOptions): Promise<void> {
  const { store, node, clock, log } = context;
  /** What is wrong with one station must not keep the others from coming up. */
  const alone = (station: Station, work: (state: StationState) => Promise<void>): Promise<void> =>
    station.step(work).catch((err) => {
      // Another node has it, and has tidied up before.
      if (!isFailure(err, 'station.elsewhere'))
        log.error({ err, station: station.key }, 'What was left could not be tidied');
    });

  const each = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < all.length && !stopping()) await work(all[next++]!);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  };

  await each(await store.leftOpen(node), async (one) => {
    const { connectionId } = one;
    const station = stationOf(one);
    await alone(station, async (state) => {
      if (station.held?.connectionId === connectionId) return;
      const end = await unseenEnd(station, { id: connectionId, node });
      const now = clock.now();
      const lost = state.connection?.id === connectionId ? decideDisconnected(state, 'connection.lost', now) : [];
      if (end !== undefined) await station.record(state, [end, ...lost], { receivedAt: now });
    });
  });
  await each(await store.withCommands(), async (key) => {
    const station = stationOf(key);
    await alone(station, async () => {});
    watchCommands(station);
  });
}
