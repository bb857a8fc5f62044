import type { Protocol } from '../../sim/profile.ts';
import type { Json } from '../console.ts';
import { type Flow, type KnownStation, startFlow } from '../flow.ts';
import { type Wire, type WireOptions, wire } from '../flow-station.ts';
import { until } from '../until.ts';

/** What a station under test says to a call of the server: a payload, or a function of the call's. */
export type Reply = Json | ((payload: Json) => Json);

/** A station in the hands of a test: it says what it is told to and answers calls from its script. */
export interface Conforming extends KnownStation {
  readonly protocol: Protocol;
  readonly wire: Wire;
  /** Calls a message and gives the payload of the answer; a CALLERROR rejects. */
  say(action: string, payload: Json): Promise<Json>;
  /** From here on calls of this action are answered so. */
  answers(action: string, reply: Reply): void;
  /** The payloads the server sent with this action. */
  asked(action: string): Json[];
  /** Gives a command through the API; its life is read by `life`. */
  command(kind: string, body?: Json): Promise<string>;
  life(commandId: string): Promise<Json>;
  /** Waits until the command is in this state, and gives its life. */
  reaches(commandId: string, state: string): Promise<Json>;
  /** Charge logs, the newest first. */
  sessions(): Promise<Json[]>;
  /** Connects again, as after a power failure. */
  again(): Promise<Conforming>;
}

/** The product with an operator, stations of two charge points that have booted, and one card that may charge. */
export interface Bench {
  readonly flow: Flow;
  readonly card: string;
  station(protocol: Protocol, options?: WireOptions): Promise<Conforming>;
  stop(): Promise<void>;
}

export const iso = (agoMs = 0): string => new Date(Date.now() - agoMs).toISOString();

const boot16 = { chargePointVendor: 'Voltyard', chargePointModel: 'Test' };
const boot2 = { reason: 'PowerUp', chargingStation: { vendorName: 'Voltyard', model: 'Test' } };

export async function startBench(environment: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const flow = await startFlow(environment);
  const card = 'C0DE0001';
  await flow.call('POST', '/cards', { number: card, concurrentAllowed: true });

  const seat = async (known: KnownStation, protocol: Protocol, options: WireOptions): Promise<Conforming> => {
    const replies = new Map<string, Reply>();
    const connection = await wire(flow.ocpp, known, protocol, {
      ...options,
      onCall: (action, payload) => {
        const reply = replies.get(action);
        return typeof reply === 'function' ? reply(payload) : reply;
      },
    });
    const path = `/stations/${known.stationId}`;
    const self: Conforming = {
      ...known,
      protocol,
      wire: connection,
      say: (action, payload) => connection.ask([action, payload]),
      answers: (action, reply) => void replies.set(action, reply),
      asked: (action) => connection.called.filter((one) => one.action === action).map(({ payload }) => payload),
      command: async (kind, body = {}) => (await flow.call('POST', `${path}/commands/${kind}`, body)).commandId,
      life: (commandId) => flow.call('GET', `${path}/commands/${commandId}`),
      reaches: (commandId, state) =>
        until(async () => {
          const life = await self.life(commandId);
          if (life.state !== state) throw new Error(`the command is ${life.state}: ${JSON.stringify(life)}`);
          return life;
        }),
      sessions: async () => (await flow.call('GET', `${path}/charge-logs`)).items,
      async again() {
        connection.terminate();
        return seat(known, protocol, options);
      },
    };
    return self;
  };

  return {
    flow,
    card,
    async station(protocol, options = {}) {
      const station = await seat(await flow.station(), protocol, options);
      await station.say('BootNotification', protocol === 'ocpp1.6' ? boot16 : boot2);
      for (const number of [1, 2])
        if (protocol === 'ocpp1.6') await status16(station, number, 'Available');
        else
          await station.say('StatusNotification', {
            timestamp: iso(),
            connectorStatus: 'Available',
            evseId: number,
            connectorId: 1,
          });
      return station;
    },
    stop: () => flow.stop(),
  };
}

/** The status of every connector, 1.6; 0 is the charge point itself. */
export async function statuses16(station: Conforming, status = 'Available', connectors = [0, 1, 2]): Promise<void> {
  for (const connectorId of connectors) await status16(station, connectorId, status);
}

export const status16 = (
  station: Conforming,
  connectorId: number,
  status: string,
  errorCode = 'NoError',
): Promise<Json> => station.say('StatusNotification', { connectorId, status, errorCode, timestamp: iso() });

/** A running 1.6 session at connector 1; gives its transaction id. */
export async function start16(station: Conforming, idTag: string, connectorId = 1): Promise<number> {
  const { transactionId, idTagInfo } = await station.say('StartTransaction', {
    connectorId,
    idTag,
    meterStart: 1000,
    timestamp: iso(),
  });
  if (idTagInfo.status !== 'Accepted') throw new Error(`the session was answered ${idTagInfo.status}`);
  return transactionId;
}

export const stop16 = (station: Conforming, transactionId: number, more: Json = {}): Promise<Json> =>
  station.say('StopTransaction', { transactionId, meterStop: 5000, timestamp: iso(), reason: 'Local', ...more });

/** Gives a command that the station answers so, waits for its state, and tells what the station was asked. */
export async function gives(
  station: Conforming,
  kind: string,
  body: Json,
  [action, reply]: readonly [action: string, reply: Reply],
  state: string,
): Promise<{ readonly call: Json; readonly id: string; readonly life: Json }> {
  station.answers(action, reply);
  const id = await station.command(kind, body);
  const life = await station.reaches(id, state);
  return { call: station.asked(action).at(-1), id, life };
}
