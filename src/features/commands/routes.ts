import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { Static } from 'typebox';
import type { Command } from '../../domain/commands.ts';
import type { Bus, StationKey } from '../../domain/ports.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import type { NewId } from '../../lib/ids.ts';
import { present } from '../../lib/present.ts';
import { type Clock, second } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { askStation } from '../ask-station.ts';
import type { CommandLife, commandsContract, RunningSession, Setting } from './contract.ts';
import { availabilityOf, hidden, isSecretSetting, newRequestNumber, shownCommand, type Unsupported } from './rules.ts';
import { keyOf, listSettings, type SettingRow } from './settings-store.ts';
import * as store from './store.ts';

export interface CommandsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly unsupported: Unsupported;
  /** Whether a setting of this name holds a secret, in any version. */
  readonly isSecretName: (name: string) => boolean;
}

type Asking = { caller: Caller; params: { stationId: number } };
type Common = { whenOffline?: 'refuse' | 'queue'; timeoutSeconds?: number };

const usualTimeoutSeconds = 60;

export function commandsRoutes({
  pool,
  bus,
  clock,
  newId,
  unsupported,
  isSecretName,
}: CommandsDeps): Handlers<typeof commandsContract> {
  const within = <T>(
    { caller, params }: Asking,
    work: (client: pg.PoolClient, key: StationKey) => Promise<T>,
  ): Promise<T> =>
    asOperator(pool, caller.operatorId, async (client) => {
      await requireStation(client, caller.operatorId, params.stationId);
      return work(client, { operatorId: caller.operatorId, stationId: params.stationId });
    });

  /** The answer is only that it was sent or queued; how it went is in the command's life. */
  const ask = async (
    asking: Asking,
    { whenOffline = 'refuse', timeoutSeconds = usualTimeoutSeconds }: Common,
    command: Command,
  ) => {
    const { operatorId, userId } = asking.caller;
    const reply = await askStation(
      bus,
      { operatorId, stationId: asking.params.stationId },
      {
        kind: 'command',
        commandId: newId(clock.now()),
        command,
        userId,
        whenOffline,
        timeoutMs: timeoutSeconds * second,
      },
    );
    if (reply.kind !== 'command') throw new Error(`A command was answered with ${reply.kind}.`);
    return { commandId: reply.commandId, state: reply.state };
  };
  const exists = (asking: Asking) => within(asking, async () => undefined);
  const isSecret = (name: string) => isSecretSetting(name) || isSecretName(name);
  const requestNumber = () => newRequestNumber((below) => randomInt(below));

  return {
    start: async (request) => {
      const { cardId, token, evse, connector } = request.body;
      const card = await within(request, async (client, { operatorId }) => {
        if ((cardId === undefined) === (token === undefined)) {
          throw new Failure('value.refused', 'Name a card, or a number: one of the two.', {
            fields: { cardId: 'or token, one of the two' },
          });
        }
        if (cardId === undefined) return undefined;
        const known = await store.readCardToken(client, operatorId, cardId);
        if (!known) throw new Failure('thing.unknown', 'There is no such card here.');
        return known;
      });
      const presented = card
        ? present({ number: card.number, type: card.type, group: card.card_group })
        : { number: token!.number, type: token!.type ?? ('central' as const) };
      return ask(request, request.body, {
        kind: 'start',
        token: presented,
        remoteStartId: requestNumber(),
        ...present({ evse, connector }),
      });
    },

    stop: async (request) => {
      const session = await within(request, (client, key) =>
        store.readSession(client, key, request.body.transactionNumber),
      );
      if (!session) throw new Failure('thing.unknown', 'This station has no such session.');
      if (session.ended) throw new Failure('state.conflict', 'This session has ended already.');
      return ask(request, request.body, { kind: 'stop', transactionId: session.transaction_id });
    },

    reset: async (request) => {
      await exists(request);
      const { mode, evse } = request.body;
      return ask(request, request.body, { kind: 'reset', mode, ...present({ evse }) });
    },

    unlock: async (request) => {
      await exists(request);
      const { evse, connector } = request.body;
      return ask(request, request.body, { kind: 'unlock', place: { evse, connector } });
    },

    changeAvailability: async (request) => {
      await exists(request);
      const { evse, connector, operative } = request.body;
      return ask(request, request.body, { kind: 'changeAvailability', operative, ...placeOf(evse, connector) });
    },

    trigger: async (request) => {
      await exists(request);
      const { message, evse, connector } = request.body;
      return ask(request, request.body, { kind: 'trigger', message, ...placeOf(evse, connector) });
    },

    readSettings: async (request) => {
      await exists(request);
      return ask(request, request.body, {
        kind: 'readSettings',
        requestId: requestNumber(),
        ...present({ names: request.body.names }),
      });
    },

    writeSettings: async (request) => {
      await exists(request);
      return ask(request, request.body, { kind: 'writeSettings', values: request.body.values });
    },

    clearCache: async (request) => {
      await exists(request);
      return ask(request, request.body, { kind: 'clearCache' });
    },

    dataTransfer: async (request) => {
      await exists(request);
      const { vendorId, messageId, data } = request.body;
      return ask(request, request.body, { kind: 'dataTransfer', vendorId, ...present({ messageId, data }) });
    },

    list: (request) => {
      const { after, limit = 50, kind, underWay } = request.query;
      const marker = after === undefined ? undefined : readCursor(after, 'string', 'uuid');
      if (marker && Number.isNaN(Date.parse(marker[0])))
        throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
      return within(request, async (client, key) => {
        const rows = await store.listCommands(
          client,
          key,
          present({ kind, underWay, after: marker, limit: limit + 1 }),
        );
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows.slice(0, limit).map((row) => life(row, isSecret)),
          next: last && writeCursor(last.asked_at.toISOString(), last.id),
        });
      });
    },

    settings: (request) => {
      const { after, limit = 50, text } = request.query;
      const marker =
        after === undefined
          ? undefined
          : readCursor(after, 'string', 'string', 'number', 'number', 'string', 'string', 'string');
      if (marker && !(isInteger32(marker[2]) && isInteger32(marker[3])))
        throw new Failure('request.invalid', 'The page marker `after` is not one this list gave out.');
      return within(request, async (client, key) => {
        const rows = await listSettings(client, key, present({ text, after: marker, limit: limit + 1 }));
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({
          items: rows.slice(0, limit).map((row) => shownSetting(row, isSecret(row.variable))),
          next: last && writeCursor(...keyOf(last)),
        });
      });
    },

    get: async (request) => {
      const row = await within(request, (client, key) => store.readCommand(client, key, request.params.commandId));
      if (!row) throw new Failure('thing.unknown', 'There is no such command.');
      return life(row, isSecret);
    },

    cancel: async (request) => {
      await exists(request);
      const { operatorId, userId } = request.caller;
      const { stationId, commandId } = request.params;
      await askStation(bus, { operatorId, stationId }, { kind: 'cancel', commandId, userId });
      return undefined;
    },

    available: async (request) => {
      const { connected, protocol } = await within(request, store.readReach);
      return { connected, items: availabilityOf(protocol ?? undefined, unsupported) };
    },

    preview: (request) =>
      within(request, async (client, key) => {
        const { connected } = await store.readReach(client, key);
        const running = (await store.readRunning(client, key, request.query.evse)).map(session);
        const sum = (of: (one: Static<typeof RunningSession>) => number | undefined) => {
          const known = running.flatMap((one) => of(one) ?? []);
          return known.length > 0 ? known.reduce((total, value) => total + value, 0) : undefined;
        };
        return {
          connected,
          running,
          ...present({ energyWh: sum((one) => one.energyWh), powerW: sum((one) => one.powerW) }),
        };
      }),
  };
}

