import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Command, CommandAnswer } from '../../domain/commands.ts';
import type { Bus, StationKey } from '../../domain/ports.ts';
import type { NewId } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import { type Clock, type Instant, second } from '../../lib/time.ts';
import {
  knownEntries,
  lookAgainMs,
  nextChange,
  type Part,
  planParts,
  retryAfter,
  roomOf,
  type Verdict,
  verdictOf,
  wantedList,
} from './rules.ts';
import * as store from './store.ts';

export interface KeeperDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

/** Changes of cards are gathered so long before they are sent. */
export const gatherMs = 1 * second;
const atOnce = 16;
const pageOfStations = 500;
const answerMs = 60 * second;
/** An answer at another node is heard only where somebody looks at that station: it is looked for, too. */
const lookMs = 1 * second;
/** A list that is being sent is due again after this, should the node that sends it go meanwhile. */
const claimMs = 120 * second;

export interface Keeper {
  /** One turn: every station whose list is due. One node does it at a time. */
  turn(signal: AbortSignal): Promise<void>;
  cardsChanged(operatorId: number): void;
  stop(): void;
}

/** Keeps the lists of cards on stations in step with Cards. */
export function createKeeper(deps: KeeperDeps): Keeper {
  const { pool, bus, clock, log } = deps;
  const unmarked = (error: unknown) =>
    log.warn({ err: error }, 'Card lists on stations could not be marked as changed');
  // Whichever node hears it; where none does, the list is looked at within a day anyway.
  const stop = bus.onHappened(({ key, facts }) => {
    if (facts.some(({ body }) => body.type === 'customer.cleared'))
      store.listDue(pool, key, clock.now()).catch(unmarked);
  });
  return {
    stop,
    cardsChanged(operatorId) {
      store.cardsChanged(pool, operatorId, clock.now() + gatherMs).catch(unmarked);
    },
    async turn(signal) {
      const due = await store.dueStations(pool, clock.now(), pageOfStations);
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next < due.length && !signal.aborted) {
          const station = due[next++]!;
          await keep(deps, station, station.unchecked).catch((error: unknown) =>
            log.warn(
              { err: error, station: station.stationId },
              'The card list of a station could not be looked after',
            ),
          );
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, due.length) }, worker));
    },
  };
}

/** Brings one station's list into step, or says why it is not. */
async function keep(deps: KeeperDeps, key: StationKey, unchecked: boolean): Promise<void> {
  const { pool, clock } = deps;
  const row = await store.readList(pool, key);
  if (row === undefined) return;
  // Before the cards are read: a change from here on makes the list due earlier than this, and is not forgotten at the end.
  const claim = clock.now() + claimMs;
  await store.changeList(pool, key, { dueAt: claim });
  const cards = await store.allCards(pool, key.operatorId);
  const room = roomOf(await store.roomSettings(pool, key));
  const now = clock.now();
  const wanted = wantedList(cards, room, now, await store.clearedCards(pool, key));
  const count = { cards: wanted.length, leftOut: cards.length - wanted.length };
  let there = row.entries === null ? undefined : { version: row.version, entries: row.entries };
  let version = row.version;

  if (unchecked || there === undefined) {
    // D02, 1.6 section 5.10: what version does it have now? A station that lost its list says 0.
    const answer = await ask(deps, key, { kind: 'readLocalListVersion' });
    if (answer === undefined) return fail(deps, key, claim, row.failures, 'answer.missing');
    if (answer.localListVersion === undefined || (answer.localListVersion < 0 && verdictOf(answer) !== 'inStep'))
      return giveUp(deps, key, claim, answer);
    if (answer.localListVersion !== row.version) there = undefined;
    version = Math.max(version, answer.localListVersion);
    await store.changeList(pool, key, { thereVersion: answer.localListVersion, checkedAt: clock.now() });
  }

  for (let attempt = 0; attempt < 2; attempt++) {
    const parts = planParts(wanted, there, version, room);
    const { verdict, status } = await send(deps, key, parts);
    if (verdict === 'inStep') {
      const last = parts.at(-1)?.version ?? version;
      const at = clock.now();
      const again = Math.min(nextChange(cards, at) ?? Number.POSITIVE_INFINITY, at + lookAgainMs);
      await store.changeList(
        pool,
        key,
        {
          ...count,
          state: 'inStep',
          version: last,
          thereVersion: last,
          entries: knownEntries(wanted),
          failures: 0,
          dueAt: again,
          ...(row.state === 'inStep' && parts.length === 0 ? {} : { inStepSince: at }),
          ...(parts.length === 0 ? {} : { lastSentAt: at, lastResult: status }),
        },
        claim,
      );
      return;
    }
    await store.changeList(pool, key, { ...count, entries: null, lastSentAt: clock.now(), lastResult: status });
    if (verdict === 'unsupported') return giveUp(deps, key, claim, { outcome: 'unsupported', status });
    // D01.FR.05: a mismatch is repaired by the whole list, with a version that nothing there can have.
    version = parts.at(-1)?.version ?? version;
    there = undefined;
    if (verdict === 'failed') return fail(deps, key, claim, row.failures, status);
  }
  return fail(deps, key, claim, row.failures, 'VersionMismatch');
}

