import { createCharge } from './charge.ts';
import type { Call, Session } from './dialect/dialect.ts';
import { dialects } from './dialect/index.ts';
import type { Profile } from './profile.ts';
import { createRandom, seedOf } from './random.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What a station did at a moment of the past: a call it made, or the opening or end of its connection. */
export type Past =
  | { readonly kind: 'call'; readonly at: number; readonly call: Call }
  | { readonly kind: 'opened'; readonly at: number }
  | { readonly kind: 'closed'; readonly at: number; readonly code: string };

export interface HistoryOptions {
  readonly profile: Profile;
  readonly cards: readonly string[];
  readonly seed: number;
  readonly from: number;
  readonly until: number;
}

/** How busy a station is by hour of the day: commuters on weekdays, shoppers at the weekend. */
const weekday = [
  0.05, 0.03, 0.02, 0.02, 0.05, 0.2, 0.55, 0.85, 1, 0.75, 0.5, 0.55, 0.6, 0.5, 0.5, 0.65, 0.85, 1, 1, 0.8, 0.5, 0.3,
  0.2, 0.1,
];
const weekend = [
  0.05, 0.03, 0.02, 0.02, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 1, 1, 0.95, 0.85, 0.75, 0.6, 0.5, 0.4, 0.3, 0.2,
  0.15, 0.1,
];

const groundFault = { code: 'GroundFailure', vendorCode: 'E-204', info: 'Residual current above 30 mA' } as const;

/** Local hour and whether it is the weekend, for a site's time zone; close enough for a demand curve. */
function demandAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const table = value('weekday').startsWith('S') ? weekend : weekday;
  return table[Number(value('hour'))] ?? 0.3;
}

/**
 * The calls one station would have made between two moments, in order. It is told the answer to each call, as a
 * station is: `const answer = yield past`. Ends with no session running.
 */
