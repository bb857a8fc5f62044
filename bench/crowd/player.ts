import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../sim/random.ts';
import type { Script } from '../driver.ts';
import { mix16, queued16 } from '../scripts.ts';
import type { BackOff, Bringing, Came, Coming, Report, Riding } from './orders.ts';
import { openWire, Refused, type Wire } from './wire.ts';

/** A station of the crowd: it keeps nothing that it does not need, because there are many. */
interface Player {
  wire: Wire | undefined;
  answered: ((payload: Record<string, unknown> | undefined) => void) | undefined;
}

export interface Crowd {
  come(coming: Coming): Promise<Came>;
  ride(riding: Riding): Promise<Came>;
  bring(bringing: Bringing): Promise<Came>;
  report(): Report;
  leave(): void;
}

const seed = 11;
/** A run ends, whatever is wrong. */
const giveUpMs = 120_000;

/** Plays many stations in one process. */
export function createCrowd(): Crowd {
  const players = new Set<Player>();
  let leaving = false;
  let lost = 0;
  let answered = 0;
  let errors = 0;
  let latencies: number[] = [];
  let stops: number[] = [];

  const open = async (coming: Coming, number: number): Promise<Player> => {
    const player: Player = { wire: undefined, answered: undefined };
    player.wire = await openWire({
      ...coming,
      localAddress: coming.localAddresses[number % coming.localAddresses.length],
      identity: `${coming.prefix}-${number}`,
      protocol: 'ocpp1.6',
      onText: (text) => {
        const [form, , payload] = JSON.parse(text) as [number, string, Record<string, unknown>];
        const hear = player.answered;
        player.answered = undefined;
        if (form === 3 || form === 4) hear?.(form === 3 ? payload : undefined);
      },
      onClose: () => {
        players.delete(player);
        if (!leaving) lost++;
        player.answered?.(undefined);
      },
    });
    players.add(player);
    return player;
  };

  const call = (player: Player, id: string, action: string, payload: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      player.answered = (answer) => (answer === undefined ? reject(new Error('refused or gone')) : resolve(answer));
      player.wire!.send(JSON.stringify([2, id, action, payload]));
    });

  const boot = async (coming: Coming, number: number, tally: Tally): Promise<Player | undefined> => {
    const random = createRandom(seed + number);
    await sleep(random.between(0, coming.withinMs));
    const since = performance.now();
    for (let attempt = 0; performance.now() - since < giveUpMs; attempt++) {
      const player = await tally.slot(() => open(coming, number)).catch((error: unknown) => void tally.refuse(error));
      if (player === undefined) {
        await sleep(1_000 * backOff(coming.backOff, attempt, random.next()));
        tally.retries++;
        continue;
      }
      const { status } = await call(player, 'b', 'BootNotification', {
        chargePointVendor: 'Bench',
        chargePointModel: 'One',
        firmwareVersion: '1.0',
      });
      if (status === 'Accepted') tally.boot(since);
      for (let connector = 1; connector <= coming.connectors; connector++)
        await call(player, `s${connector}`, 'StatusNotification', {
          connectorId: connector,
          status: 'Available',
          errorCode: 'NoError',
        });
      return player;
    }
    return undefined;
  };

  const all = async (coming: Coming, then: (player: Player, number: number) => void): Promise<Came> => {
    const tally = createTally(coming.atOnce);
    const numbers = Array.from({ length: coming.to - coming.from + 1 }, (_, index) => coming.from + index);
    await Promise.all(
      numbers.map(async (number) => {
        const player = await boot(coming, number, tally).catch((error: unknown) => void tally.refuse(error));
        if (player !== undefined) then(player, number);
      }),
    );
    return tally.came();
  };

  const ride = async (player: Player, number: number, { everyMs, card }: Riding): Promise<void> => {
    const script: Script = mix16(card);
    // It has booted already.
    script.next({});
    let answer: Record<string, unknown> = {};
    let due = performance.now() + createRandom(seed - number).between(0, everyMs);
    for (let id = 0; players.has(player); id++, due += everyMs) {
      const next = script.next(answer);
      if (next.done) return;
      const [action, payload] = next.value;
      await sleep(Math.max(0, due - performance.now()));
      try {
        answer = await call(player, `r${id}`, action, payload);
        answered++;
        latencies.push(performance.now() - due);
        if (action === 'StopTransaction') stops.push(performance.now() - due);
      } catch {
        if (leaving) return;
        errors++;
      }
    }
  };

  const bring = async (player: Player, { card, messages, days }: Bringing): Promise<void> => {
    const script: Script = queued16(card, messages, days);
    let answer: Record<string, unknown> = {};
    for (let id = 0; ; id++) {
      const next = script.next(answer);
      if (next.done) return;
      const since = performance.now();
      try {
        answer = await call(player, `q${id}`, ...next.value);
        answered++;
        latencies.push(performance.now() - since);
      } catch {
        // What follows builds on this one.
        errors++;
        return;
      }
    }
  };

  return {
    come: (coming) => all(coming, () => {}),
    ride: (riding) => all(riding, (player, number) => void ride(player, number, riding)),
    async bring(bringing) {
      const began = performance.now();
      const brought: Promise<void>[] = [];
      const came = await all(bringing, (player) => brought.push(bring(player, bringing)));
      await Promise.all(brought);
      return { ...came, seconds: (performance.now() - began) / 1_000 };
    },
    report() {
      const report = { open: players.size, lost, answered, errors, latencies: sorted(latencies), stops: sorted(stops) };
      latencies = [];
      stops = [];
      answered = errors = 0;
      return report;
    },
    leave() {
      leaving = true;
      for (const { wire } of players) wire?.end();
    },
  };
}

const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);

/** Seconds until the next attempt, doubled for each that failed, with a random part of its own (2.0.1 Part 4 section 5.3). */
const backOff = ({ waitMinimum, randomRange, repeatTimes }: BackOff, failed: number, random: number): number =>
  waitMinimum * 2 ** Math.min(failed, repeatTimes) + random * randomRange;

type Tally = ReturnType<typeof createTally>;

function createTally(atOnce: number) {
  const began = performance.now();
  const waits: number[] = [];
  const refused: Record<string, number> = {};
  const queue: (() => void)[] = [];
  let underWay = 0;
  let last = began;
  return {
    retries: 0,
    /** Its turn to be under way. */
    async slot<T>(work: () => Promise<T>): Promise<T> {
      if (underWay >= atOnce) await new Promise<void>((resolve) => queue.push(resolve));
      else underWay++;
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next === undefined) underWay--;
        else next();
      }
    },
    boot(since: number): void {
      last = performance.now();
      waits.push(last - since);
    },
    refuse(error: unknown): void {
      const why = error instanceof Refused ? String(error.status) : 'fault';
      refused[why] = (refused[why] ?? 0) + 1;
    },
    came(): Came {
      return {
        booted: waits.length,
        refused,
        retries: this.retries,
        seconds: (last - began) / 1_000,
        waits: sorted(waits),
      };
    },
  };
}
