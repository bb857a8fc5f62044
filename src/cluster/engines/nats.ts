import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Msg, type NatsConnection, RequestError } from '@nats-io/transport-node';
import type { Ask, AskReply, Happened, Outside, StationKey } from '../../domain/ports.ts';
import { Failure, type FailureId, isFailure } from '../../lib/errors.ts';
import type { NewId } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import { type Clock, second } from '../../lib/time.ts';
import { createAnswered } from '../answered.ts';
import type { BusReport, NodeBus, Notice } from '../bus.ts';
import { createOutlook, type Interest, type News } from '../hearing.ts';
import { createListeners } from '../listeners.ts';
import { pack, unpack } from '../packing.ts';

export interface NatsBusOptions {
  readonly servers: readonly string[];
  /** Keeps the subjects of several installations on one NATS apart. */
  readonly namespace: string;
  /** Of this node, for the NATS server's own lists. */
  readonly name: string;
  /** The number of this start of the program, at which it is asked. */
  readonly run: () => number;
  /** The living node that owns a station; undefined: none does, so that whoever is asked serves it. */
  readonly ownerOf: (
    key: StationKey,
  ) => Promise<{ readonly run: number; readonly name: string; readonly ours: boolean } | undefined>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Longest wait for another node's answer, ms; default `longestAskMs`. */
  readonly askMs?: number;
}

export interface NatsBus extends NodeBus {
  /** This node has a new number. */
  renamed(): void;
}

interface Question {
  readonly id: string;
  readonly key: StationKey;
  readonly question: Ask;
}
type Answer = { readonly reply: AskReply } | { readonly failure: FailureId | 'bug'; readonly detail: string };

/** So often the owner of a station may change while it is looked for. */
const mostTries = 3;
/** Longest wait for another node's answer: who asked hears the reason within 5 s (F-04). */
export const longestAskMs = 4.5 * second;
const flushMs = 50;
const interestMs = 50;
const repeatInterestMs = 3 * second;

/**
 * The bus between nodes over NATS core: a question goes to the node that the database names as the station's owner, and its answer comes
 * back; what happened goes to the nodes where somebody looks at it. Nothing here has to last: what must not be lost is in the database.
 * While NATS is away local stations are served, questions to other nodes fail at once (F-04), and it comes back by itself.
 */
