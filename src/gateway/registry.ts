import { judgeContest, judgeSecond } from '../domain/connection.ts';
import type { ConnectionAttempt, Newcomer, Opening, StationKey } from '../domain/ports.ts';
import { isFailure } from '../lib/errors.ts';
import type { GatewayContext } from './context.ts';
import { byUs } from './endings.ts';
import { proveAlive } from './proof.ts';
import type { StationSocket } from './socket.ts';
import { within } from './within.ts';

/** Two connections for one station: the holder has been asked for a sign of life; of the challenger nothing is executed yet. */
interface Contest {
  readonly holder: StationSocket;
  readonly word: string;
  readonly timer: NodeJS.Timeout;
  challenger: StationSocket;
  attempt: ConnectionAttempt;
}

/**
 * Which connection speaks for which station on this node: one at a time. The token of a place is the socket object
 * itself: an ending that arrives late finds another socket in its place and touches nothing (C-05).
 */
export class Registry {
  readonly #context: GatewayContext;
  readonly #holders = new Map<string, StationSocket>();
  /** How many of them each operator has. */
  readonly #counts = new Map<number, number>();
  readonly #contests = new Map<string, Contest>();
  /** Endings that the desk has not noted yet: the next connection of that station opens after them. */
  readonly #leaving = new Map<string, Promise<void>>();
  /** Holders that prove themselves against a connection on another node; called when they end. */
  readonly #proving = new Map<string, () => void>();
  #contestCount = 0;

  constructor(context: GatewayContext) {
    this.#context = context;
  }

  sockets(): IterableIterator<StationSocket> {
    return this.#holders.values();
  }

  get size(): number {
    return this.#holders.size;
  }

