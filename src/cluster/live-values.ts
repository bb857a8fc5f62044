import type { Bus, LiveValues, StationKey } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';

/** The moment's values from the node that holds the station. Undefined without an answer: then the flushed ones stand. */
export async function liveValues(bus: Bus, key: StationKey): Promise<LiveValues | undefined> {
  try {
    const reply = await bus.ask(key, { kind: 'live' });
    return reply.kind === 'live' ? reply.live : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
