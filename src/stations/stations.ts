import { setTimeout as sleep } from 'node:timers/promises';
import { certificateProven } from '../domain/certificate.ts';
import { decideConnected, decideDisconnected } from '../domain/command.ts';
import type { EndingReason } from '../domain/connection.ts';
import type { DecidedFact } from '../domain/decide.ts';
import type { RefusalCause } from '../domain/facts.ts';
import { passwordProven } from '../domain/password.ts';
import type {
  Ask,
  AskReply,
  ConnectionAttempt,
  Desk,
  Ending,
  Link,
  Opening,
  Seat,
  StationKey,
} from '../domain/ports.ts';
import { nextReservationDue } from '../domain/reservation.ts';
import { contactOf } from '../domain/silence.ts';
import type { OpenConnection, StationState } from '../domain/state.ts';
import { profileRaised } from '../domain/station.ts';
import { isFailure } from '../lib/errors.ts';
import { second } from '../lib/time.ts';
import type { LiveRow } from '../storage/live-flush.ts';
import { createAdmission } from './admission.ts';
import { createBackOff } from './back-off.ts';
import { createBlocks } from './blocks.ts';
import { hastenBoot, noteCertificateEnd, waitsForNothing } from './care.ts';
import { change, unproven } from './changes.ts';
import { defaultStationsSettings, nameOf, type StationsContext, type StationsSettings } from './context.ts';
import { Deadlines } from './deadlines.ts';
import { giveUp, persist, takeOver } from './handover.ts';
import { createLane } from './lane.ts';
import { heardAt, liveRows, liveValues } from './live.ts';
import { createNeighbours } from './neighbours.ts';
import { createOrders } from './orders.ts';
import { createRefusals, recordRefusal } from './refusals.ts';
import { createRenewal } from './renewal.ts';
import { type SeatEnds, StationSeat } from './seat.ts';
import { type Held, Station } from './station.ts';
import { type TidyOptions, tidy, tidyAfterOthers } from './tidy.ts';
import { createTurns } from './turns.ts';
import { grant } from './wishes.ts';

const flooding: EndingReason = 'rate';

/** Late messages that are heard side by side: enough to keep the database busy, too few to be in the way of the others. */
const mostLate = 8;

/** Refused strangers that are looked up side by side; beyond, they are only counted. */
const mostLooking = 20;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface StationsOptions extends Omit<StationsContext, 'settings' | 'turns' | 'late'> {
  readonly settings?: Partial<StationsSettings>;
}

export interface Stations {
  readonly desk: Desk;
  /** What consoles ask about a station; given to the bus. */
  answer(key: StationKey, question: Ask): Promise<AskReply>;
  /** What moved since it was last asked, for storage/live-flush.ts. */
  collectLive(): readonly LiveRow[];
  /** How many are in memory, and how many of them are connected. */
  report(): { readonly held: number; readonly connected: number };
  /** A TLS handshake failed: listed at the station that is known to be at this address, if it is the only one (A00.FR.323). */
  handshakeFailed(address: string, reason: string): void;
  /** Whether this node has a station's state, as far as it knows. */
  holds(key: StationKey): boolean;
  /** A timed work for the whole cluster: what nodes that are gone left behind. */
  tidyAfterOthers(signal: AbortSignal): Promise<void>;
  /** The others have declared this node gone: everything it holds is another's, or will be. */
  loseAll(): void;
  start(): Promise<void>;
  /** Waits for the steps under way. Connections are the gateway's to end, before. */
  stop(): Promise<void>;
}

