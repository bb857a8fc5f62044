import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type Client, connect } from './client.ts';
import type { Call, Dialect, Session } from './dialect/dialect.ts';
import { dialects } from './dialect/index.ts';
import { type Profile, profileOf } from './profile.ts';
import type { Random } from './random.ts';

/** What a station measured itself: what the server must know in the end, exactly. */
export interface Measured {
  readonly point: number;
  readonly card: string;
  readonly startedAt: number;
  readonly startWh: number;
  meterWh: number;
  endedAt?: number;
}

/** One message that must arrive, in the station's own memory until it is answered. */
interface Kept {
  /** 1.6 learns the number of a session from the answer to its start: later messages are made when they leave. */
  readonly make: () => Call;
  readonly session: Session;
  readonly first: boolean;
  call?: Call;
  id?: string;
}

/** A message and the answer that was heard. */
export interface Heard {
  readonly id: string;
  readonly call: Call;
  readonly answer: Record<string, unknown>;
}

export interface FaithfulOptions {
  readonly url: string;
  readonly identity: string;
  readonly password?: string | undefined;
  readonly protocol: Profile['protocol'];
  readonly random: Random;
  /** How long it waits for an answer before it takes the connection for dead, ms. */
  readonly patienceMs?: number;
  /** A repetition has the id of the first time, another, or either (OCPP 2.1 part 4 section 4.1.4 allows both). */
  readonly repeatedId?: 'same' | 'new' | 'either';
  /** Tells what waited in any order (2.x: events are put in order by their numbers), instead of oldest first. */
  readonly shuffles?: boolean;
  /** Chance of a message that was answered to be sent once more later. */
  readonly doubts?: number;
  readonly onHeard?: (heard: Heard) => void;
}

export interface Faithful {
  readonly sessions: readonly Measured[];
  /** Every answer that was heard, in order. */
  readonly heard: readonly Heard[];
  readonly waiting: number;
  readonly connects: number;
  /** What contradicted an answer given before, or was refused: none is good. */
  readonly complaints: readonly string[];
  /** A session begins at the moment `at` of the station's clock. */
  plugIn(point: number, card: string, at: number): void;
  meter(point: number, wh: number, at: number): void;
  unplug(point: number, wh: number, at: number): void;
  /** Works until `stop`: connects, boots, tells what waits, again and again. */
  start(): void;
  /** Power fails: the connection is gone at once. What is kept stays kept; it boots when it comes back. */
  powerOff(): void;
  /** Another address from now on, e.g. of a server that was started anew. */
  moveTo(url: string): void;
  /** Resolves when everything has been answered. */
  told(): Promise<void>;
  stop(): Promise<void>;
}

