import { type DecideContext, type DecidedFact, idFrom } from './decision.ts';
import { findError } from './error.ts';
import type { BootMessage } from './message.ts';
import type { StationState } from './state.ts';

/**
 * Numbers of parts that a station tells at boot (OCPP 1.6 BootNotification, 2.x ChargingStation and modem). Another one than before means
 * that somebody swapped the part: of a meter that is relevant for billing, of a SIM card for the contract with its network.
 */
const watched = [
  { field: 'meterSerial', code: 'meterSerialChanged', severity: 'critical' },
  { field: 'iccid', code: 'simChanged', severity: 'warning' },
  { field: 'serial', code: 'stationSerialChanged', severity: 'warning' },
  { field: 'boxSerial', code: 'boxSerialChanged', severity: 'warning' },
] as const;

const station = { evse: 0, connector: 0 };
/** Far from the ids of other errors that the same frame may lead to. */
const firstId = 0x11000;

/** Opens an error per number that is another one now; one that has come back closes its own. A number not told says nothing. */
export function serialFacts(state: StationState, boot: BootMessage, context: DecideContext): DecidedFact[] {
  const at = context.receivedAt;
  const facts: DecidedFact[] = [];
  for (const [index, { field, code, severity }] of watched.entries()) {
    const before = state.boot?.[field];
    const now = boot[field];
    if (!before || !now || same(before, now)) continue;
    const open = findError(state, station, code, undefined);
    if (open !== undefined) facts.push({ at, body: { type: 'error.closed', errorId: open.id, by: 'rule' } });
    // Back to the number that was there before the change: it explained itself.
    if (open?.info !== undefined && same(open.info.split(' → ')[0] ?? '', now)) continue;
    facts.push({
      at,
      body: {
        type: 'error.opened',
        errorId: idFrom(context.frameId, firstId + index),
        place: station,
        code,
        source: 'derived',
        severity,
        info: `${open?.info?.split(' → ')[0] ?? before} → ${now}`,
      },
    });
  }
  return facts;
}

const same = (a: string, b: string): boolean => bare(a) === bare(b);
const bare = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
