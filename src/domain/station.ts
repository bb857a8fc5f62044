import type { Instant } from '../lib/time.ts';
import type { DecideContext, DecidedFact, Ruling } from './decision.ts';
import type { Fact } from './facts.ts';
import type { BootMessage, StationMessage } from './message.ts';
import { serialFacts } from './serials.ts';
import type { OpenConnection, StationState } from './state.ts';

/** How soon a station that is not let in yet asks again, seconds: adopted stations should not wait long. */
export const pendingInterval = 60;
/** ... and one that has left the network, seconds. */
export const rejectedInterval = 3600;
/** A busy server is asked again so many times later. */
const busyFactor = 9;
const keptVersions = 50;
const keptReplaced = 8;

export type Registration = 'accepted' | 'pending' | 'rejected';

/** What a boot is answered (OCPP 2.0.1 B01 to B03, 1.6 section 4.2). */
export function registrationOf(state: StationState): Registration {
  const { decommissioned, adopted, factoryPassword } = state.master;
  if (decommissioned) return 'rejected';
  // 2.0.1 A00.FR.806: with the password it came with it waits until it has one of its own.
  return adopted && !factoryPassword ? 'accepted' : 'pending';
}

/**
 * Whether a message may be heard (W-14). A station that nobody adopted, and one whose last boot was not accepted, may only
 * boot (2.0.1 B02.FR.09, B03.FR.07), or send what we asked it for while it waits (B02.FR.02). An accepted station that
 * reconnects need not boot again (OCPP-J 1.6 and part 4, section 5.4), and neither need an adopted one that we never saw
 * boot: it did so at another back end. `lenient`: models that never boot again, which are heard as soon as they are adopted.
 */
export function isHeard(state: StationState, message: StationMessage, lenient: readonly string[] = []): boolean {
  if (message.kind === 'boot') return true;
  const registration = registrationOf(state);
  if (registration === 'rejected' || !state.master.adopted) return false;
  const status = state.boot?.status ?? registration;
  if (registration === 'accepted' && isLenient(state.boot, lenient)) return true;
  return status === 'accepted' || (status === 'pending' && wasTriggered(state, message));
}

/** `vendor/model` as in their boot, in any case; `*` stands for every model, or every vendor. */
function isLenient(boot: StationState['boot'], lenient: readonly string[]): boolean {
  if (boot === undefined || lenient.length === 0) return false;
  const is = (pattern: string | undefined, text: string) =>
    pattern === '*' || pattern?.toLowerCase() === text.toLowerCase();
  return lenient.some((one) => {
    const slash = one.indexOf('/');
    return is(one.slice(0, slash), boot.vendor) && is(one.slice(slash + 1), boot.model);
  });
}

function wasTriggered(state: StationState, message: StationMessage): boolean {
  return Object.values(state.commands).some(({ command, sentAt }) => {
    if (sentAt === undefined) return false;
    if (command.kind === 'readSettings') return message.kind === 'report';
    if (command.kind === 'trigger' && message.kind === 'signCertificate') return command.message.startsWith('sign');
    return command.kind === 'trigger' && command.message === message.kind;
  });
}

export function decideBoot(state: StationState, message: BootMessage, context: DecideContext): Ruling {
  const status = registrationOf(state);
  const interval = intervalOf(status, context);
  const { kind: _, ...boot } = message;
  return {
    facts: [
      { at: context.receivedAt, body: { type: 'station.booted', boot, status, interval } },
      ...serialFacts(state, message, context),
    ],
    answer: { kind: 'boot', status, interval, now: context.now },
    outcome: status,
    weight: status === 'rejected' ? 2 : status === 'pending' ? 1 : 0,
  };
}

/** F-06: spread by the message's id, which is as good as chance and the same when it is decided again. */
function intervalOf(status: Registration, { settings, frameId }: DecideContext): number {
  const { heartbeatInterval, intervalSpread = 0, load = 0 } = settings;
  const patience = 1 + busyFactor * load;
  const base = {
    accepted: heartbeatInterval,
    pending: pendingInterval * patience,
    rejected: rejectedInterval * patience,
  }[status];
  const chance = Number.parseInt(frameId.slice(-4), 16) / 0xffff;
  const off = Number.isNaN(chance) ? 0 : (2 * chance - 1) * intervalSpread;
  return Math.max(1, Math.round(base * (1 + off)));
}

/** OCPP 2.0.1 A05.FR.07: what it has proven is the least from now on, except where a person lets it in without a password. */
export function profileRaised(
  { master }: StationState,
  { securityProfile, at }: { readonly securityProfile: number; readonly at: Instant },
): readonly DecidedFact[] {
  if (master.unauthenticatedAllowed || securityProfile <= master.minimumProfile) return [];
  return [{ at, body: { type: 'station.profileRaised', from: master.minimumProfile, to: securityProfile } }];
}

export const refuseUnheard = (): Ruling => ({
  facts: [],
  answer: {
    kind: 'failure',
    failure: 'notAccepted',
    detail: 'This station has not been accepted yet: send a BootNotification first',
  },
  outcome: 'notAccepted',
  weight: 2,
});

/** The newest boot replaces the one before; of the firmware every version that was ever reported stays (INF-5). */
export function foldBoot(state: StationState, fact: Fact): void {
  if (fact.body.type !== 'station.booted') return;
  const { boot, status } = fact.body;
  const history = state.boot?.firmwareHistory ?? [];
  const firmwareHistory =
    boot.firmware === undefined || history.at(-1)?.version === boot.firmware
      ? history
      : // A list that is spread keeps room for sixteen more, for each of tens of thousands of stations.
        history.slice(-(keptVersions - 1)).concat({ version: boot.firmware, since: fact.at });
  state.boot = { ...boot, status, at: fact.at, firmwareHistory };
}

/** Folds the facts of connections. Returns what the Connection history gets to know, as fields of its row. */
export function foldConnection(state: StationState, fact: Fact): Record<string, unknown> | undefined {
  const body = fact.body;
  switch (body.type) {
    case 'station.connected': {
      const { type: _, connectionId: id, replacing, proof: __, ...rest } = body;
      if (state.connection !== undefined && state.connection.id !== id)
        state.replaced = [...(state.replaced ?? []).slice(-(keptReplaced - 1)), state.connection];
      const how = { ...rest, ...(replacing === undefined ? {} : { replacing }) };
      state.connection = { id, ...how, since: fact.at };
      return { id, openedAt: fact.at, ...how };
    }
    case 'station.disconnected': {
      const { type: _, connectionId: id, openedAt, ...rest } = body;
      const { since, ...how } = ending(state, id) ?? {};
      // Always a whole row: an end of which nobody knows the beginning any more has none but itself.
      return { ...how, id, openedAt: since ?? openedAt ?? fact.at, closedAt: fact.at, ...rest };
    }
    case 'station.connectionRefused': {
      const { type: _, connectionId: id, cause, count, ...rest } = body;
      return { id, openedAt: fact.at, refused: cause, attempts: count, ...rest };
    }
    default:
      return undefined;
  }
}

/** C-05: the end of a connection that was replaced arrives late and must not take the new one along. */
function ending(state: StationState, id: string): OpenConnection | undefined {
  const { connection, replaced } = state;
  if (connection?.id === id) {
    // Deleted, the whole state would become a slow and large table.
    state.connection = undefined;
    return connection;
  }
  const rest = replaced?.filter((one) => one.id !== id) ?? [];
  state.replaced = rest.length === 0 ? undefined : rest;
  return replaced?.find((one) => one.id === id);
}
