import type { Instant } from '../lib/time.ts';
import type { Tariff, TariffAssignment, TariffPart } from './commands/tariff.ts';
import type { Command, CommandAnswer } from './commands.ts';
import { type Held, type Holding, heldOf } from './holding.ts';
import type { StationState } from './state.ts';

/** A tariff that a station holds: set from here, or named by it. Whose cards it is for is not kept. */
export interface HeldTariff extends Omit<TariffAssignment, 'id' | 'tokens'> {
  readonly by: 'command' | 'report';
  /** The station names its tariffs by number only: what is in one is known where it was set from here. */
  readonly currency?: string;
  /** The lowest price of each part, without tax. */
  readonly prices?: {
    readonly energy?: number;
    readonly time?: number;
    readonly idle?: number;
    readonly once?: number;
  };
  /** Some part has several prices: which counts depends on the hour, the power and the like. */
  readonly graded?: boolean;
}
type Row = Extract<Held, { kind: 'tariff' }>;

/** So many tariffs of one station are known at most. */
export const mostTariffs = 100;

const row = (id: string, at: Instant, value?: HeldTariff): Holding<'tariff'> => ({
  kind: 'tariff',
  key: id,
  at,
  ...(value === undefined ? {} : { value }),
});

/** What the station did when a default tariff was set, when it was asked for its tariffs, or when they were cleared. */
export function tariffsAfterAnswer(
  state: StationState,
  command: Command,
  answer: CommandAnswer,
  at: Instant,
): Holding<'tariff'>[] {
  switch (command.kind) {
    case 'setDefaultTariff': {
      if (answer.outcome !== 'accepted') return [];
      const { evse, tariff } = command;
      // OCPP 2.1 I07.FR.20, I07.FR.22: one that counts at once takes the place of the one that counted so far.
      const replaced = isLater(tariff, at)
        ? []
        : heldOf(state, 'tariff').filter(
            ({ key, value }) => key !== tariff.id && value.assignedTo === 'everybody' && !isLater(value, at),
          );
      return bounded(state, [
        ...replaced.flatMap((held) => without(state, held, evse, at)),
        row(tariff.id, at, heldTariff(tariff, evse)),
      ]);
    }
    case 'readTariffs': {
      // I09.FR.03: there are none.
      if (answer.outcome !== 'accepted' && answer.status !== 'NoTariff') return [];
      const told = answer.tariffs ?? [];
      const named = new Set(told.map(({ id }) => id));
      const gone = heldOf(state, 'tariff').filter(({ key }) => !named.has(key));
      return bounded(state, [
        ...gone.flatMap((held) => without(state, held, command.evse, at)),
        ...told.map((one) => row(one.id, at, heldReport(state, one, command.evse))),
      ]);
    }
    case 'clearTariffs': {
      // I10: each has its own result; one that it does not have is not there either.
      const over = (answer.clearedTariffs ?? []).filter(({ status }) => status === 'Accepted' || status === 'NoTariff');
      const ids = new Set(over.map(({ id }) => id));
      // I10.FR.06: without a number it says that none fits.
      const none = over.length === 1 && ids.has(undefined);
      return heldOf(state, 'tariff')
        .filter(({ key }) => (none ? (command.ids?.includes(key) ?? true) : ids.has(key)))
        .flatMap((held) => without(state, held, command.evse ?? 0, at));
    }
    default:
      return [];
  }
}

const isLater = ({ validFrom }: { readonly validFrom?: Instant }, at: Instant): boolean =>
  validFrom !== undefined && validFrom > at;

/** Rows beyond the bound are left away; those that are gone never are. */
function bounded(state: StationState, rows: readonly Holding<'tariff'>[]): Holding<'tariff'>[] {
  const known = new Set(heldOf(state, 'tariff').map(({ key }) => key));
  return rows.filter(({ key, value }) => {
    if (value === undefined) return known.delete(key);
    if (!known.has(key) && known.size >= mostTariffs) return false;
    known.add(key);
    return true;
  });
}

/** It no longer counts at this charge point (0: at none); it is gone when that was the last one. */
function without(state: StationState, { key, at: before, value }: Row, evse: number, at: Instant) {
  const everywhere = [...new Set(Object.values(state.connectors).map((one) => one.evse))].filter((one) => one > 0);
  const places = value.evses ?? everywhere;
  if (evse === 0) return [row(key, at)];
  if (!places.includes(evse)) return [];
  const left = places.filter((one) => one !== evse);
  return [left.length === 0 ? row(key, at) : row(key, before, { ...value, evses: left })];
}

function heldReport(state: StationState, { id, tokens: _, ...told }: TariffAssignment, evse: number): HeldTariff {
  const known = heldOf(state, 'tariff').find(({ key }) => key === id)?.value;
  const { currency, prices, graded } = known ?? {};
  // Asked of one charge point it names that one only (I09.FR.02): the others are not forgotten.
  const evses =
    told.evses === undefined
      ? undefined
      : evse === 0 || known === undefined
        ? told.evses
        : known.evses && [...new Set([...known.evses, ...told.evses])].sort((a, b) => a - b);
  const { evses: _evses, ...rest } = told;
  return {
    ...rest,
    by: 'report',
    ...(evses === undefined ? {} : { evses }),
    ...(currency === undefined ? {} : { currency }),
    ...(prices === undefined ? {} : { prices }),
    ...(graded === undefined ? {} : { graded }),
  };
}

function heldTariff(
  { currency, validFrom, energy, chargingTime, idleTime, fixedFee }: Tariff,
  evse: number,
): HeldTariff {
  const parts = { energy, time: chargingTime, idle: idleTime, once: fixedFee };
  const prices = Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => {
      const amounts = amountsOf(part);
      return amounts.length === 0 ? [] : [[name, Math.min(...amounts)]];
    }),
  );
  return {
    assignedTo: 'everybody',
    by: 'command',
    currency,
    prices,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(evse === 0 ? {} : { evses: [evse] }),
    ...(Object.values(parts).some((part) => amountsOf(part).length > 1) ? { graded: true } : {}),
  };
}

const amountsOf = (part: TariffPart<unknown> | undefined): number[] => part?.prices.map(({ amount }) => amount) ?? [];
