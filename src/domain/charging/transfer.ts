import { transfersAt } from '../abilities.ts';
import type { EnergyTransfer } from '../commands/energy.ts';
import type { Holding } from '../holding.ts';
import type { Authorisation } from '../message.ts';
import type { CardRecord } from '../ports.ts';
import type { StationState, TransactionState } from '../state.ts';

/** BPT: the car may give energy back (ISO 15118-20). */
export const isBidirectional = (transfer: string): boolean => transfer.includes('BPT');

/** The list of a session that was told to the station after its start (OCPP 2.1 Q02.FR.05). */
const toldFor = (state: StationState, transaction: TransactionState): readonly EnergyTransfer[] | undefined => {
  const held = state.held?.[`allowedTransfers ${transaction.number}`];
  return held?.kind === 'allowedTransfers' ? held.value.allowed : undefined;
};

/**
 * OCPP 2.1 Q01.FR.01: what the car of this card may do at this station. Undefined: not to be determined, and then nothing is
 * said (Q01.FR.08, Q02.FR.03).
 */
export function allowedTransfers(
  state: StationState,
  card: CardRecord | null | undefined,
  authorisation: Authorisation,
): readonly EnergyTransfer[] | undefined {
  if (authorisation.status !== 'accepted') return undefined;
  const can = transfersAt(state, undefined);
  const allowed = card?.dischargeAllowed ? can : can?.filter((one) => !isBidirectional(one));
  return allowed === undefined || allowed.length === 0 ? undefined : allowed;
}

/** Whether a session may be made with this kind of transfer (Q01.FR.04, Q01.FR.07; K18.FR.22, K19.FR.15). */
export function mayTransfer(
  state: StationState,
  transfer: string,
  transaction: TransactionState | undefined,
  card: CardRecord | null | undefined,
): boolean {
  const told = transaction && toldFor(state, transaction);
  if (told !== undefined) return (told as readonly string[]).includes(transfer);
  return !isBidirectional(transfer) || card?.dischargeAllowed === true;
}

/** What a session may do is known until it ends. */
export function transfersAfterEnd(state: StationState, number: number, at: number): Holding<'allowedTransfers'>[] {
  return state.held?.[`allowedTransfers ${number}`] === undefined
    ? []
    : [{ kind: 'allowedTransfers', key: String(number), at }];
}