  challengers(): StationSocket[] {
    return [...this.#contests.values()].map((contest) => contest.challenger);
  }

  /** Settles when every ending so far is noted at the desk. */
  async departed(): Promise<void> {
    await Promise.allSettled(this.#leaving.values());
  }

  /** May another connection of this operator come in? One that would take its own station's place is none more (C-08). */
  hasRoom(key: StationKey): boolean {
    const count = this.#counts.get(key.operatorId) ?? 0;
    return count < this.#context.settings.connectionsPerOperator || this.#holders.has(placeOf(key));
  }

  /** A new connection claims to be its station. */
  claim(socket: StationSocket, attempt: ConnectionAttempt): void {
    const place = placeOf(socket.key);
    const holder = this.#holders.get(place);
    if (holder === undefined) {
      this.#holders.set(place, socket);
      this.#count(socket.key, 1);
      this.#open(socket, attempt);
    } else if (this.#proving.has(place)) {
      // Three at once: one on another node was first to ask.
      this.#turnAway(socket, attempt, 'another connection of this station is alive');
    } else if (
      holder.yields(socket.claimant) ||
      judgeSecond(holder.claimant, socket.claimant, holder.recentTakeovers()) === 'replace'
    ) {
      const contest = this.#contests.get(place);
      if (contest !== undefined) this.#refuse(contest);
      this.#replace(holder, socket, attempt, 'close');
    } else {
      this.#contest(place, holder, socket, attempt);
    }
  }

  /** A connection on another node wants this place: by the same rules it gets it, or the holder here proves that it lives (C-07). */
  async yieldPlace(
    key: StationKey,
    newcomer: Newcomer,
  ): Promise<{ readonly yielded: boolean; readonly connectionId?: string; readonly takeovers: number }> {
    const place = placeOf(key);
    const holder = this.#holders.get(place);
    if (holder !== undefined) {
      if (this.#contests.has(place) || this.#proving.has(place)) return { yielded: false, takeovers: 0 };
      const judged = holder.yields(newcomer)
        ? 'replace'
        : judgeSecond(holder.claimant, newcomer, holder.recentTakeovers());
      if (judged === 'contest' && (await this.#proves(place, holder))) {
        this.#context.counters.takeovers.refused++;
        return { yielded: false, takeovers: 0 };
      }
      this.#context.counters.takeovers.replaced++;
      const [code, how] = judged === 'replace' ? ([1008, 'close'] as const) : ([1006, 'terminate'] as const);
      holder.end(byUs(code, 'replaced'), how, 'replaced by a new connection');
    }
    const leaving = this.#leaving.get(place);
    if (leaving !== undefined)
      await within(leaving, this.#context.settings.deskTimeoutMs, 'The end of the connection').catch(() => undefined);
    if (this.#holders.has(place)) return { yielded: false, takeovers: 0 };
    return holder === undefined
      ? { yielded: true, takeovers: 0 }
      : { yielded: true, connectionId: holder.connectionId, takeovers: holder.recentTakeovers() + 1 };
  }

  async #proves(place: string, holder: StationSocket): Promise<boolean> {
    const word = `contest ${++this.#contestCount}`;
    const alive = await proveAlive(holder, word, this.#context.settings.contestMs, (gone) =>
      this.#proving.set(place, gone),
    );
    this.#proving.delete(place);
    return judgeContest(alive) === 'refuse';
  }

  /** A connection ended, by itself or by us. */
  readonly ended = (socket: StationSocket, closed: Promise<void>): void => {
    const place = placeOf(socket.key);
    const leaving = closed.finally(() => {
      if (this.#leaving.get(place) === leaving) this.#leaving.delete(place);
    });
    this.#leaving.set(place, leaving);
    if (this.#holders.get(place) === socket) {
      this.#holders.delete(place);
      this.#count(socket.key, -1);
      this.#proving.get(place)?.();
    }
    const contest = this.#contests.get(place);
    if (contest?.challenger === socket) this.#close(contest);
    else if (contest?.holder === socket) {
      this.#close(contest);
      this.#holders.set(place, contest.challenger);
      this.#count(socket.key, 1);
      this.#open(contest.challenger, contest.attempt);
    }
  };

  #count({ operatorId }: StationKey, more: 1 | -1): void {
    const count = (this.#counts.get(operatorId) ?? 0) + more;
    if (count > 0) this.#counts.set(operatorId, count);
    else this.#counts.delete(operatorId);
  }

  #replace(holder: StationSocket, next: StationSocket, attempt: ConnectionAttempt, how: 'close' | 'terminate'): void {
    this.#context.counters.takeovers.replaced++;
    next.takeOverFrom(holder);
    this.#holders.set(placeOf(next.key), next);
    // A close frame cannot reach a connection that is dead: its code is the one the other side would see.
    const code = how === 'close' ? 1008 : 1006;
    holder.end(byUs(code, 'replaced'), how, 'replaced by a new connection');
    this.#open(next, attempt);
  }

  #contest(place: string, holder: StationSocket, challenger: StationSocket, attempt: ConnectionAttempt): void {
    challenger.enter('contending');
    const running = this.#contests.get(place);
    if (running !== undefined) {
      // The newest challenger takes the older one's place, within the time already running.
      const older = { challenger: running.challenger, attempt: running.attempt };
      running.challenger = challenger;
      running.attempt = attempt;
      this.#turnAway(older.challenger, older.attempt, 'replaced by a new connection');
      return;
    }
    const word = `contest ${++this.#contestCount}`;
    const timer = setTimeout(() => this.#settle(contest, false), this.#context.settings.contestMs);
    const contest: Contest = { holder, challenger, attempt, word, timer };
    this.#contests.set(place, contest);
    holder.onProof = (proof) => {
      if (proof === undefined || proof === word) this.#settle(contest, true);
    };
    holder.onYield = () => {
      if (holder.yields(contest.challenger.claimant)) this.#settle(contest, false);
    };
    holder.challenge(word);
  }

  #settle(contest: Contest, holderAlive: boolean): void {
    if (judgeContest(holderAlive) === 'refuse') this.#refuse(contest);
    else {
      this.#close(contest);
      // A holder that lives is told; one that does not would keep its socket for the time of a close.
      const how = contest.holder.yields(contest.challenger.claimant) ? 'close' : 'terminate';
      this.#replace(contest.holder, contest.challenger, contest.attempt, how);
    }
  }

  #refuse(contest: Contest): void {
    this.#close(contest);
    this.#turnAway(contest.challenger, contest.attempt, 'another connection of this station is alive');
  }

  #turnAway(challenger: StationSocket, attempt: ConnectionAttempt, words: string): void {
    const { desk, counters } = this.#context;
    counters.takeovers.refused++;
    desk.refused(challenger.key, attempt, 'second.connection', challenger.protocol);
    challenger.end(byUs(1008, 'secondConnection'), 'close', words);
  }

  #close(contest: Contest): void {
    clearTimeout(contest.timer);
    this.#contests.delete(placeOf(contest.holder.key));
    contest.holder.unchallenge();
  }

  #open(socket: StationSocket, attempt: ConnectionAttempt): void {
    socket.enter('opening');
    socket.opening = this.#seat(socket, attempt).finally(() => {
      socket.opening = undefined;
    });
  }

  async #seat(socket: StationSocket, attempt: ConnectionAttempt): Promise<void> {
    const { desk, clock, log, settings } = this.#context;
    const opening: Opening = {
      connectionId: socket.connectionId,
      protocol: socket.protocol,
      address: socket.claimant.address,
      securityProfile: socket.claimant.securityProfile,
      at: clock.now(),
      ...(socket.claimant.proven === undefined ? {} : { proven: socket.claimant.proven }),
      ...(socket.claimant.proof === undefined ? {} : { proof: socket.claimant.proof }),
      ...(socket.claimant.credential === undefined ? {} : { credential: socket.claimant.credential }),
      ...(socket.tls === undefined ? {} : { tls: socket.tls }),
      ...(socket.replacing === undefined ? {} : { replacing: socket.replacing }),
    };
    try {
      const leaving = this.#leaving.get(placeOf(socket.key));
      if (leaving !== undefined)
        await within(leaving, settings.deskTimeoutMs, 'The end of the former connection').catch(() => undefined);
      if (socket.ended) return;
      const seated = desk.open(socket.key, opening, socket);
      const seat = await within(seated, settings.deskTimeoutMs, 'Opening the station').catch((error: unknown) => {
        // A seat that comes after we gave up is given back.
        seated.then((late) => socket.leave(late)).catch(() => undefined);
        throw error;
      });
      if (socket.ended) await socket.leave(seat);
      else socket.seated(seat);
    } catch (error) {
      if (isFailure(error, 'second.connection')) {
        this.#turnAway(socket, attempt, 'another connection of this station is alive');
        return;
      }
      const known = isFailure(error);
      log[known ? 'warn' : 'error']({ err: error, connection: socket.connectionId }, 'a station could not be opened');
      // It never had a seat: nobody else tells of it in the Connection history.
      if (!socket.ended) desk.refused(socket.key, attempt, 'server.fault', socket.protocol);
      socket.end(byUs(1011, 'internal'), 'close', 'The server cannot take this connection now');
    }
  }
}

const placeOf = (key: StationKey): string => `${key.operatorId}.${key.stationId}`;
