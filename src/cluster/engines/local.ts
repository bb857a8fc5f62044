import type { Ask, AskReply, Happened, StationKey } from '../../domain/ports.ts';
import type { Log } from '../../lib/log.ts';
import type { NodeBus, Notice } from '../bus.ts';
import { createListeners } from '../listeners.ts';

/** The bus of a single process: every station is held here, and what happened is told by a plain call. */
export function createLocalBus({ log }: { readonly log: Log }): NodeBus {
  const happened = createListeners<Happened>(log);
  const notices = createListeners<Notice>(log);
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
    onHappened: (listener) => happened.add(listener),
    publish: happened.tell,
    tell: notices.tell,
    onTold: notices.add,
    report: () => ({ reachable: true, asked: { answered: 0, refused: 0, away: 0 }, served: 0, sent: 0, heard: 0 }),
    close: async () => {},
  };
}
