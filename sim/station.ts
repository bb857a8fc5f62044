import type { Able, Payload } from './abilities/ability.ts';
import { allowedPower, forgetSession } from './abilities/charging-profiles.ts';
import { abilities } from './abilities/index.ts';
import { listed } from './abilities/local-list.ts';
import { newMemory } from './abilities/memory.ts';
import { watch } from './abilities/monitoring.ts';
import { refusalOf } from './abilities/refuse.ts';
import { takeReservation } from './abilities/reservation.ts';
import { isPlain } from './abilities/trigger.ts';
import { createCharge } from './charge.ts';
import { type Client, connect } from './client.ts';
import type { Call, Fault, Session, Status } from './dialect/dialect.ts';
import { dialects } from './dialect/index.ts';
import { drip, freeze, garbage, type Misbehaviour } from './misbehaviour.ts';
import { answerWish, type Bay } from './obey.ts';
import type { Profile } from './profile.ts';
import { createRandom, seedOf } from './random.ts';
import { standardSettings } from './settings.ts';

export interface SimulationOptions {
  readonly profile: Profile;
  readonly url: string;
  readonly password?: string | undefined;
  readonly cards: readonly string[];
  readonly seed: number;
  /** Seconds between meter values, and how much faster than real time batteries fill. */
  readonly meterSeconds: number;
  readonly pace: number;
  /** Mean pause between sessions of one charge point, seconds. */
  readonly pauseSeconds: number;
  /** Chance of a fault after a session, and of dropping out of the network for a while. */
  readonly faultChance?: number;
  readonly dropChance?: number;
  readonly heartbeatSeconds?: number;
  readonly misbehaviour?: Misbehaviour;
  /** Meter registers to go on from, Wh by point. */
  readonly registers?: readonly number[];
  /** Sessions that ran when an earlier life of this station ended: they go on (1.6 numbers are the server's). */
  readonly sessions?: readonly { readonly point: number; readonly card: string; readonly id: string }[];
  /** How long a step of an update or an upload takes, seconds; default 3. */
  readonly stepSeconds?: number;
  readonly note?: (text: string) => void;
}

export interface Simulation {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A driver plugs in and presents a card at a point (1..n); resolves when the session runs or was refused. */
  plugIn(point: number, card?: string, remoteStartId?: number): Promise<boolean>;
  unplug(point: number, reason?: string): Promise<void>;
  fault(point: number, fault: Fault): Promise<void>;
  repair(point: number): Promise<void>;
  dropOut(seconds: number): void;
  readonly connected: boolean;
  readonly running: readonly number[];
}

const faults: readonly Fault[] = [
  { code: 'GroundFailure', vendorCode: 'E-204', info: 'Residual current above 30 mA' },
  { code: 'ConnectorLockFailure', vendorCode: 'E-117', info: 'Lock did not close' },
  { code: 'OverVoltage', vendorCode: 'E-310', info: 'Input above 253 V' },
  { code: 'HighTemperature', vendorCode: 'E-402', info: 'Coolant above 70 °C' },
];

