import type { Charge } from './charge.ts';
import type { Fault, Session, Setting, Status, Wish } from './dialect/dialect.ts';

/** One charge point of a simulated station. */
export interface Bay {
  readonly number: number;
  status: Status;
  meterWh: number;
  session?: Session;
  sessionStart?: number;
  charge?: Charge;
  operative: boolean;
  fault?: Fault;
  timer?: NodeJS.Timeout | undefined;
}

/** What the station can do with itself. */
export interface Hands {
  readonly bays: readonly Bay[];
  readonly settings: Map<string, Setting>;
  readonly report: (bay: Bay, status: Status) => Promise<unknown>;
  readonly plugIn: (point: number, card?: string, remoteStartId?: number) => Promise<boolean>;
  readonly unplug: (point: number, reason?: string) => Promise<void>;
  readonly boot: (reason: string) => Promise<boolean>;
  readonly restart: () => void;
  readonly beat: () => Promise<unknown>;
  /** The meter of a session that runs here. */
  readonly meter: (bay: Bay) => Promise<unknown>;
}

type Reply = Record<string, unknown>;
type Of<K extends Wish['kind']> = Extract<Wish, { kind: K }>;

/** The effect follows the answer, as on a real station. */
const soon = (effect: () => unknown) => setTimeout(() => void effect(), 20);
const free = (bay: Bay) => !bay.session && bay.operative && bay.status !== 'faulted';

const answers: { readonly [K in Wish['kind']]: (wish: Of<K>, hands: Hands) => Reply } = {
  start(wish, { bays, plugIn }) {
    const bay = wish.point === undefined ? bays.find(free) : bays[wish.point - 1];
    const able = bay !== undefined && free(bay);
    if (able) {
      clearTimeout(bay.timer);
      // 1.6 has no remoteStartId; -1 only says that the card need not be asked about again.
      soon(() => plugIn(bay.number, wish.card, wish.remoteStartId ?? -1));
    }
    return wish.reply(able);
  },
  stop(wish, { bays, unplug }) {
    const bay = bays.find((one) => one.session?.id === wish.id);
    if (bay) soon(() => unplug(bay.number, 'Remote'));
    return wish.reply(bay !== undefined);
  },
  reset(wish, { bays, unplug, restart }) {
    soon(async () => {
      for (const bay of bays) if (bay.session) await unplug(bay.number, wish.stopReason);
      restart();
    });
    return wish.reply(true);
  },
  unlock: (wish, { bays }) => wish.reply(!bays[wish.point - 1]?.session),
  availability(wish, { bays, report }) {
    for (const bay of bays) {
      if (wish.point !== undefined && bay.number !== wish.point) continue;
      bay.operative = wish.operative;
      if (!bay.session) soon(() => report(bay, wish.operative ? 'available' : 'unavailable'));
    }
    return wish.reply(true);
  },
  trigger(wish, { bays, boot, beat, report, meter }) {
    soon(async () => {
      if (wish.message === 'BootNotification') await boot('Triggered');
      else if (wish.message === 'Heartbeat') await beat();
      else if (wish.message === 'TransactionEvent') for (const bay of bays) await meter(bay);
      else
        for (const bay of bays)
          if (wish.point === undefined || bay.number === wish.point) await report(bay, bay.status);
    });
    return wish.reply(true);
  },
  read(wish, { settings }) {
    return wish.reply(
      true,
      [...settings.values()].filter((one) => !wish.names || wish.names.includes(one.name)),
    );
  },
  write(wish, { settings }) {
    const able = wish.values.every((one) => settings.get(one.name)?.readonly === false);
    if (able) for (const one of wish.values) settings.set(one.name, { ...one, readonly: false });
    return wish.reply(able);
  },
  simple: (wish) => wish.reply(true),
};

/** The answer to a call of the server; what follows from it happens shortly after. */
export const answerWish = (wish: Wish, hands: Hands): Reply =>
  (answers[wish.kind] as (wish: Wish, hands: Hands) => Reply)(wish, hands);
