import type pg from 'pg';
import { createBus } from '../src/cluster/bus.ts';
import type { Command, CommandAnswer } from '../src/domain/commands.ts';
import type { Answer, StationMessage } from '../src/domain/message.ts';
import type { Frame, IncomingExchange, Link, Seat, StationKey } from '../src/domain/ports.ts';
import { createIds } from '../src/lib/ids.ts';
import { createLog } from '../src/lib/log.ts';
import { type Clock, systemClock } from '../src/lib/time.ts';
import { createCredentials } from '../src/stations/credentials.ts';
import { createStations, type Stations, type StationsOptions } from '../src/stations/stations.ts';
import { createLookups } from '../src/storage/lookups.ts';
import { createStationStore } from '../src/storage/station-store.ts';
import { type BatchWriter, createWriter, type WriterOptions } from '../src/storage/writer.ts';

/** The desk over a real database, without sockets: a message is given in neutral words, its frame is its JSON. */
export interface TestDesk {
  readonly stations: Stations;
  readonly writer: BatchWriter;
  readonly newId: ReturnType<typeof createIds>;
  readonly credentials: ReturnType<typeof createCredentials>;
  readonly options: StationsOptions;
  stop(): Promise<void>;
}

export function testDesk(
  pool: pg.Pool,
  over: Partial<StationsOptions> & { readonly writerOptions?: Partial<WriterOptions>; readonly clock?: Clock } = {},
): TestDesk {
  const { writerOptions, ...rest } = over;
  const clock = over.clock ?? systemClock;
  const newId = over.newId ?? createIds();
  const log = createLog(process.env.TEST_LOG ?? 'silent');
  const node = over.node ?? 'node-1';
  const credentials = createCredentials(Buffer.from('pepper of the tests'));
  const writer = createWriter({ pool, clock: systemClock, newId, log, node, ...writerOptions });
  const bus = createBus({ log });
  const options: StationsOptions = {
    writer,
    store: createStationStore({ pool }),
    lookups: createLookups({ pool, clock: systemClock, cardMs: 0 }),
    credentials,
    clock,
    newId,
    log,
    bus,
    node,
    ...rest,
  };
  const stations = createStations(options);
  bus.serve(stations.answer);
  return {
    stations,
    writer,
    newId,
    credentials,
    options,
    async stop() {
      await stations.stop();
      await writer.stop(2000);
    },
  };
}

/** A station of the test's own, known and adopted, with its seat. */
export interface TestStation {
  readonly key: StationKey;
  readonly connectionId: string;
  readonly seat: Seat;
  readonly sent: Command[];
  /** Gives the message and resolves with the decoded answer. */
  say(message: StationMessage, over?: Partial<Frame>): Promise<Answer>;
  close(code?: string, reason?: string): Promise<void>;
}

export interface Manners {
  readonly clock?: Clock;
  readonly unsupported?: string;
  readonly protocol?: Link['protocol'];
  /** How it answers commands; default: accepted. */
  readonly obey?: (command: Command, onLate?: (answer: CommandAnswer) => void) => Promise<CommandAnswer>;
  /** Hears what is asked of its connection. */
  readonly onLink?: (...what: unknown[]) => void;
}

export function exchangeOf(message: StationMessage, frame: Omit<Frame, 'call'>): IncomingExchange {
  return {
    message,
    frame: { ...frame, call: JSON.stringify([2, frame.messageId, frame.action, message]) },
    encode: (answer) => ({ text: JSON.stringify([3, frame.messageId, answer]) }),
  };
}

export async function connect(desk: TestDesk, key: StationKey, manners: Manners = {}): Promise<TestStation> {
  const clock = manners.clock ?? systemClock;
  const connectionId = desk.newId(clock.now());
  const sent: Command[] = [];
  const link: Link = {
    protocol: manners.protocol ?? 'ocpp1.6',
    unsupported: () => manners.unsupported,
    send: async (command, _deadline, onLate) => {
      sent.push(command);
      return manners.obey?.(command, onLate) ?? { outcome: 'accepted', status: 'Accepted' };
    },
    close: (code, reason) => manners.onLink?.('close', code, reason),
    letIn: (address) => manners.onLink?.('letIn', address),
  };
  const opening = {
    connectionId,
    protocol: manners.protocol ?? 'ocpp1.6',
    address: '10.0.0.1',
    securityProfile: 1,
    at: clock.now(),
  } as const;
  const seat = await desk.stations.desk.open(key, opening, link);
  let count = 0;
  return {
    key,
    connectionId,
    seat,
    sent,
    async say(message, over = {}) {
      const at = over.receivedAt ?? clock.now();
      const messageId = `m${++count}`;
      const frame = {
        id: desk.newId(at),
        connectionId,
        direction: 'in',
        kind: 'call',
        receivedAt: at,
        action: message.kind,
        messageId,
        ...over,
      } as const;
      seat.alive(at);
      const answer = await seat.message(exchangeOf(message, frame));
      return JSON.parse(answer!)[2];
    },
    close: (code = '1006', reason = 'lost') =>
      seat.close({ code, side: 'station', reason, received: 1, sent: 1, bytes: 10, at: clock.now() }),
  };
}

/** An operator with a number of adopted stations, made in the way people make them. */
export async function adopted(desk: TestDesk, pool: pg.Pool, count: number, operatorId = 1): Promise<StationKey[]> {
  await pool.query(
    'INSERT INTO operators (id, slug, name, created_at) VALUES ($1, $2, $2, now()) ON CONFLICT DO NOTHING',
    [operatorId, `op${operatorId}`],
  );
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const key = (await desk.options.store.create(operatorId, `CP-${operatorId}-${index}`, desk.options.clock.now()))!;
      await desk.stations.answer(key, {
        kind: 'change',
        change: { kind: 'adoptStation', name: `Station ${index}` },
        userId: 'u1',
      });
      return key;
    }),
  );
}