export async function connectNats(options: NatsBusOptions): Promise<NatsBus> {
  const { servers, namespace, name, clock, log, newId, run, ownerOf, askMs = longestAskMs } = options;
  const happened = createListeners<Happened>(log);
  const notices = createListeners<Notice>(log);
  const outlook = createOutlook(clock);
  const outsides = new Set<Outside>();
  const answered = createAnswered<Answer>(clock);
  /** Nodes that nobody could reach a moment ago: a storm of stations coming from there must not ask for each of them. */
  const silent = new Map<number, number>();
  const count = { asked: { answered: 0, refused: 0, away: 0 }, served: 0, sent: 0, heard: 0 };
  let serveHere: ((key: StationKey, question: Ask) => Promise<AskReply>) | undefined;
  let isHere: (key: StationKey) => boolean = () => false;
  let nats: NatsConnection | undefined;
  let reachable = false;
  let closed = false;
  let asked: { unsubscribe(): void } | undefined;
  const subject = (...parts: readonly (string | number)[]): string => ['voltyard', namespace, ...parts].join('.');

  // Asking --------------------------------------------------------------------------------------------------------

  const answerHere = (key: StationKey, question: Ask): Promise<AskReply> => {
    if (serveHere === undefined) throw new Failure('node.away', 'The stations are not started yet.');
    return serveHere(key, question);
  };

  const askThere = async (at: { run: number; name: string }, key: StationKey, question: Ask): Promise<AskReply> => {
    const away = (detail: string, cause?: unknown): Failure => {
      count.asked.away++;
      return new Failure(reachable ? 'node.away' : 'bus.away', detail, { cause });
    };
    const busAway = `The station is held by the node ${at.name}, and the bus to it is away: try again in a moment.`;
    const nodeAway = `The node ${at.name}, which held the station, is gone: the station comes back on another one.`;
    if (nats === undefined || !reachable) throw away(busAway);
    if ((silent.get(at.run) ?? 0) > clock.monotonic()) throw away(nodeAway);
    const message = pack({ id: newId(clock.now()), key, question } satisfies Question);
    let answer: Answer;
    try {
      const reply = await nats.request(subject('ask', at.run), message, { timeout: askMs });
      answer = unpack<Answer>(reply.data);
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders()) {
        silent.set(at.run, clock.monotonic() + second);
        throw away(nodeAway, error);
      }
      if (!reachable) throw away(busAway, error);
      throw away(
        `The node ${at.name}, which holds the station, did not answer in time: look at what was done before asking again.`,
        error,
      );
    }
    if ('reply' in answer) {
      count.asked.answered++;
      return answer.reply;
    }
    count.asked.refused++;
    if (answer.failure === 'bug') throw new Error(`The node ${at.name} met a bug: ${answer.detail}`);
    throw new Failure(answer.failure, answer.detail);
  };

  const ask: NodeBus['ask'] = async (key, question) => {
    for (let tries = 1; ; tries++) {
      try {
        const owner = isHere(key) ? undefined : await ownerOf(key);
        if (owner === undefined || owner.ours) return await answerHere(key, question);
        return await askThere(owner, key, question);
      } catch (error) {
        if (!isFailure(error, 'station.elsewhere') || tries >= mostTries) throw error;
      }
    }
  };

  const answer = async ({ key, question }: Question): Promise<Answer> => {
    try {
      return { reply: await answerHere(key, question) };
    } catch (error) {
      if (isFailure(error)) return { failure: error.id, detail: error.detail };
      log.error({ err: error, station: key, question: question.kind }, 'A question of another node met a bug');
      return { failure: 'bug', detail: 'it is in its log' };
    }
  };

  const onAsked = async (message: Msg): Promise<void> => {
    try {
      const question = unpack<Question>(message.data);
      count.served++;
      message.respond(pack(await answered.once(question.id, () => answer(question))));
    } catch (error) {
      log.error({ err: error }, 'A question of another node could not be answered');
    }
  };

  // Hearing -------------------------------------------------------------------------------------------------------

  let saidInterest = '';
  let saidAt = Number.NEGATIVE_INFINITY;
  const sayInterest = (): void => {
    if (outsides.size === 0) return;
    const all = [...outsides].map((one) => one.interest());
    const interest: Interest = {
      operators: [...new Set(all.flatMap(({ operators }) => [...operators]))],
      stations: [...new Set(all.flatMap(({ stations }) => [...stations]))],
    };
    const text = JSON.stringify(interest);
    const now = clock.monotonic();
    if (text === saidInterest && now - saidAt < repeatInterestMs) return;
    send('interest', { run: run(), interest });
    saidInterest = text;
    saidAt = now;
  };

  const onNews = (news: News): void => {
    count.heard++;
    if ('missed' in news) for (const one of outsides) one.missed(news.missed);
    else for (const thing of news.happened) for (const one of outsides) one.heard(thing);
  };

  const send = (to: string, data: unknown): void => {
    if (nats === undefined || !reachable) return;
    count.sent++;
    nats.publish(subject(to), data instanceof Uint8Array ? data : pack(data));
  };

  const timers = [
    setInterval(() => {
      for (const message of outlook.take()) send('happened', message);
    }, flushMs),
    setInterval(sayInterest, interestMs),
  ];
  for (const timer of timers) timer.unref();

  // The connection ------------------------------------------------------------------------------------------------

  const listen = (): void => {
    asked?.unsubscribe();
    asked = nats?.subscribe(subject('ask', run()), {
      callback: (error, message) => {
        if (!error) void onAsked(message);
      },
    });
  };

  const heed = <T>(from: string, take: (data: T) => void): void => {
    nats?.subscribe(subject(from), {
      callback: (error, message) => {
        if (error) return;
        try {
          take(unpack<T>(message.data));
        } catch (fault) {
          log.error({ err: fault, from }, 'A message of another node could not be read');
        }
      },
    });
  };

  const use = (connection: NatsConnection): void => {
    nats = connection;
    reachable = true;
    listen();
    heed<{ run: number; interest: Interest }>('interest', ({ run: node, interest }) => outlook.note(node, interest));
    heed<Notice>('told', notices.tell);
    heed<News>('happened', onNews);
    void watch(connection);
  };

  const watch = async (connection: NatsConnection): Promise<void> => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'staleConnection') {
        if (reachable && !closed) log.warn('The bus between the nodes is away: stations of this node are served');
        reachable = false;
      } else if (type === 'reconnect') {
        log.info('The bus between the nodes is back');
        reachable = true;
        silent.clear();
        saidInterest = '';
        // Nobody knows what was said meanwhile: what is remembered is asked for anew, what is on a screen is fetched again.
        notices.tell({ kind: 'callers' });
        for (const one of outsides) one.missed(undefined);
      }
    }
  };

  const connecting = connect({
    servers: [...servers],
    name,
    noEcho: true,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 500,
    reconnectJitter: 250,
    pingInterval: 2 * second,
    maxPingOut: 2,
  });
  const first = await Promise.race([connecting, sleep(3 * second, undefined, { ref: false })]);
  if (first !== undefined) {
    use(first);
    // Who is told of this node may ask it at once: the bus must know by then that it listens, or it would say that nobody is here.
    await Promise.race([first.flush().catch(() => {}), sleep(3 * second, undefined, { ref: false })]);
  } else {
    log.warn('The bus between the nodes is not there yet: stations of this node are served');
    connecting
      .then((late) => (closed ? late.close() : use(late)))
      .catch((error) => log.error({ err: error }, 'The bus cannot be used'));
  }

  return {
    ask,
    serve(handler, holds = () => false) {
      serveHere = handler;
      isHere = holds;
    },
    onHappened(listener, outside) {
      const stop = happened.add(listener);
      if (outside !== undefined) outsides.add(outside);
      return () => {
        stop();
        if (outside !== undefined) outsides.delete(outside);
      };
    },
    publish(thing) {
      happened.tell(thing);
      outlook.add(thing);
    },
    tell(notice) {
      notices.tell(notice);
      send('told', notice);
    },
    onTold: notices.add,
    report: (): BusReport => ({ ...count, reachable }),
    renamed: listen,
    async close() {
      closed = true;
      for (const timer of timers) clearInterval(timer);
      await nats?.close();
    },
  };
}
