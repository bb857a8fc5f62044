import type { Static } from 'typebox';
import type { VariableName } from '../../domain/commands/device-model.ts';
import { present } from '../../lib/present.ts';
import type { HistoryItem } from './contract.ts';
import type { Row } from './list-store.ts';
import { type AutomaticKind, type Difference, deviceFields, differences, text } from './rules.ts';

type Item = Static<typeof HistoryItem>;
// biome-ignore lint/suspicious/noExplicitAny: bodies of facts of every age
type Body = any;

export interface Shown {
  readonly isSecretName: (name: string) => boolean;
}

/** An entry as it is shown. Of what the program wrote down only what is known to be harmless leaves: no secret, no card. */
export function shownItem(row: Row, deps: Shown): Item {
  const { source, id, at, by, by_name } = row;
  const base = {
    id: `${source}:${id}`,
    at: at.toISOString(),
    by: by === null ? undefined : { id: by, name: by_name ?? by },
  };
  const body = (row.body ?? {}) as Body;
  if (source === 'entry') {
    const moment = (value: string | null) => (value === null ? undefined : new Date(value).toISOString());
    return present({
      ...base,
      origin: 'manual' as const,
      kind: String(body.kind),
      entryId: id,
      text: body.text,
      pinned: body.pinned,
      mentions: body.mentions ?? undefined,
      revision: body.revision,
      writtenAt: moment(body.writtenAt),
      changedAt: moment(body.changedAt),
      changedBy: body.changedBy,
      attachments: Number(body.attachments),
    });
  }
  const type = row.type ?? '';
  const told = source === 'record' ? ofRecord(body) : ofFact(type, body, deps);
  return present({ ...base, origin: 'automatic' as const, type, ...told });
}

interface Told {
  readonly kind: AutomaticKind;
  readonly what?: string | undefined;
  readonly name?: string | undefined;
  readonly place?: Item['place'];
  readonly changes?: Difference[];
}

const placeOf = ({ evse, connector }: Body): Item['place'] =>
  typeof evse === 'number'
    ? present({ evse, connector: typeof connector === 'number' ? connector : undefined })
    : undefined;
const securityChanges = new Set(['setCredentials', 'allowUnauthenticated', 'setMinimumProfile']);
const hidden = new Set(['kind', 'passwordHash', 'factory', 'evse', 'connector']);

function ofFact(type: string, body: Body, { isSecretName }: Shown): Told {
  if (type === 'station.changed') {
    const { change = {}, before = {} } = body;
    return {
      kind: securityChanges.has(change.kind) ? 'security' : 'change',
      what: change.kind,
      place: placeOf(change),
      // What goes along with a change and was not asked for says nothing new.
      changes: differences(only(before, change), change, hidden),
    };
  }
  if (type === 'command.asked') {
    const { command = {} } = body;
    if (command.kind !== 'writeSettings') return { kind: 'command', what: command.kind, place: placeOf(command) };
    const settings: { name: VariableName; value: string }[] = Array.isArray(command.values) ? command.values : [];
    return { kind: 'settings', what: command.kind, changes: settings.map((one) => written(one, isSecretName)) };
  }
  if (type === 'station.booted')
    return {
      kind: 'device',
      changes: differences(pick(body.last), pick(body.boot)),
    };
  if (type === 'connection.ordered') return { kind: 'command', what: text(body.order) };
  if (type === 'station.profileRaised')
    return { kind: 'security', changes: [{ field: 'profile', before: String(body.from), after: String(body.to) }] };
  return { kind: 'security', name: text(body.name) };
}

const only = (before: Body, change: Body): Record<string, unknown> =>
  Object.fromEntries(Object.keys(change).map((name) => [name, before[name]]));

function written(
  { name, value }: { name: VariableName; value: unknown },
  isSecretName: Shown['isSecretName'],
): Difference {
  const field = [name.component, name.variable].filter(Boolean).join('.');
  return present({ field, after: isSecretName(name.variable) ? '***' : text(value) });
}

const pick = (boot: Body): Record<string, unknown> =>
  Object.fromEntries(deviceFields.map((field) => [field, boot?.[field]]));

/** Of what others write down: its type and its name, and old and new where they are told in this form. */
function ofRecord(body: Body): Told {
  const isFields = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const single = 'value' in body || ('before' in body && !isFields(body.before));
  const changes = isFields(body.change)
    ? differences(isFields(body.before) ? body.before : {}, body.change)
    : // What not everybody may see is not told to everybody who sees the history.
      single && body.internal !== true && typeof body.name === 'string'
      ? differences({ [body.name]: body.before }, { [body.name]: body.value })
      : [];
  const part = [body.article, body.serial].filter((each) => typeof each === 'string').join(' ');
  return {
    kind: 'record',
    name: text(body.name ?? body.title) ?? (part === '' ? undefined : part),
    ...(changes.length > 0 ? { changes } : {}),
  };
}
