import type { Instant } from '../lib/time.ts';
import { abilitiesAfter, abilitiesOf } from './abilities.ts';
import { profileAfterUpdate } from './charging/dynamic.ts';
import { profilesAfterAnswer, profilesAfterEnd, profilesAfterReport } from './charging/held.ts';
import { transfersAfterEnd } from './charging/transfer.ts';
import type { CommandAnswer } from './commands.ts';
import type { Fact } from './facts.ts';
import {
  type Held,
  type Holding,
  type HoldingKind,
  type HoldingValues,
  heldKey,
  heldOf,
  kindsInMemory,
  mostStreams,
} from './holding.ts';
import type { CommandRecord, StationState } from './state.ts';
import { tariffsAfterAnswer } from './tariffs.ts';
import { normalCard } from './token.ts';
import { findById } from './transaction.ts';
import { vendorKey } from './vendor.ts';

/** What of the things a station has is changed by a fact: new rows, and what the memory keeps of them. */
export function foldHoldings(state: StationState, fact: Fact): Holding[] {
  const changed = changes(state, fact);
  for (const one of changed) {
    if (!(kindsInMemory as readonly string[]).includes(one.kind)) continue;
    if (one.value === undefined) delete state.held?.[heldKey(one)];
    else (state.held ??= {})[heldKey(one)] = one as Held;
  }
  return changed;
}

const hold = <K extends HoldingKind>(
  kind: K,
  key: string | number,
  at: Instant,
  value: HoldingValues[K] | undefined,
  evse?: number,
): Holding<K> => ({
  kind,
  key: String(key),
  at,
  ...(evse === undefined ? {} : { evse }),
  ...(value === undefined ? {} : { value }),
});

function changes(state: StationState, fact: Fact): Holding[] {
  const { body } = fact;
  const at = fact.receivedAt;
  switch (body.type) {
    case 'monitors.reported':
      return [
        ...body.monitors.map((one) => hold('monitor', one.id, at, { ...one, by: 'report' }, one.name.evse)),
        ...complete(state, body, 'monitor', at),
      ];
    case 'displayMessages.reported':
      return [
        ...body.messages.map((one) => hold('displayMessage', one.id, at, { ...one, by: 'report' })),
        ...complete(state, body, 'displayMessage', at),
      ];
    case 'gridControls.reported':
      return body.controls.map((one) => hold('gridControl', one.id, at, one));
    case 'gridControl.changed':
      return body.superseded.map((id) => hold('gridControl', id, at, undefined));
    case 'customer.cleared':
      return [hold('clearedCard', normalCard(body.token.number), at, { token: body.token })];
    case 'settings.reported': {
      const known = abilitiesOf(state);
      const now = abilitiesAfter(known, body.variables);
      return [...(now === known ? [] : [hold('abilities', 'all', at, now)]), ...complete(state, body, 'settings', at)];
    }
    case 'station.eventReported': {
      const { time: _, ...event } = body.event;
      return event.monitorId === undefined ? [] : [hold('monitorEvent', event.monitorId, fact.at, event)];
    }
    case 'stream.opened': {
      const { streamId, accepted, type: _, ...stream } = body;
      // What came under this number before was another stream's.
      return accepted ? [hold('stream', streamId, at, stream), hold('streamValue', streamId, at, undefined)] : [];
    }
    case 'stream.closed':
      return [hold('stream', body.streamId, at, undefined)];
    case 'stream.reported': {
      const last = body.values.at(-1);
      if (last === undefined || state.held?.[`stream ${body.streamId}`] === undefined) return [];
      const value = { value: last.value, count: body.values.length, pending: body.pending };
      return [hold('streamValue', body.streamId, last.at ?? at, value)];
    }
    case 'data.received': {
      const { type: _, routed = false, ...told } = body;
      const value = { ...told, routed, ...(fact.frameId === undefined ? {} : { frameId: fact.frameId }) };
      return [hold('vendorMessage', vendorKey(body.vendorId, body.messageId, routed), at, value)];
    }
    case 'chargingLimit.set': {
      const { type: _, evse, ...limit } = body;
      return [hold('chargingLimit', `${evse} ${limit.source}`, at, limit, evse)];
    }
    case 'chargingLimit.cleared':
      return [hold('chargingLimit', `${body.evse ?? 0} ${body.source}`, at, undefined, body.evse ?? 0)];
    case 'chargingNeeds.told': {
      const { type: _, evse, ...told } = body;
      const { needs, maxPeriods, status } = told;
      const waits =
        status === 'processing' ? { needs, ...(maxPeriods === undefined ? {} : { maxPeriods }) } : undefined;
      const waited = state.held?.[`waitingNeeds ${evse}`] !== undefined;
      return [
        hold('chargingNeeds', evse, at, told, evse),
        ...(waits !== undefined || waited ? [hold('waitingNeeds', evse, at, waits, evse)] : []),
      ];
    }
    case 'carSchedule.told': {
      const { type: _, evse, ...told } = body;
      return [hold('carSchedule', evse, at, told, evse)];
    }
    case 'chargingProfiles.reported':
      return profilesAfterReport(state, body, at);
    case 'transaction.ended':
      return [...profilesAfterEnd(state, body.number, at), ...transfersAfterEnd(state, body.number, at)];
    case 'command.moved': {
      const record = state.commands[body.commandId];
      return record === undefined || body.answer === undefined ? [] : afterAnswer(state, record, body.answer, at);
    }
    default:
      return [];
  }
}

