import type { Instant } from '../lib/time.ts';
import type { Change } from './changes.ts';
import { ensureConnector, mostConnectors, possible } from './connector.ts';
import type { DecidedFact } from './decision.ts';
import { checkEvseId, normalEvseId } from './evse-id.ts';
import type { AskReply } from './ports.ts';
import { type ConnectorState, placeKey, type StationState } from './state.ts';

type Refusal = Extract<AskReply, { kind: 'refused' }>['reason'];
export type ChangeDecision =
  | { readonly facts: readonly DecidedFact[] }
  | { readonly refused: Refusal; readonly detail: string };

/**
 * What a change by a person leads to. The fact keeps the old values of exactly the fields that change; nothing to change
 * is no fact. That no other station has an EVSE-ID already is the database's to say (a unique index on the normal form).
 */
export function decideChange(state: StationState, change: Change, context: { readonly now: Instant }): ChangeDecision {
  const refusal = refused(state, change);
  if (refusal !== undefined) return refusal;
  const at = context.now;
  if (change.kind === 'closeError')
    return { facts: [{ at, body: { type: 'error.closed', errorId: change.errorId, by: 'user' } }] };
  if (change.kind === 'revokeCertificate') {
    const { kind: _, ...revoked } = change;
    return { facts: [{ at, body: { type: 'certificate.revoked', ...revoked } }] };
  }
  const { fields, before } = difference(state, change);
  if (fields === undefined) return { facts: [] };
  return { facts: [{ at, body: { type: 'station.changed', change: fields, before } }] };
}

const refuse = (reason: Refusal, detail: string) => ({ refused: reason, detail });

function refused(state: StationState, change: Change): { refused: Refusal; detail: string } | undefined {
  if (change.kind === 'recommission')
    return state.master.decommissioned ? undefined : refuse('state.conflict', 'The station is in the network');
  if (state.master.decommissioned) return refuse('state.conflict', 'The station has left the network');
  switch (change.kind) {
    case 'describeStation':
      return badStation(change);
    case 'adoptStation':
      if (state.master.adopted) return refuse('state.conflict', 'The station has been adopted already');
      return change.name.trim() === '' ? refuse('value.refused', 'The name is empty') : undefined;
    case 'setCredentials':
      return change.passwordHash === '' ? refuse('value.refused', 'The password is empty') : undefined;
    case 'setMinimumProfile':
      return [0, 1, 2, 3].includes(change.profile)
        ? undefined
        : refuse('value.refused', 'Security profiles are 0 to 3');
    case 'addChargePoint': {
      const known = state.connectors[placeKey(change)];
      if (known !== undefined) return refuse('name.taken', 'The station has this charge point already');
      if (change.evse < 1 || change.connector < 1) return refuse('value.refused', 'Charge points count from 1');
      return possible(state, change) === undefined
        ? refuse('value.refused', `A station has at most ${mostConnectors} charge points`)
        : undefined;
    }
    case 'describeChargePoint':
      return badChargePoint(state, change);
    case 'closeError': {
      const error = state.errors[change.errorId];
      if (error === undefined) return refuse('thing.unknown', 'The station has no such open error');
      return error.closedAt === undefined ? undefined : refuse('state.conflict', 'The error is closed already');
    }
    default:
      return undefined;
  }
}

function badStation(change: Extract<Change, { kind: 'describeStation' }>) {
  if (change.name !== undefined && change.name.trim() === '') return refuse('value.refused', 'The name is empty');
  if (change.publicName != null && change.publicName.trim() === '')
    return refuse('value.refused', 'The public name is empty');
  for (const field of ['entityId', 'locationId', 'modelId', 'ownerContactId', 'technicianContactId'] as const) {
    const value = change[field];
    if (value != null && !(Number.isInteger(value) && value > 0))
      return refuse('value.refused', `${field} is no number of a thing`);
  }
  if (change.timeZone != null && !isTimeZone(change.timeZone)) return refuse('value.refused', 'This is no time zone');
  for (const field of ['gridLimitW', 'pendingAfterSeconds'] as const) {
    const value = change[field];
    if (value != null && !(Number.isFinite(value) && value > 0))
      return refuse('value.refused', `${field} must be above zero`);
  }
  for (const field of ['commissionedOn', 'warrantyUntil'] as const) {
    const value = change[field];
    if (value != null && !isDate(value)) return refuse('value.refused', `${field} is no date`);
  }
  return undefined;
}

