import type { Ask, AskReply, Bus, Happened, StationKey } from '../../domain/ports.ts';
import type { Log } from '../../lib/log.ts';

export interface LocalBusOptions {
  readonly log: Log;
}

export interface LocalBus extends Bus {
  /** Who answers questions about stations; set once by the composition root. */
  serve(answer: (key: StationKey, question: Ask) => Promise<AskReply>): void;
}

/** The bus of a single process: every station is held here, and what happened is told by a plain call. */
export function createLocalBus({ log }: LocalBusOptions): LocalBus {
  const listeners = new Set<(happened: Happened) => void>();
  let answer: ((key: StationKey, question: Ask) => Promise<AskReply>) | undefined;
  return {
    serve(handler) {
      answer = handler;
    },
    async ask(key, question) {
      if (answer === undefined)
        return { kind: 'refused', reason: 'station.offline', detail: 'The stations are not started yet.' };
      return answer(key, question);
    },
    onHappened(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(happened) {
      for (const listener of listeners) {
        try {
          listener(happened);
        } catch (error) {
          // A listener's bug must not reach the station whose message is being answered.
          log.error({ err: error }, 'A listener of the bus failed');
        }
      }
    },
  };
}