/** A report of everything that was asked for is over: what it did not name is gone (OCPP 2.0.1 B07, N02, O03). */
function complete(
  state: StationState,
  { requestId, last }: { readonly requestId?: number; readonly last: boolean },
  kind: 'settings' | 'monitor' | 'displayMessage',
  at: Instant,
): Holding<'report'>[] {
  if (!last || requestId === undefined) return [];
  const record = Object.values(state.commands).find(
    (one) => one.endedAt === undefined && asksAll(one, kind, requestId),
  );
  return record === undefined ? [] : [hold('report', kind, at, { since: record.askedAt, requestId })];
}

function asksAll({ command }: CommandRecord, kind: 'settings' | 'monitor' | 'displayMessage', requestId: number) {
  if (!('requestId' in command) || command.requestId !== requestId) return false;
  switch (command.kind) {
    case 'readSettings':
      return kind === 'settings' && command.names === undefined;
    case 'readReport':
      return kind === 'settings' && command.base === 'full';
    case 'readMonitors':
      return kind === 'monitor' && command.criteria === undefined && command.names === undefined;
    case 'readDisplayMessages':
      return (
        kind === 'displayMessage' &&
        command.ids === undefined &&
        command.priority === undefined &&
        command.state === undefined
      );
    default:
      return false;
  }
}

/** Without what is absent. */
const known = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** What a command that was answered has set or removed. */
function afterAnswer(
  state: StationState,
  { command, askedAt }: CommandRecord,
  answer: CommandAnswer,
  at: Instant,
): Holding[] {
  const accepted = answer.outcome === 'accepted';
  switch (command.kind) {
    case 'setMonitors':
      // One by one, in the order asked (N04.FR.08): each has its own status and the number the station gave it.
      return command.monitors.flatMap((monitor, index) => {
        const result = answer.monitors?.[index];
        const id = result?.id ?? monitor.id;
        if (result?.status !== 'Accepted' || id === undefined) return [];
        return [hold('monitor', id, at, { ...monitor, id, origin: 'custom', by: 'command' }, monitor.name.evse)];
      });
    case 'clearMonitors':
      return command.ids.flatMap((id, index) => {
        const result = answer.monitors?.find((one) => one.id === id) ?? answer.monitors?.[index];
        const gone = result === undefined ? accepted : result.status === 'Accepted' || result.status === 'NotFound';
        return gone ? [hold('monitor', id, at, undefined)] : [];
      });
    case 'setDisplayMessage':
      return accepted ? [hold('displayMessage', command.message.id, at, { ...command.message, by: 'command' })] : [];
    case 'clearDisplayMessage':
      // O05: `Unknown` means that it is not there either.
      return accepted || answer.status === 'Unknown' ? [hold('displayMessage', command.id, at, undefined)] : [];
    case 'readSettings':
      return command.names === undefined && answer.variables !== undefined
        ? [hold('report', 'settings', at, { since: askedAt })]
        : [];
    case 'readDisplayMessages':
      // O03.FR.03, O04: there are none.
      return answer.status === 'Unknown' && asksAll({ command } as CommandRecord, 'displayMessage', command.requestId)
        ? [hold('report', 'displayMessage', at, { since: at, requestId: command.requestId })]
        : [];
    case 'readMonitors':
      return answer.status === 'EmptyResultSet' && asksAll({ command } as CommandRecord, 'monitor', command.requestId)
        ? [hold('report', 'monitor', at, { since: at, requestId: command.requestId })]
        : [];
    case 'adjustPeriodicEventStream': {
      const stream = state.held?.[`stream ${command.id}`];
      if (!accepted || stream?.kind !== 'stream') return [];
      const { intervalSeconds, values } = command;
      const paced = { intervalSeconds, values };
      return [hold('stream', command.id, at, { monitorId: stream.value.monitorId, ...known(paced) })];
    }
    case 'readPeriodicEventStreams': {
      if (!accepted || answer.streams === undefined) return [];
      const named = new Set(answer.streams.map(({ id }) => String(id)));
      const gone = heldOf(state, 'stream').filter(({ key }) => !named.has(key));
      return [
        ...gone.map(({ key }) => hold('stream', key, at, undefined)),
        ...answer.streams.slice(0, mostStreams).map(({ id, ...stream }) => hold('stream', id, at, stream)),
      ];
    }
    case 'setDefaultTariff':
    case 'readTariffs':
    case 'clearTariffs':
      return tariffsAfterAnswer(state, command, answer, at);
    case 'updateDynamicSchedule':
      return accepted ? profileAfterUpdate(state, command.profileId, command.update, at) : [];
    case 'notifyAllowedEnergyTransfer': {
      const transaction = findById(state, command.transactionId);
      if (!accepted || transaction === undefined) return [];
      return [hold('allowedTransfers', transaction.number, at, { allowed: command.allowed })];
    }
    case 'setNetworkProfile': {
      const { version, url, securityProfile } = command.profile;
      const value = { slot: command.slot, version, url, securityProfile, interface: command.profile.interface };
      return accepted ? [hold('networkProfile', command.slot, at, value)] : [];
    }
    default:
      return profilesAfterAnswer(state, command, answer, at);
  }
}