function badChargePoint(state: StationState, change: Extract<Change, { kind: 'describeChargePoint' }>) {
  if (state.connectors[placeKey(change)] === undefined)
    return refuse('thing.unknown', 'The station has no such charge point');
  for (const field of ['maxPowerW', 'phases'] as const) {
    const value = change[field];
    if (value != null && !(Number.isFinite(value) && value > 0))
      return refuse('value.refused', `${field} must be above zero`);
  }
  if (change.evseId == null) return undefined;
  const read = checkEvseId(change.evseId);
  if ('problem' in read) return refuse('value.refused', `This is no EVSE-ID such as DE*ABC*E123*1 (${read.problem})`);
  const twin = Object.values(state.connectors).find(
    (other) =>
      other.evseId !== undefined && placeKey(other) !== placeKey(change) && normalEvseId(other.evseId) === read.normal,
  );
  return twin === undefined
    ? undefined
    : refuse('name.taken', `Charge point ${twin.evse}.${twin.connector} of this station has this EVSE-ID already`);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** Only the fields that get another value than they have, and the values they had; null for none. */
function difference(
  state: StationState,
  change: Exclude<Change, { kind: 'closeError' | 'revokeCertificate' }>,
): { fields?: Change; before: Record<string, unknown> } {
  switch (change.kind) {
    case 'describeStation':
      return differing(change, state.master as unknown as Record<string, unknown>, ['kind']);
    case 'describeChargePoint': {
      const connector = state.connectors[placeKey(change)]! as unknown as Record<string, unknown>;
      return differing(tidyEvseId(change), connector, ['kind', 'evse', 'connector']);
    }
    case 'adoptStation': {
      const { adopted, name, location } = state.master;
      const before = { adopted, name, ...(change.location === undefined ? {} : { location: location ?? null }) };
      return { fields: change, before };
    }
    case 'setCredentials':
      // Not even the old hash: a fact is kept for ever.
      return { fields: change, before: { passwordHash: state.master.passwordHash === undefined ? null : 'set' } };
    case 'allowUnauthenticated': {
      const before = { unauthenticatedAllowed: state.master.unauthenticatedAllowed };
      return state.master.unauthenticatedAllowed === change.allowed ? { before } : { fields: change, before };
    }
    case 'liftBlock': {
      const { blockedUntil, blockCause } = state.master;
      return blockedUntil === undefined
        ? { before: {} }
        : { fields: change, before: { blockedUntil, blockCause: blockCause ?? null } };
    }
    case 'setMinimumProfile': {
      const before = { profile: state.master.minimumProfile };
      return before.profile === change.profile ? { before } : { fields: change, before };
    }
    case 'addChargePoint':
      return { fields: change, before: {} };
    case 'decommission':
    case 'recommission':
      return { fields: change, before: { decommissioned: state.master.decommissioned } };
  }
}

const tidyEvseId = (change: Extract<Change, { kind: 'describeChargePoint' }>) =>
  change.evseId == null ? change : { ...change, evseId: change.evseId.trim() };

function differing<C extends Change>(
  change: C,
  now: Readonly<Record<string, unknown>>,
  naming: readonly string[],
): { fields?: Change; before: Record<string, unknown> } {
  const fields: Record<string, unknown> = {};
  const before: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change)) {
    if (naming.includes(field)) fields[field] = value;
    else if (value !== undefined && value !== (now[field] ?? null)) {
      fields[field] = value;
      before[field] = now[field] ?? null;
    }
  }
  return Object.keys(before).length === 0 ? { before } : { fields: fields as unknown as Change, before };
}

/** Folds a change by a person. Returns the key of the charge point it was about. */
export function foldChange(state: StationState, change: Change): string | undefined {
  const { master } = state;
  switch (change.kind) {
    case 'describeStation':
      assign(master as unknown as Record<string, unknown>, change, ['kind']);
      return undefined;
    case 'adoptStation':
      master.adopted = true;
      assign(master as unknown as Record<string, unknown>, change, ['kind']);
      return undefined;
    case 'setCredentials':
      master.passwordHash = change.passwordHash;
      master.factoryPassword = change.factory ?? false;
      delete master.passwordNext;
      delete master.passwordCommand;
      return undefined;
    case 'allowUnauthenticated':
      master.unauthenticatedAllowed = change.allowed;
      return undefined;
    case 'liftBlock':
      delete master.blockedUntil;
      delete master.blockCause;
      return undefined;
    case 'setMinimumProfile':
      master.minimumProfile = change.profile;
      return undefined;
    case 'decommission':
      master.decommissioned = true;
      return undefined;
    case 'recommission':
      master.decommissioned = false;
      return undefined;
    case 'addChargePoint':
      return ensureConnector(state, change, 'user') && placeKey(change);
    case 'describeChargePoint': {
      const connector: ConnectorState | undefined = state.connectors[placeKey(change)];
      if (connector === undefined) return undefined;
      assign(connector as unknown as Record<string, unknown>, change, ['kind', 'evse', 'connector']);
      return placeKey(change);
    }
    // Told as `error.closed` and `certificate.revoked`.
    case 'closeError':
    case 'revokeCertificate':
      return undefined;
  }
}

function assign(target: Record<string, unknown>, change: Change, without: readonly string[]): void {
  for (const [field, value] of Object.entries(change)) {
    if (without.includes(field) || value === undefined) continue;
    if (value === null) delete target[field];
    else target[field] = value;
  }
}
