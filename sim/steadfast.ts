import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type Client, connect } from './client.ts';
import type { Call, Session } from './dialect/dialect.ts';
import { dialects } from './dialect/index.ts';
import { type Protocol, profileOf } from './profile.ts';
import { createRandom, seedOf } from './random.ts';

type Payload = Record<string, unknown>;

export interface SteadfastOptions {
  readonly identity: string;
  readonly password: string;
  readonly protocol: Protocol;
  /** Where it may connect, e.g. ws://127.0.0.1:8080/ocpp; the next one when one does not let it in. */
  readonly urls: readonly string[];
  readonly card: string;
  /** Pause between two messages, ms. */
  readonly pauseMs?: number;
  /** After so long without an answer it sends again. */
  readonly patienceMs?: number;
  /** Longest pause before it connects again, ms. */
  readonly backOffMs?: number;
  /** A call of the server; undefined: an answer never comes. Default: it agrees. */
  readonly onCall?: (action: string, payload: Payload) => Payload | undefined | Promise<Payload | undefined>;
}

/** A session as the station knows it. */
export interface Charged {
  /** As the server must know it too: 1.6 has it from the answer to its start. */
  readonly id: string;
  readonly energyWh: number;
}

export interface Steadfast {
  start(): void;
  /** Ends the session under way, waits until everything was answered, and leaves. */
  finish(): Promise<void>;
  readonly connected: boolean;
  /** Which of `urls` it is connected to, or was last. */
  readonly at: number;
  /** Sessions whose end was answered. */
  readonly sessions: readonly Charged[];
  /** Ids of messages that were answered. */
  readonly answered: readonly string[];
  readonly connections: number;
  /** When the newest answer came, by the clock that never jumps. */
  readonly answeredAt: number;
}

/**
 * A station as the standards want it (1.6 errata 3.18, 2.0.1 E04, E12): it charges without end, and whatever of a session was not answered it
 * sends again, with the same message id or a new one, until it is; over whichever server lets it in. What it remembers must be what the
 * server has, whatever happened between them.
 */
export function steadfast(options: SteadfastOptions): Steadfast {
  const { identity, password, protocol, urls, card, pauseMs = 100, patienceMs = 5_000, backOffMs = 500 } = options;
  const dialect = dialects[protocol];
  const random = createRandom(seedOf(identity, 1));
  const profile = { ...profileOf(0, protocol, random), identity };
  const sessions: Charged[] = [];
  const answered: string[] = [];
  const count = { connections: 0, at: random.whole(0, urls.length - 1), answeredAt: performance.now() };
  let client: Client | undefined;
  let booted = false;
  let ending = false;
  let silences = 0;
  let life: Promise<void> = Promise.resolve();
  let meterWh = random.whole(10_000, 90_000);

  const onCall = (action: string, payload: Payload) =>
    options.onCall === undefined ? dialect.understand(action, payload)?.reply(true) : options.onCall(action, payload);

  async function connected(): Promise<Client> {
    while (client === undefined) {
      // Closing may come before connecting is over.
      let opened: Client | undefined;
      opened = await connect({
        url: urls[count.at]!,
        identity,
        password,
        protocol,
        timeoutMs: patienceMs,
        onCall,
        onClose: () => {
          if (opened !== undefined && client === opened) client = undefined;
        },
      }).catch(() => undefined);
      if (opened === undefined) {
        count.at = (count.at + 1) % urls.length;
        await sleep(random.between(0.2, 1) * backOffMs);
        continue;
      }
      // It may have closed already.
      if (opened.socket.readyState === opened.socket.OPEN) client = opened;
      else await sleep(random.between(0.2, 1) * backOffMs);
      silences = 0;
      count.connections++;
    }
    return client;
  }

  /** The answer of one attempt; undefined: there was none. */
  async function attempt(by: Client, call: Call, id: string): Promise<Payload | undefined> {
    try {
      const answer = await by.call(call[0], call[1], id);
      answered.push(id);
      count.answeredAt = performance.now();
      silences = 0;
      return answer;
    } catch (error) {
      // 1.6 TransactionMessageRetryInterval
      if (error instanceof CallError) await sleep(random.between(0.5, 1) * backOffMs);
      // A server that says nothing any more is none.
      else if (++silences >= 3) by.terminate();
      if (by.socket.readyState !== by.socket.OPEN && client === by) client = undefined;
      return undefined;
    }
  }

  async function insist(call: Call): Promise<Payload> {
    let id: string = randomUUID();
    for (;;) {
      const by = await connected();
      if (!booted && call[0] !== 'BootNotification') {
        await insist(dialect.boot(profile, 'PowerUp', profile.firmware));
        booted = true;
      }
      const answer = await attempt(by, call, id);
      if (answer !== undefined) return answer;
      if (random.chance(0.5)) id = randomUUID();
    }
  }

  const reading = () => ({ at: Date.now(), meterWh, powerW: 11_000 });

  async function charge(): Promise<void> {
    const session: Session = { point: 1, card, id: protocol === 'ocpp1.6' ? '' : randomUUID(), seqNo: 0 };
    const startWh = meterWh;
    dialect.started(session, await insist(dialect.start(session, reading(), false)));
    for (let n = 0; n < 3; n++) {
      await sleep(random.between(0.5, 1.5) * pauseMs);
      meterWh += random.whole(1, 500);
      await insist(dialect.meter(session, reading(), false));
    }
    meterWh += random.whole(1, 500);
    await insist(dialect.stop(session, reading(), 'EVDisconnected', false));
    sessions.push({ id: session.id, energyWh: meterWh - startWh });
  }

  return {
    start() {
      life = (async () => {
        while (!ending) {
          await sleep(random.between(0.5, 1.5) * pauseMs);
          await charge();
        }
      })();
    },
    async finish() {
      ending = true;
      await life;
      client?.close();
    },
    get connected() {
      return client !== undefined;
    },
    get at() {
      return count.at;
    },
    get connections() {
      return count.connections;
    },
    get answeredAt() {
      return count.answeredAt;
    },
    sessions,
    answered,
  };
}