const placeOf = (evse: number | undefined, connector: number | undefined) =>
  evse === undefined ? {} : { place: { evse, ...present({ connector }) } };

const session = (row: store.RunningRow): Static<typeof RunningSession> =>
  present({
    number: row.number,
    evse: row.evse,
    connector: row.connector,
    startedAt: row.started_at.toISOString(),
    energyWh: row.energy_wh,
    powerW: row.power_w,
    soc: row.soc,
  });

const isInteger32 = (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31;

/** Evse 0 and connector 0 stand for "none named". */
const shownSetting = (row: SettingRow, secret: boolean): Static<typeof Setting> =>
  present({
    component: row.component,
    componentInstance: row.component_instance || undefined,
    evse: row.evse || undefined,
    connector: row.connector || undefined,
    variable: row.variable,
    variableInstance: row.variable_instance || undefined,
    attribute: row.attribute,
    value: secret && row.value ? hidden : row.value,
    secret,
    mutability: row.mutability,
    unit: row.unit,
    dataType: row.data_type,
    readAt: row.read_at.toISOString(),
  }) as Static<typeof Setting>;

type IsSecret = (name: string) => boolean;

function life(row: store.CommandRow, isSecret: IsSecret): Static<typeof CommandLife> {
  return present({
    id: row.id,
    kind: row.kind,
    command: shownCommand(row.command, isSecret),
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    askedBy: row.asked_by,
    sentAt: row.sent_at?.toISOString(),
    answeredAt: row.answered_at?.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    deadline: row.deadline.toISOString(),
    answer: row.answer ? shownAnswer(row.answer, isSecret) : undefined,
    reason: row.reason,
  }) as Static<typeof CommandLife>;
}

const shownAnswer = (answer: NonNullable<store.CommandRow['answer']>, isSecret: IsSecret) =>
  answer.variables === undefined
    ? answer
    : {
        ...answer,
        variables: answer.variables.map((variable) =>
          isSecret(variable.variable) && variable.value ? { ...variable, value: hidden } : variable,
        ),
      };