async function send(
  deps: KeeperDeps,
  key: StationKey,
  parts: readonly Part[],
): Promise<{ verdict: Verdict; status: string }> {
  let status = 'Accepted';
  for (const part of parts) {
    const answer = await ask(deps, key, { kind: 'sendLocalList', ...part });
    if (answer === undefined) return { verdict: 'failed', status: 'answer.missing' };
    status = answer.status;
    const verdict = verdictOf(answer);
    if (verdict !== 'inStep') return { verdict, status };
  }
  return { verdict: 'inStep', status };
}

function fail(
  { pool, clock }: KeeperDeps,
  key: StationKey,
  claim: Instant,
  before: number,
  status: string,
): Promise<void> {
  const failures = before + 1;
  const dueAt = clock.now() + retryAfter(failures);
  return store.changeList(pool, key, { state: 'failed', failures, lastResult: status, dueAt }, claim);
}

/** The station keeps no list: it is not asked again before somebody wants it. */
function giveUp({ pool, clock }: KeeperDeps, key: StationKey, claim: Instant, answer: CommandAnswer): Promise<void> {
  const now = clock.now();
  const dueAt = now + 365 * lookAgainMs;
  return store.changeList(pool, key, { state: 'unsupported', lastResult: answer.status, checkedAt: now, dueAt }, claim);
}

/** Asks the station and waits for what it says; undefined: it said nothing. */
async function ask(
  { pool, bus, clock, newId }: KeeperDeps,
  key: StationKey,
  command: Command,
): Promise<CommandAnswer | undefined> {
  const commandId = newId(clock.now());
  let moved = false;
  let wake: () => void = () => {};
  const heard = (): void => {
    moved = true;
    wake();
  };
  const stop = bus.onHappened(({ key: of, facts }) => {
    if (of.stationId !== key.stationId || of.operatorId !== key.operatorId) return;
    for (const { body } of facts)
      if (body.type === 'command.moved' && body.commandId === commandId && body.state !== 'sent') heard();
  });
  try {
    const reply = await bus.ask(key, {
      kind: 'command',
      commandId,
      command,
      whenOffline: 'refuse',
      timeoutMs: answerMs,
    });
    if (reply.kind === 'refused' && reply.reason === 'command.unsupported')
      return { outcome: 'unsupported', status: 'NotSupported', detail: reply.detail };
    if (reply.kind !== 'command') return undefined;
    for (const until = clock.monotonic() + answerMs + 5 * second; ; ) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!moved) await Promise.race([woken, sleep(lookMs, undefined, { ref: false })]);
      moved = false;
      const end = await store.commandEnd(pool, key, commandId);
      if (end !== undefined || clock.monotonic() > until) return end?.answer ?? undefined;
    }
  } finally {
    stop();
  }
}
