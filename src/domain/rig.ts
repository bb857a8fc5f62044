import type { Instant } from '../lib/time.ts';
import { apply, type Touched } from './apply.ts';
import { decide } from './decide.ts';
import type { DecidedFact, Decision } from './decision.ts';
import type { Fact } from './facts.ts';
import { settle } from './memory.ts';
import type { Sample, SentTime, StationMessage } from './message.ts';
import { needs } from './needs.ts';
import type { CardRecord, Lookups } from './ports.ts';
import { emptyState, type StationState, type TransactionState } from './state.ts';

/** A station for tests: the state, the facts so far, and a database of its transactions that outlives its memory. */
export interface Rig {
  state: StationState;
  readonly facts: Fact[];
  readonly touched: Touched[];
  readonly stored: Map<number, TransactionState>;
  now: Instant;
  cards: Record<string, CardRecord>;
  concurrent: number;
  frames: number;
}

export const noon = Date.UTC(2026, 10, 23, 12);

export function rig(adopted = true): Rig {
  const state = emptyState(1, 1001, 'CP-1');
  state.master.adopted = adopted;
  return { state, facts: [], touched: [], stored: new Map(), now: noon, cards: {}, concurrent: 0, frames: 0 };
}

export const card = (number: string, more: Partial<CardRecord> = {}): CardRecord => ({
  id: 1,
  number,
  type: 'iso14443',
  status: 'active',
  concurrentAllowed: false,
  ...more,
});

export const sent = (at: Instant): SentTime => ({ raw: new Date(at).toISOString(), at });

export const energy = (at: Instant, value: number, context: 'begin' | 'end' | 'periodic' = 'periodic'): Sample => ({
  time: sent(at),
  readings: [{ measurand: 'energy', value, context }],
});

/** Appends facts as the actor does: numbered, stamped, folded, their rows written. */
export function record(on: Rig, facts: readonly DecidedFact[], of: { frameId?: string; userId?: string } = {}): void {
  for (const { at, body } of facts) {
    const fact: Fact = {
      operatorId: 1,
      stationId: 1001,
      seq: on.state.seq + 1,
      at,
      receivedAt: on.now,
      ...of,
      body,
    };
    on.facts.push(fact);
    const touched = apply(on.state, fact);
    on.touched.push(touched);
    for (const number of touched.transactions ?? []) on.stored.set(number, copy(on.state.transactions[number]!));
  }
}

/** What the database would answer. */
function lookUp(on: Rig, message: StationMessage): Lookups {
  const wanted = needs(on.state, message);
  if (wanted === undefined) return {};
  const { startKey, endKey, transactionIds } = wanted;
  // As the lookup store asks: by what was sent; the rules look closer.
  const found = [...on.stored.values()].filter(
    (transaction) =>
      transactionIds?.includes(transaction.transactionId) ||
      (startKey?.sentAt !== undefined && transaction.startSentAt === startKey.sentAt) ||
      (endKey !== undefined && transaction.endSentAt === endKey.sentAt),
  );
  return {
    ...(wanted.card === undefined ? {} : { card: on.cards[wanted.card] ?? null }),
    ...(found.length === 0 ? {} : { transactions: found.sort((a, b) => b.number - a.number).map(copy) }),
    ...(wanted.concurrentFor === undefined ? {} : { concurrent: on.concurrent }),
  };
}

export const frameId = (n: number): string => `0192f000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

function saidAt(message: StationMessage): Instant | undefined {
  if (message.kind === 'meter') return message.samples.at(-1)?.time.at;
  return 'time' in message ? message.time.at : undefined;
}

/** A message arrives: so much later than the one before, and not before it says it happened; 0: exactly at `now`. */
export function hear(on: Rig, message: StationMessage, later = 1000): Decision {
  if (later > 0) on.now = Math.max(on.now + later, saidAt(message) ?? 0);
  on.frames += 1;
  const id = frameId(on.frames);
  const decision = decide(on.state, message, {
    now: on.now,
    receivedAt: on.now,
    frameId: id,
    lookups: lookUp(on, message),
    settings: { heartbeatInterval: 300 },
  });
  record(on, decision.facts, { frameId: id });
  return decision;
}

/** The same facts folded into nothing. */
export function rebuilt(on: Rig, adopted = true): StationState {
  const state = emptyState(1, 1001, 'CP-1');
  state.master.adopted = adopted;
  for (const fact of structuredClone(on.facts)) apply(state, fact);
  return state;
}

export const bodies = (decision: Decision): string[] => decision.facts.map(({ body }) => body.type);

/** What the rows do not keep, and the count of facts. */
const memoryOnly = new Set(['replaced', 'seq']);

/** What the rows hold, as text with its keys in order. */
export function truth(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(truth).join()}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const field = (value as Record<string, unknown>)[key];
    if (field !== undefined && !memoryOnly.has(key)) text += `${key}:${truth(field)},`;
  }
  return `{${text}}`;
}

const copy = (transaction: TransactionState): TransactionState => ({
  ...transaction,
  seqNos: transaction.seqNos.map(([from, to]) => [from, to]),
  suspect: [...transaction.suspect],
});

/**
 * Our process ends and starts again: rows as they were written, and the facts since the station's own row folded over
 * them once more, as the station store does it.
 */
export function restart(on: Rig): void {
  const state = structuredClone(on.state);
  state.transactions = {};
  const newest = new Set(Object.values(state.connectors).map(({ transaction }) => transaction));
  for (const [number, transaction] of on.stored)
    if (transaction.endedAt === undefined || newest.has(number)) state.transactions[number] = copy(transaction);
  settle(state);
  const rows = on.touched.findLastIndex(({ station }) => station);
  for (const fact of on.facts.slice(rows + 1)) apply(state, structuredClone(fact));
  on.state = state;
}