/** One station that lives: boots, reports, charges, fails, recovers, drops out and obeys. */
export function simulate(options: SimulationOptions): Simulation {
  const { profile, misbehaviour = {}, note = () => {} } = options;
  const dialect = dialects[profile.protocol];
  const random = createRandom(seedOf(profile.identity, options.seed));
  const bays: Bay[] = profile.points.map((_, index) => ({
    number: index + 1,
    status: 'available',
    meterWh: options.registers?.[index] ?? random.whole(40_000, 900_000),
    operative: true,
  }));
  const settings = standardSettings(profile.protocol, bays.length, options.meterSeconds);
  const memory = newMemory(profile.firmware);
  const timers = new Set<NodeJS.Timeout>();
  let bootReason = 'PowerUp';

  let client: Client | undefined;
  let stopped = true;
  let interval: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  const offline: Call[] = [];
  const now = () => Date.now() + (misbehaviour.skewSeconds ?? 0) * 1_000;
  const isTransaction = ([action]: Call) =>
    action === 'StartTransaction' ||
    action === 'StopTransaction' ||
    action === 'MeterValues' ||
    action === 'TransactionEvent';

  /** Sends, or keeps transaction messages for later when there is no connection (as real stations do). */
  async function say(call: Call): Promise<Record<string, unknown> | undefined> {
    if (!client) {
      if (isTransaction(call)) offline.push(call);
      return undefined;
    }
    try {
      const id = `${profile.identity.slice(-8)}-${Math.floor(random.next() * 1e12).toString(36)}`;
      const answer = await client.call(call[0], call[1], id);
      if (misbehaviour.resend && isTransaction(call)) {
        const again = await client.call(call[0], call[1], misbehaviour.resend === 'same-id' ? id : undefined);
        if (JSON.stringify(again) !== JSON.stringify(answer))
          note(`${profile.identity}: the answer to a repeated ${call[0]} differs`);
      }
      return answer;
    } catch (error) {
      if (isTransaction(call)) offline.push(call);
      note(`${profile.identity}: ${call[0]}: ${(error as Error).message}`);
      return undefined;
    }
  }

  const report = (bay: Bay, status: Status, fault?: Fault) => {
    bay.status = status;
    return say(dialect.status(bay.number, status, now(), fault));
  };
  const reading = (bay: Bay) => {
    const silent = profile.points[bay.number - 1]!.silentMeter;
    return {
      at: now(),
      ...(silent ? {} : { meterWh: bay.meterWh, powerW: bay.charge?.powerW ?? 0 }),
      ...(bay.charge && profile.points[bay.number - 1]!.current === 'DC' ? { soc: bay.charge.soc } : {}),
    };
  };

  async function plugIn(point: number, card = random.pick(options.cards), remoteStartId?: number): Promise<boolean> {
    const bay = bays[point - 1];
    if (!bay || bay.session || !bay.operative || bay.status === 'faulted') return false;
    const reservation = takeReservation(able, point, card);
    if (!reservation.allowed) return false;
    // Without a connection only the station's own list can say no (1.6 3.5, 2.0.1 C13).
    if (!client && listed(able, card) === false) return false;
    const session: Session = {
      point,
      card,
      id:
        profile.protocol === 'ocpp1.6'
          ? ''
          : `${profile.identity}-${Math.floor(now() / 1_000).toString(36)}-${random.whole(100, 999)}`,
      seqNo: 0,
      ...(remoteStartId === undefined ? {} : { remoteStartId }),
      ...(reservation.id === undefined ? {} : { reservationId: reservation.id }),
    };
    bay.session = session;
    bay.sessionStart = now();
    await report(bay, 'preparing');
    if (remoteStartId === undefined) {
      const answer = await say(dialect.authorize(card));
      if (answer && !dialect.accepted(answer)) {
        delete bay.session;
        await report(bay, 'available');
        return false;
      }
    }
    bay.charge = createCharge(profile.points[point - 1]!, bay.meterWh, random);
    const answer = await say(dialect.start(session, reading(bay), client === undefined));
    if (answer) dialect.started(session, answer);
    if (answer && profile.protocol === 'ocpp1.6' && !dialect.accepted(answer)) {
      await unplug(point, 'DeAuthorized');
      return false;
    }
    await report(bay, 'charging');
    schedule(bay);
    return true;
  }

  /** A session that an earlier life of this station began. */
  function goOn(point: number, card: string, id: string): void {
    const bay = bays[point - 1];
    if (!bay || bay.session) return;
    bay.session = { point, card, id, seqNo: 1_000 + random.whole(0, 1_000) };
    bay.sessionStart = now();
    bay.charge = createCharge(profile.points[point - 1]!, bay.meterWh, random);
    bay.status = 'charging';
    schedule(bay);
  }

  async function unplug(point: number, reason = 'EVDisconnected'): Promise<void> {
    const bay = bays[point - 1];
    const { session, charge } = bay ?? {};
    if (!bay || !session || !charge) return;
    clearTimeout(bay.timer);
    charge.powerW = 0;
    forgetSession(able, session.id);
    await say(dialect.stop(session, reading(bay), reason, client === undefined));
    delete bay.session;
    delete bay.charge;
    await report(bay, 'finishing');
    await report(bay, bay.operative ? 'available' : 'unavailable');
    idle(bay);
  }

  /** The next meter value of a running session. */
  function schedule(bay: Bay): void {
    if (stopped) return;
    bay.timer = setTimeout(async () => {
      const { charge, session } = bay;
      if (!charge || !session) return;
      charge.step(options.meterSeconds * options.pace, allowedPower(able, bay));
      bay.meterWh = charge.meterWh;
      if (charge.finished) {
        await report(bay, 'suspendedEV');
        await unplug(bay.number);
        return;
      }
      await say(dialect.meter(session, reading(bay), client === undefined));
      if (memory.monitors.size > 0) await watch(able);
      if (misbehaviour.offlineSeconds && random.chance(0.2)) dropOut(misbehaviour.offlineSeconds);
      schedule(bay);
    }, options.meterSeconds * 1_000);
  }

  /** The pause until the next driver comes, with a fault or an outage now and then. */
  function idle(bay: Bay): void {
    if (stopped) return;
    clearTimeout(bay.timer);
    bay.timer = setTimeout(
      async () => {
        if (bay.status === 'faulted') await repair(bay.number);
        else if (random.chance(options.faultChance ?? 0)) await fault(bay.number, random.pick(faults));
        else if (random.chance(options.dropChance ?? 0)) dropOut(random.between(20, 90));
        else if (await plugIn(bay.number)) return;
        if (!bay.session) idle(bay);
      },
      random.between(0.3, 1.7) * options.pauseSeconds * 1_000,
    );
  }

  async function fault(point: number, what: Fault): Promise<void> {
    const bay = bays[point - 1]!;
    bay.fault = what;
    await report(bay, 'faulted', what);
    if (profile.protocol !== 'ocpp1.6') await say(dialect.status(point, 'faulted', now()));
  }

  async function repair(point: number): Promise<void> {
    const bay = bays[point - 1]!;
    const over = bay.fault && dialect.cleared(point, now(), bay.fault);
    delete bay.fault;
    if (over) await say(over);
    await report(bay, 'available');
  }

  function dropOut(seconds: number): void {
    clearTimeout(retry);
    client?.terminate();
    client = undefined;
    retry = setTimeout(() => void open(), seconds * 1_000);
  }

  const able: Able = {
    profile,
    bays,
    settings,
    memory,
    random,
    now,
    say,
    report,
    later(milliseconds, work) {
      const timer = setTimeout(async () => {
        timers.delete(timer);
        if (stopped) return;
        try {
          await work();
        } catch (error) {
          note(`${profile.identity}: ${(error as Error).message}`);
        }
      }, milliseconds);
      timers.add(timer);
      return timer;
    },
    stepMs: (options.stepSeconds ?? 3) * 1_000,
    restartWith(firmware) {
      memory.firmware = firmware;
      restart('FirmwareUpdate');
    },
    offlineMessages: () => offline.length,
  };

  const obey = (action: string, call: Payload): Payload | undefined | Promise<Payload | undefined> => {
    const { refuse, unknown } = misbehaviour;
    if (unknown?.includes(action)) return undefined;
    if (refuse === 'all' || refuse?.includes(action)) return refusalOf(action, call);
    const ability = abilities[profile.protocol][action];
    if (ability && !(/TriggerMessage$/.test(action) && isPlain(call.requestedMessage))) return ability(call, able);
    const wish = dialect.understand(action === 'ExtendedTriggerMessage' ? 'TriggerMessage' : action, call);
    return (
      wish &&
      answerWish(wish, {
        bays,
        settings,
        report,
        plugIn,
        unplug,
        boot,
        restart: () => restart('RemoteReset'),
        beat: () => say(dialect.heartbeat()),
        meter: async (bay) => bay.session && say(dialect.meter(bay.session, reading(bay), false)),
      })
    );
  };
  const restart = (reason: string) => {
    booted = false;
    bootReason = reason;
    dropOut(0.5);
  };

  let booted = false;
  let heartbeat = options.heartbeatSeconds ?? 60;
  async function boot(reason: string): Promise<boolean> {
    const answer = await say(dialect.boot(profile, reason, memory.firmware));
    if (typeof answer?.interval === 'number' && answer.interval > 0 && options.heartbeatSeconds === undefined)
      heartbeat = answer.interval;
    return answer?.status === 'Accepted';
  }

  let opening: Promise<void> = Promise.resolve();
  function open(): Promise<void> {
    opening = dial();
    return opening;
  }

  async function dial(): Promise<void> {
    if (stopped) return;
    try {
      client = await connect({
        url: options.url,
        identity: profile.identity,
        password: options.password,
        protocol: profile.protocol,
        onCall: obey,
        onClose: (code) => {
          client = undefined;
          clearInterval(interval);
          note(`${profile.identity}: connection closed (${code})`);
          if (!stopped) {
            clearTimeout(retry);
            retry = setTimeout(() => void open(), random.between(500, 3_000));
          }
        },
      });
    } catch (error) {
      note(`${profile.identity}: ${(error as Error).message}`);
      client = undefined;
      if (!stopped) retry = setTimeout(() => void open(), random.between(1_000, 5_000));
      return;
    }
    // Stopped while it was connecting: whoever stopped it waits for this.
    if (stopped) {
      client.close(1000, 'simulation ends');
      client = undefined;
      return;
    }
    if (misbehaviour.dripMs) drip(client.socket, misbehaviour.dripMs);
    if (misbehaviour.freezeAfterSeconds) {
      const { socket } = client;
      setTimeout(() => freeze(socket), misbehaviour.freezeAfterSeconds * 1_000);
    }
    // Boot once per power-up, not per reconnect (2.0.1 B01, 1.6 4.2); then what happened meanwhile, in order.
    if (!booted) {
      booted = await boot(bootReason);
      if (stopped) return;
      if (!booted) {
        retry = setTimeout(() => client?.close(1000, 'boot again later'), Math.min(heartbeat, 10) * 1_000);
        return;
      }
      for (const bay of bays) await report(bay, bay.session ? 'charging' : bay.operative ? bay.status : 'unavailable');
    }
    for (const call of offline.splice(0)) {
      const answer = await say(profile.protocol === 'ocpp1.6' ? call : [call[0], { ...call[1], offline: true }]);
      const bay = bays.find((one) => one.number === call[1].connectorId);
      if (answer && call[0] === 'StartTransaction' && bay?.session) dialect.started(bay.session, answer);
    }
    if (stopped) return;
    clearInterval(interval);
    interval = setInterval(() => void say(dialect.heartbeat()), heartbeat * 1_000);
    if (misbehaviour.garbageSeconds) {
      const timer = setInterval(() => client?.raw(random.pick(garbage)), misbehaviour.garbageSeconds * 1_000);
      client.socket.once('close', () => clearInterval(timer));
    }
  }

  return {
    get connected() {
      return client !== undefined;
    },
    get running() {
      return bays.filter((bay) => bay.session).map((bay) => bay.number);
    },
    async start() {
      stopped = false;
      for (const { point, card, id } of options.sessions ?? []) goOn(point, card, id);
      await open();
      for (const bay of bays) if (!bay.session) idle(bay);
    },
    async stop() {
      stopped = true;
      clearInterval(interval);
      clearTimeout(retry);
      for (const bay of bays) clearTimeout(bay.timer);
      for (const timer of timers) clearTimeout(timer);
      for (const work of [memory.firmwareWork, memory.logWork]) if (work) work.cancelled = true;
      client?.close(1000, 'simulation ends');
      await opening;
    },
    plugIn,
    unplug,
    fault,
    repair,
    dropOut,
  };
}