export function* history({
  profile,
  cards,
  seed,
  from,
  until,
}: HistoryOptions): Generator<Past, readonly number[], Record<string, unknown> | undefined> {
  const dialect = dialects[profile.protocol];
  const random = createRandom(seedOf(`history of ${profile.identity}`, seed));
  const registers = profile.points.map(() => random.whole(20_000, 400_000));
  const busy = random.between(0.5, 1);
  const firmwareChange = from + (until - from) * random.between(0.4, 0.8);
  let firmware = profile.earlierFirmware ?? profile.firmware;

  const call = (at: number, what: Call): Past => ({ kind: 'call', at, call: what });
  // Every charge point has its own list of coming calls; merged in time order, so that the whole is in order.
  interface Agenda {
    at: number;
    run: Generator<Past, void, Record<string, unknown> | undefined>;
    pending: Past | undefined;
  }

  function* boot(at: number, reason: string): Generator<Past, void, Record<string, unknown> | undefined> {
    yield { kind: 'opened', at };
    yield call(at + 400, dialect.boot(profile, reason, firmware));
    for (const [index] of profile.points.entries())
      yield call(at + 700 + index, dialect.status(index + 1, 'available', at + 700));
  }

  function* point(index: number): Generator<Past, void, Record<string, unknown> | undefined> {
    const number = index + 1;
    const spec = profile.points[index]!;
    const meanPause = spec.current === 'DC' ? 1.8 * hour : 3.5 * hour;
    let at = from + 60_000 + random.between(0, 2 * hour);
    for (;;) {
      // Drivers come by chance, more of them when it is busy.
      do at += random.between(5, 25) * 60_000;
      while (at < until && !random.chance((busy * demandAt(at, profile.timeZone) * 15 * 60_000) / meanPause));
      if (at > until - 30 * 60_000) return;
      if (random.chance(0.012)) {
        yield call(at, dialect.status(number, 'faulted', at, groundFault));
        if (profile.protocol !== 'ocpp1.6') yield call(at + 100, dialect.status(number, 'faulted', at + 100));
        at = Math.min(at + random.between(0.3, 5) * hour, until - 60_000);
        const over = dialect.cleared(number, at, groundFault);
        if (over) yield call(at, over);
        yield call(at + 100, dialect.status(number, 'available', at + 100));
        continue;
      }
      const card = random.chance(0.02) ? 'UNKNOWN-0815' : random.pick(cards);
      const session: Session = {
        point: number,
        card,
        id: `${profile.identity}-${Math.floor(at / 1_000).toString(36)}-${number}`,
        seqNo: 0,
      };
      yield call(at, dialect.status(number, 'preparing', at));
      const answer = yield call(at + 2_000, dialect.authorize(card));
      if (!answer || !dialect.accepted(answer)) {
        yield call(at + 20_000, dialect.status(number, 'available', at + 20_000));
        continue;
      }
      const charge = createCharge(spec, registers[index]!, random);
      const read = () => ({
        at,
        ...(spec.silentMeter ? {} : { meterWh: charge.meterWh, powerW: charge.powerW }),
        ...(spec.current === 'DC' ? { soc: charge.soc } : {}),
      });
      at += 5_000;
      const started = yield call(at, dialect.start(session, read(), false));
      if (started) dialect.started(session, started);
      yield call(at + 200, dialect.status(number, 'charging', at + 200));
      const stays = random.between(0.25, 1.2) * (spec.current === 'DC' ? 45 * 60_000 : 4 * hour);
      const every = spec.current === 'DC' ? 3 * 60_000 : 15 * 60_000;
      const leaves = Math.min(at + stays, until - 60_000);
      while (at + every < leaves && !charge.finished) {
        at += every;
        charge.step(every / 1_000);
        yield call(at, dialect.meter(session, read(), false));
      }
      const rest = Math.max(0, Math.min(every, leaves - at));
      at += rest;
      charge.step(rest / 1_000);
      charge.powerW = 0;
      registers[index] = charge.meterWh;
      yield call(at, dialect.stop(session, read(), 'EVDisconnected', false));
      yield call(at + 300, dialect.status(number, 'finishing', at + 300));
      yield call(at + 25_000, dialect.status(number, 'available', at + 25_000));
      at += 25_000;
    }
  }

  /** Now and then the network is away for some minutes; the firmware is renewed once. Only when nobody charges. */
  function* network(): Generator<Past, void, Record<string, unknown> | undefined> {
    yield* boot(from, 'PowerUp');
    let at = from;
    for (;;) {
      at += random.between(2, 9) * day;
      if (at > until - hour) break;
      const renewed = at > firmwareChange && firmware !== profile.firmware;
      if (renewed) firmware = profile.firmware;
      const away = renewed ? random.between(60_000, 180_000) : random.between(20_000, 25 * 60_000);
      yield { kind: 'closed', at, code: random.pick(['1006', '1006', '1001', '1000']) };
      if (renewed) yield* boot(at + away, 'FirmwareUpdate');
      else yield { kind: 'opened', at: at + away };
      at += away;
    }
    yield { kind: 'closed', at: until, code: '1000' };
  }

  const agendas: Agenda[] = [network(), ...profile.points.map((_, index) => point(index))].map((run) => {
    const first = run.next();
    return {
      run,
      at: first.done ? Number.POSITIVE_INFINITY : first.value.at,
      pending: first.done ? undefined : first.value,
    };
  });
  // While the network is away the station keeps its calls and sends them afterwards, in order.
  let awayUntil = 0;
  const due = (agenda: Agenda) => (agenda === agendas[0] ? agenda.at : Math.max(agenda.at, awayUntil));
  for (;;) {
    const next = agendas.reduce((soonest, agenda) => (due(agenda) < due(soonest) ? agenda : soonest));
    if (!next.pending) return registers;
    const answer = yield { ...next.pending, at: due(next) };
    const closed = next.pending.kind === 'closed';
    const following = next.run.next(answer);
    next.pending = following.done ? undefined : following.value;
    next.at = following.done ? Number.POSITIVE_INFINITY : following.value.at;
    if (closed && !following.done) awayUntil = next.at + 1_000;
  }
}