/** The stations that this node holds: who may come in, what their messages lead to, and what is asked of them. */
export function createStations(options: StationsOptions): Stations {
  const settings = { ...defaultStationsSettings, ...options.settings };
  const context: StationsContext = {
    ...options,
    settings,
    turns: createTurns(),
    late: createLane(mostLate),
    onAsked: (station, ids) =>
      setImmediate(() => {
        watchCommands(station);
        orders.sendOwn(station, ids);
      }),
  };
  const { clock, log, store, node, bus } = context;
  const stations = new Map<string, Station>();
  const withCommands = new Map<Station, Deadlines>();
  let moved = new Set<Station>();
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let ticks = 0;

  const stationOf = (key: StationKey): Station => {
    const name = nameOf(key);
    let station = stations.get(name);
    if (station === undefined) {
      station = new Station({ operatorId: key.operatorId, stationId: key.stationId }, context);
      stations.set(name, station);
    }
    return station;
  };

  const blocks = createBlocks(context);
  const judgeNewcomer = createAdmission(context);
  const admit: Desk['admit'] = async (attempt) => {
    const admission = await judgeNewcomer(attempt);
    if (!admission.admitted || !admission.adopted) return admission;
    return (await blocks.judge(stationOf(admission.key))) ?? admission;
  };
  const refusals = createRefusals(context);
  const orders = createOrders(context);
  const neighbours = createNeighbours();
  const renewal = createRenewal(context, orders);
  const backOff = createBackOff(context, orders);

  // Connections ---------------------------------------------------------------------------------------------------

  /** The end of a connection that nobody saw: this node was killed (CON-2), or another one was. */
  const unseenEnd = async (
    station: Station,
    { id, node: of }: { readonly id: string; readonly node: string },
  ): Promise<DecidedFact | undefined> => {
    const life = await store.lifeOf(station.key, id);
    if (life === undefined) return undefined;
    const { lastKnownAt, ...counts } = life;
    const ours = of === node;
    return {
      at: lastKnownAt,
      body: {
        type: 'station.disconnected',
        connectionId: id,
        code: ours ? '0001' : '0000',
        side: ours ? 'broker' : 'unknown',
        reason: ours ? 'serverRestart' : 'lost',
        ...counts,
      },
    };
  };

  /** Commands that were sent over it may or may not have been done. */
  const leave = async (station: Station, state: StationState, connection: OpenConnection): Promise<void> => {
    const end = await unseenEnd(station, connection);
    const now = clock.now();
    const lost = decideDisconnected(state, connection.node === node ? 'connection.lost' : 'node.lost', now);
    if (end !== undefined) await station.record(state, [end, ...lost], { receivedAt: now });
  };

  const open = (key: StationKey, opening: Opening, link: Link): Promise<Seat> =>
    persist(async () => {
      const station = stationOf(key);
      const former = await takeOver(context, station, opening, link);
      return seatAt(station, former === undefined ? opening : { ...opening, replacing: former }, link);
    });

  const seatAt = async (station: Station, opening: Opening, link: Link): Promise<Seat> => {
    const { key } = station;
    const { proof } = opening;
    const held: Held = {
      connectionId: opening.connectionId,
      link,
      unproven: opening.proven === false,
      certificateName: proof?.certificate?.name,
      since: clock.monotonic(),
    };
    const waiting = await station.step(async (state) => {
      const former = state.connection;
      if (former !== undefined && former.id !== station.held?.connectionId) await leave(station, state, former);
      const replacing = opening.replacing ?? state.connection?.id;
      const now = clock.now();
      const connected = {
        at: opening.at,
        body: {
          type: 'station.connected',
          connectionId: opening.connectionId,
          protocol: opening.protocol,
          address: opening.address,
          node,
          securityProfile: opening.securityProfile,
          ...(opening.tls !== undefined && { tls: opening.tls }),
          ...(replacing !== undefined && { replacing }),
          ...(proof !== undefined && { proof }),
        },
      } as const;
      const certain = [...passwordProven(state, proof, now), ...certificateProven(state, proof, now)];
      const raised = opening.proven === true ? profileRaised(state, opening) : [];
      const { facts, send } = decideConnected(state, now);
      await station.record(state, [connected, ...certain, ...raised, ...facts], { receivedAt: opening.at });
      station.held = held;
      station.lastMessageAt = opening.at;
      station.heardSince = clock.monotonic();
      moved.add(station);
      // Let in while it had no password yet, and given one before it was seated.
      const { passwordHash, unauthenticatedAllowed } = state.master;
      if (held.unproven && passwordHash !== undefined && !unauthenticatedAllowed) link.close(1008, unproven);
      return send
        .map(({ id }) => state.commands[id])
        .filter((record) => record !== undefined)
        .map((record) => ({ ...record }));
    });
    watchCommands(station);
    if (proof?.certificate !== undefined)
      await context.certificates
        ?.used(key, proof.certificate.fingerprint, opening.at)
        .catch((error) => log.warn({ err: error, station: key }, 'The use of a certificate could not be noted'));
    if (waiting.length > 0)
      void orders
        .send(station, waiting)
        .catch((error) => log.error({ err: error, station: key }, 'Waiting commands could not be sent'));
    return new StationSeat(station, held, seats, clock);
  };

  /** The end is written down even when the database is away for a while: until then the station would seem connected. */
  const close = async (station: Station, held: Held, ending: Ending): Promise<void> => {
    const { at, ...how } = ending;
    const durationMs = Math.round(clock.monotonic() - held.since);
    // Whoever has the station now has written it down.
    if (held.lost) return;
    if (station.held === held) station.held = undefined;
    moved.add(station);
    for (let wait = 100; ; wait = Math.min(wait * 2, 5 * second)) {
      try {
        await station.step(async (state) => {
          const cause = ending.reason === 'replaced' ? 'connection.replaced' : 'connection.lost';
          const end = {
            at,
            body: { type: 'station.disconnected', connectionId: held.connectionId, durationMs, ...how },
          } as const;
          // C-05: a late end must not touch what the new connection has under way.
          const lost = station.held === undefined ? decideDisconnected(state, cause, clock.now()) : [];
          const flooded = ending.side === 'broker' && ending.reason === flooding ? [blocks.fact('flood')] : [];
          await station.record(state, [end, ...lost, ...flooded], { receivedAt: at });
        });
        return;
      } catch (error) {
        if (isFailure(error, 'station.elsewhere')) return;
        if (stopping || !isFailure(error) || error.id === 'thing.unknown') throw error;
        await sleep(wait);
      }
    }
  };

  const tidying: TidyOptions = {
    context,
    stationOf,
    unseenEnd,
    watchCommands: (station) => watchCommands(station),
    stopping: () => stopping,
  };
  const seats: SeatEnds = {
    moved: (station) => moved.add(station),
    answered(station, held, message) {
      renewal.answered(station, held, message);
      backOff.answered(station, held, message);
    },
    close,
  };

  let looking = 0;
  /** Refused before anybody asked who it is: listed where the station exists, and nothing is made where it does not (S-03). */
  const noteIfKnown = (attempt: ConnectionAttempt, cause: RefusalCause, protocol: string | undefined): void => {
    if (looking >= mostLooking) return;
    looking++;
    store
      .operator(attempt.operator)
      .then((operatorId) => (operatorId === undefined ? undefined : store.find(operatorId, attempt.identity)))
      .then((known) => {
        if (known !== undefined && !stopping)
          refusals.note({ operatorId: known.operatorId, stationId: known.stationId }, attempt, cause, protocol);
      })
      .catch((error) => log.warn({ err: error }, 'A refused connection could not be noted'))
      .finally(() => {
        looking--;
      });
  };

  // Time ----------------------------------------------------------------------------------------------------------

  const watchCommands = (station: Station): void => {
    if (station.state === undefined) return;
    const deadlines = withCommands.get(station) ?? new Deadlines(clock);
    const reserved = nextReservationDue(station.state) !== undefined;
    if (deadlines.watch(station.state) || reserved) withCommands.set(station, deadlines);
    else withCommands.delete(station);
  };

  const tick = async (): Promise<void> => {
    await refusals.tick();
    const now = clock.now();
    for (const [station, deadlines] of withCommands) {
      watchCommands(station);
      // A reservation ends at a time of day: the wall clock's.
      const reservation = station.state && nextReservationDue(station.state);
      if (deadlines.anyDue || (reservation !== undefined && reservation <= now))
        await orders.overdue(station, deadlines.isDue);
    }
    if (++ticks % 5 === 0) sweep(now, await store.patience());
  };

  /** Tells consoles of stations that have fallen silent (INF-3), and forgets those that are gone. */
  const sweep = (now: number, patience: ReadonlyMap<number, number>): void => {
    const forgotten = clock.monotonic() - settings.forgetMs;
    // One question, asked anew of each: there are tens of thousands of them every few seconds.
    const asked: Mutable<Parameters<typeof contactOf>[0]> = { connected: true, fleetPendingAfterSeconds: 0, now };
    for (const [name, station] of stations) {
      const { state } = station;
      if (station.held === undefined) {
        const idle =
          station.steps === 0 && station.idleSince < forgotten && !withCommands.has(station) && !moved.has(station);
        if (idle) stations.delete(name);
        continue;
      }
      if (waitsForNothing(context, station))
        hastenBoot(context, orders, station).catch((error) =>
          log.warn({ err: error, station: station.key }, 'A waiting station could not be asked to boot'),
        );
      if (station.silent || state === undefined) continue;
      asked.connectedSince = state.connection?.since;
      asked.lastMessageAt = heardAt(station, clock);
      asked.pendingAfterSeconds = state.master.pendingAfterSeconds;
      asked.fleetPendingAfterSeconds = patience.get(station.key.operatorId) ?? settings.pendingAfterSeconds;
      if (contactOf(asked) !== 'pending') continue;
      station.silent = true;
      bus.publish({ key: station.key, facts: [], frames: [] });
    }
  };

  const answer = async (key: StationKey, question: Ask): Promise<AskReply> => {
    const station = stationOf(key);
    switch (question.kind) {
      case 'command': {
        const reply = await orders.ask(station, question).catch((error: unknown): AskReply => {
          if (isFailure(error, 'thing.unknown'))
            return { kind: 'refused', reason: 'thing.unknown', detail: error.detail };
          throw error;
        });
        watchCommands(station);
        return reply;
      }
      case 'changePassword': {
        const reply = await orders.changePassword(station, question);
        watchCommands(station);
        return reply;
      }
      case 'change':
        return change(context, station, question);
      case 'live': {
        const live = liveValues(station, clock);
        if (live.lastMessageAt !== undefined) return { kind: 'live', live };
        const lastMessageAt = await store.lastHeard(key);
        return { kind: 'live', live: { ...live, ...(lastMessageAt !== undefined && { lastMessageAt }) } };
      }
      case 'disconnect':
      case 'switch':
      case 'cancel':
        return grant(context, station, question);
      case 'yield':
        return giveUp(context, station, question.newcomer);
      case 'refusal':
        return recordRefusal(station, question, clock.now());
      case 'block':
        return blocks.block(station, question.cause);
      case 'certificateEnds':
        await noteCertificateEnd(context, station, question.notAfter);
        return { kind: 'done' };
      case 'tend':
        // In memory it is watched like those that have a connection.
        await station.step(async () => {});
        watchCommands(station);
        return { kind: 'done' };
    }
  };

  return {
    desk: {
      get pressure() {
        return context.writer.pressure;
      },
      get away() {
        return context.writer.reachable === false;
      },
      admit: async (attempt) => {
        const admission = await admit(attempt);
        if (admission.admitted && admission.proven) neighbours.note(attempt.address, admission.key, attempt.identity);
        return admission;
      },
      refused(key, attempt, cause, protocol) {
        if (stopping) return;
        if (key !== undefined) refusals.note(key, attempt, cause, protocol);
        else if (cause === 'protocol.unknown') noteIfKnown(attempt, cause, protocol);
      },
      quarantine(key, sick) {
        context
          .keepSick?.(key, sick)
          .catch((err) => log.error({ err, station: key }, 'A message could not be set aside'));
      },
      open,
    },
    answer,
    handshakeFailed(address, reason) {
      const at = clock.now();
      const known = neighbours.only(address);
      if (known === undefined || stopping) return;
      const { key, identity } = known;
      refusals.note(
        key,
        { connectionId: context.newId(at), identity, address, secure: true, at },
        'tls.failed',
        reason,
      );
    },
    collectLive() {
      const these = moved;
      moved = new Set();
      return liveRows(these);
    },
    report() {
      let connected = 0;
      for (const { held } of stations.values()) if (held !== undefined) connected++;
      return { held: stations.size, connected };
    },
    async start() {
      let ticking = false;
      timer = setInterval(() => {
        if (ticking) return;
        ticking = true;
        tick()
          .catch((error) => log.warn({ err: error }, 'What is due at stations could not be done'))
          .finally(() => {
            ticking = false;
          });
      }, second).unref();
      await tidy(tidying);
    },
    holds: (key) => stations.get(nameOf(key))?.owned === true,
    tidyAfterOthers: (signal) => tidyAfterOthers(tidying, signal),
    loseAll() {
      for (const station of stations.values()) station.lose();
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      await refusals.tick().catch(() => {});
      const until = clock.monotonic() + 10 * second;
      while ([...stations.values()].some(({ steps }) => steps > 0) && clock.monotonic() < until) await sleep(5);
    },
  };
}