/** A station that forgets nothing: what it measured it keeps until that was answered, and tells it again as often as it takes. */
export function faithful(options: FaithfulOptions): Faithful {
  const { identity, protocol, random, patienceMs = 2000, repeatedId = 'either' } = options;
  const dialect: Dialect = dialects[protocol];
  const profile = { ...profileOf(0, protocol, random), identity };
  const own = protocol !== 'ocpp1.6';
  let { url } = options;
  const queue: Kept[] = [];
  const running = new Map<number, { session: Session; measured: Measured }>();
  const sessions: Measured[] = [];
  const heard: Heard[] = [];
  const complaints: string[] = [];
  const answers = new Map<string, string>();
  let client: Client | undefined;
  let booted = false;
  let stopped = true;
  let connects = 0;
  let tried = false;
  let count = 0;
  let life: Promise<void> = Promise.resolve();

  const keep = (session: Session, make: () => Call, first = false): void => {
    const kept: Kept = { session, make, first };
    // With ids of its own a station numbers its events when they happen.
    if (own) kept.call = make();
    queue.push(kept);
  };

  const next = (): Kept | undefined => {
    if (!options.shuffles || !own) return queue[0];
    return queue[Math.floor(random.next() * queue.length)];
  };

  /** Answers to the same content are the same, whatever came between. */
  const compare = (kept: Kept, answer: Record<string, unknown>): void => {
    const content = JSON.stringify(kept.call);
    const text = JSON.stringify(answer);
    const before = answers.get(content);
    if (before === undefined) answers.set(content, text);
    else if (before !== text) complaints.push(`${kept.call![0]} was answered ${before}, then ${text}`);
  };

  const tell = async (kept: Kept, over: Client): Promise<void> => {
    kept.call ??= kept.make();
    const anew = kept.id === undefined || repeatedId === 'new' || (repeatedId === 'either' && random.chance(0.5));
    if (anew) kept.id = `${identity.slice(-12)}-${++count}`;
    const answer = await over.call(kept.call[0], kept.call[1], kept.id);
    compare(kept, answer);
    if (kept.first) dialect.started(kept.session, answer);
    const one = { id: kept.id!, call: kept.call, answer };
    heard.push(one);
    options.onHeard?.(one);
    const at = queue.indexOf(kept);
    if (at !== -1) queue.splice(at, 1);
  };

  const open = async (): Promise<void> => {
    // Real stations spread their attempts; these are in a hurry.
    if (tried) await sleep(random.between(20, 120));
    tried = true;
    let made: Client | undefined;
    made = await connect({
      url,
      identity,
      password: options.password,
      protocol,
      timeoutMs: patienceMs,
      onCall: () => ({ status: 'Accepted' }),
      onClose: () => {
        if (made !== undefined && client === made) client = undefined;
      },
    });
    connects++;
    client = made;
    if (booted) return;
    const { status } = await made.call(...dialect.boot(profile, 'PowerUp', profile.firmware));
    if (status !== 'Accepted') throw new Error(`boot: ${String(status)}`);
    booted = true;
  };

  const hangUp = (): void => {
    client?.terminate();
    client = undefined;
  };

  const live = async (): Promise<void> => {
    while (!stopped) {
      try {
        if (client === undefined) await open();
        const kept = next();
        if (kept === undefined || client === undefined) {
          await sleep(5);
          continue;
        }
        await tell(kept, client);
        if (random.chance(options.doubts ?? 0)) queue.splice(random.whole(0, queue.length), 0, { ...kept });
      } catch (error) {
        // Refused is not told: it asks again a little later, over the connection it has.
        if (error instanceof CallError) {
          complaints.push(error.message);
          await sleep(50);
        } else hangUp();
      }
    }
  };

  return {
    sessions,
    heard,
    complaints,
    get waiting() {
      return queue.length;
    },
    get connects() {
      return connects;
    },
    plugIn(point, card, at) {
      const session: Session = { point, card, id: own ? `${identity}-${sessions.length}-${at}` : '', seqNo: 0 };
      const startWh = sessions.filter((one) => one.point === point).at(-1)?.meterWh ?? 1000 * point;
      const measured: Measured = { point, card, startedAt: at, startWh, meterWh: startWh };
      sessions.push(measured);
      running.set(point, { session, measured });
      const reading = { at, meterWh: startWh };
      keep(session, () => dialect.start(session, reading, client === undefined), true);
    },
    meter(point, wh, at) {
      const { session, measured } = running.get(point)!;
      measured.meterWh += wh;
      const reading = { at, meterWh: measured.meterWh, powerW: 11_000 };
      keep(session, () => dialect.meter(session, reading, client === undefined));
    },
    unplug(point, wh, at) {
      const { session, measured } = running.get(point)!;
      running.delete(point);
      measured.meterWh += wh;
      measured.endedAt = at;
      const reading = { at, meterWh: measured.meterWh, powerW: 0 };
      keep(session, () => dialect.stop(session, reading, 'EVDisconnected', client === undefined));
    },
    start() {
      stopped = false;
      life = live();
    },
    powerOff() {
      booted = false;
      hangUp();
    },
    moveTo(to) {
      url = to;
    },
    async told() {
      while (queue.length > 0) await sleep(10);
    },
    async stop() {
      stopped = true;
      hangUp();
      await life;
      // It may just have been connecting.
      hangUp();
    },
  };
}
