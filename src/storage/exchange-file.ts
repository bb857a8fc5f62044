import type { Frame, Protocol } from '../domain/ports.ts';
import { Failure } from '../lib/errors.ts';
import { present } from '../lib/present.ts';
import { iso } from '../lib/time.ts';
import type { Exchange } from './exchanges.ts';

/** One line of an export of frames: what import and replay read. Times are ISO 8601, UTC, ms. */
export interface ExportedExchange {
  id: string;
  receivedAt: string;
  connectionId: string;
  protocol?: string;
  direction: 'in' | 'out';
  kind: Frame['kind'];
  action?: string;
  messageId?: string;
  call: string;
  answer?: string;
  answeredAt?: string;
  malformed?: string;
  violations?: string[];
  errorCode?: string;
  evse?: number;
  connector?: number;
  weight: number;
  outcome?: string;
  transactionNumber?: number;
}

/** Always in this order of fields, so that equal exchanges are equal lines. */
export const toExported = (exchange: Exchange): ExportedExchange =>
  present({
    id: exchange.id,
    receivedAt: iso(exchange.receivedAt),
    connectionId: exchange.connectionId,
    protocol: exchange.protocol,
    direction: exchange.direction,
    kind: exchange.kind,
    action: exchange.action,
    messageId: exchange.messageId,
    call: exchange.call,
    answer: exchange.answer,
    answeredAt: exchange.answeredAt === undefined ? undefined : iso(exchange.answeredAt),
    malformed: exchange.malformed,
    violations: exchange.violations === undefined ? undefined : [...exchange.violations],
    errorCode: exchange.errorCode,
    evse: exchange.evse,
    connector: exchange.connector,
    weight: exchange.weight ?? 0,
    outcome: exchange.outcome,
    transactionNumber: exchange.transactionNumber,
  });

/** The exchange again. Throws Failure `value.refused` for a time that is none or a version nobody speaks. */
export function fromExported(exported: ExportedExchange): Exchange {
  const { receivedAt, answeredAt, protocol, weight, ...same } = exported;
  if (protocol !== undefined && !protocols.includes(protocol))
    throw new Failure('value.refused', `Exchange ${exported.id}: "${protocol}" is no version we know.`);
  return {
    ...same,
    receivedAt: timeOf(receivedAt, exported.id),
    weight: weight === 2 ? 2 : weight === 1 ? 1 : 0,
    ...(answeredAt !== undefined && { answeredAt: timeOf(answeredAt, exported.id) }),
    ...(protocol !== undefined && { protocol: protocol as Protocol }),
  };
}

const protocols: readonly string[] = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] satisfies Protocol[];

function timeOf(text: string, id: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Failure('value.refused', `Exchange ${id}: "${text.slice(0, 40)}" is not a time.`);
  return at;
}
