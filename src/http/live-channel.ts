import type { FactBody, FactType } from '../domain/facts.ts';
import type { Frame, Happened, LiveValues, StationKey } from '../domain/ports.ts';
import type { LiveFrame, Topic } from './live.ts';
import { type Listener, textOf } from './live-listener.ts';

/** What pages of one operator are about to hear: gathered, then written out once for all of them. */
export interface Channel {
  readonly size: number;
  join(listener: Listener): void;
  leave(listener: Listener): void;
  add(happened: Happened): void;
  flush(): void;
  /** Something was missed: every page fetches again. */
  resync(): void;
  watched(): StationKey[];
  live(stationId: number, values: LiveValues): void;
}

/** More rows than this between two flushes nobody can read: the rest is told as a number. */
const mostFrames = 200;
/** So many stations at once: fetching again is cheaper than a list. */
const mostStations = 1000;

export function createChannel(operatorId: number): Channel {
  const listeners = new Set<Listener>();
  const watchers = new Map<number, number>();
  const lastLive = new Map<number, string>();
  let changes = new Map<number, { topics: Set<Topic>; facts: Set<FactType> }>();
  let tails = new Map<number, { frames: LiveFrame[]; left: number }>();

  const toWatchers = (station: number, text: string) => {
    for (const listener of listeners) if (listener.station === station) listener.write(text);
  };

  return {
    get size() {
      return listeners.size;
    },
    join(listener) {
      listeners.add(listener);
      if (listener.station === undefined) return;
      watchers.set(listener.station, (watchers.get(listener.station) ?? 0) + 1);
      lastLive.delete(listener.station);
    },
    leave(listener) {
      if (!listeners.delete(listener) || listener.station === undefined) return;
      const left = (watchers.get(listener.station) ?? 1) - 1;
      if (left > 0) watchers.set(listener.station, left);
      else {
        watchers.delete(listener.station);
        lastLive.delete(listener.station);
      }
    },
    add({ key: { stationId }, facts, frames }) {
      const watched = watchers.has(stationId);
      if (facts.length > 0 || watched) {
        let change = changes.get(stationId);
        if (!change) changes.set(stationId, (change = { topics: new Set(), facts: new Set() }));
        for (const { body } of facts) {
          change.facts.add(body.type);
          for (const topic of topicsOf(body)) change.topics.add(topic);
        }
        if (frames.length > 0 && watched) change.topics.add('message');
      }
      if (!watched || frames.length === 0) return;
      let tail = tails.get(stationId);
      if (!tail) tails.set(stationId, (tail = { frames: [], left: 0 }));
      for (const frame of frames) {
        tail.frames.push(liveFrame(frame));
        if (tail.frames.length > mostFrames) {
          tail.frames.shift();
          tail.left++;
        }
      }
    },
    flush() {
      if (changes.size > 0) {
        const stations = [...changes]
          .filter(([, { topics }]) => topics.size > 0)
          .map(([station, { topics, facts }]) => ({ station, topics: [...topics], facts: [...facts] }));
        const text =
          stations.length > mostStations ? textOf({ kind: 'resync' }) : textOf({ kind: 'changed', stations });
        if (stations.length > 0) for (const listener of listeners) listener.write(text);
        changes = new Map();
      }
      for (const [station, { frames, left }] of tails)
        toWatchers(station, textOf({ kind: 'frames', station, frames, left }));
      if (tails.size > 0) tails = new Map();
    },
    resync() {
      const text = textOf({ kind: 'resync' });
      for (const listener of listeners) listener.write(text);
    },
    watched: () => [...watchers.keys()].map((stationId) => ({ operatorId, stationId })),
    live(station, values) {
      const text = textOf({ kind: 'live', station, live: values });
      if (lastLive.get(station) === text) return;
      lastLive.set(station, text);
      toWatchers(station, text);
    },
  };
}

const topics: Readonly<Record<FactType, readonly Topic[]>> = {
  'station.connected': ['connection', 'station'],
  'station.disconnected': ['connection', 'station'],
  'station.connectionRefused': ['connection'],
  'station.blocked': ['station', 'connection'],
  'connection.ordered': ['connection'],
  'station.booted': ['station', 'connection'],
  'station.clockDrifted': ['station'],
  'connector.statusChanged': ['connector', 'station'],
  'card.presented': ['message'],
  'transaction.started': ['transaction', 'connector'],
  'transaction.updated': ['transaction'],
  'transaction.ended': ['transaction', 'connector'],
  'transaction.orphaned': ['transaction', 'connector'],
  'message.repeated': ['message'],
  'meter.read': ['connector'],
  'error.opened': ['error', 'station'],
  'error.repeated': ['error'],
  'error.closed': ['error', 'station'],
  'station.eventReported': ['message'],
  'settings.reported': ['settings'],
  'security.reported': ['message', 'security'],
  'certificate.requested': ['message', 'security'],
  'certificate.issued': ['station'],
  'certificate.revoked': ['station'],
  'contractCertificate.asked': ['message'],
  'certificateStatus.asked': ['message'],
  'chainStatus.asked': ['message'],
  'station.profileRaised': ['station'],
  'firmware.statusChanged': ['station'],
  'log.statusChanged': ['message', 'command'],
  'data.received': ['message'],
  'message.kept': ['message'],
  'monitors.reported': ['device'],
  'displayMessages.reported': ['device'],
  'customer.reported': ['command'],
  'customer.cleared': ['command'],
  'gridControls.reported': ['device'],
  'firmware.publishStatusChanged': ['station'],
  'reservation.statusChanged': ['reservation'],
  'grid.alarmed': ['error'],
  'gridControl.changed': ['device'],
  'stream.opened': ['device'],
  'stream.closed': ['device'],
  'stream.reported': ['device'],
  'battery.swapped': ['message'],
  'vatNumber.asked': ['message'],
  'chargingProfiles.reported': ['charging'],
  'chargingLimit.set': ['charging'],
  'chargingLimit.cleared': ['charging'],
  'chargingNeeds.told': ['charging'],
  'carSchedule.told': ['charging'],
  'schedule.wanted': ['message'],
  'priorityCharging.changed': ['transaction'],
  'payment.settled': ['transaction'],
  'command.asked': ['command'],
  'command.moved': ['command'],
  'station.changed': ['station'],
};

function topicsOf(body: FactBody): readonly Topic[] {
  if (
    body.type === 'station.changed' &&
    (body.change.kind === 'addChargePoint' || body.change.kind === 'describeChargePoint')
  ) {
    return ['station', 'connector'];
  }
  if (body.type === 'command.moved' && body.answer?.variables) return ['command', 'settings'];
  return topics[body.type];
}

const liveFrame = (frame: Frame): LiveFrame => ({
  id: frame.id,
  receivedAt: frame.receivedAt,
  direction: frame.direction,
  frame: frame.kind,
  weight: frame.weight ?? 0,
  answered: frame.answer !== undefined,
  bytes: Buffer.byteLength(frame.call) + Buffer.byteLength(frame.answer ?? ''),
  ...(frame.action === undefined ? {} : { action: frame.action }),
  ...(frame.outcome === undefined ? {} : { outcome: frame.outcome }),
  ...(frame.errorCode === undefined ? {} : { errorCode: frame.errorCode }),
  ...(frame.malformed === undefined ? {} : { malformed: frame.malformed }),
  ...(frame.evse === undefined ? {} : { evse: frame.evse }),
  ...(frame.connector === undefined ? {} : { connector: frame.connector }),
  ...(frame.transactionNumber === undefined ? {} : { transactionNumber: frame.transactionNumber }),
});
