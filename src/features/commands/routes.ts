import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { Static } from 'typebox';
import { type Command, type CommandAnswer, type CommandKind, commandKinds } from '../../domain/commands.ts';
import type { Bus, Protocol, StationKey } from '../../domain/ports.ts';
import type { BodyOf, Caller, Handlers } from '../../http/contract.ts';
import type { Language } from '../../http/schema.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import type { NewId } from '../../lib/ids.ts';
import { present } from '../../lib/present.ts';
import { type Clock, second } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { askStation } from '../ask-station.ts';
import { toCommand } from './asked.ts';
import type { commandsContract, RunningSession } from './contract.ts';
import { descriptions } from './fields/index.ts';
import { knownBody, type Lookups } from './known.ts';
import { availabilityOf, isSecretSetting, newRequestNumber, type OptionalParts, type Unsupported } from './rules.ts';
import { keyOf, listSettings, summariseSettings } from './settings-store.ts';
import { life, shownSetting } from './shown.ts';
import * as store from './store.ts';

export interface CommandsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly unsupported: Unsupported;
  /** What stations of a version may leave out. */
  readonly parts: (protocol: Protocol) => OptionalParts | undefined;
  /** Asks for a log that the station brings here, to an address made for this request alone. */
  readonly bringLog: (
    caller: Caller,
    stationId: number,
    wanted: Omit<BodyOf<(typeof commandsContract)['readLog']>, 'url' | 'whenOffline' | 'timeoutSeconds' | 'extended'>,
  ) => Promise<{ commandId: string }>;
  /** Throws why a certificate must not become the root by which a station knows this server. */
  readonly checkRoot: (caller: Caller, stationId: number, certificate: string) => Promise<void>;
  /** Whether a setting of this name holds a secret, in any version. */
  readonly isSecretName: (name: string) => boolean;
  /** The answer of a station in words. */
  readonly sayAnswer: (
    answer: Pick<CommandAnswer, 'outcome' | 'status' | 'detail'>,
    language: Static<typeof Language>,
  ) => string;
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
  parts,
  bringLog,
  checkRoot,
  isSecretName,
  sayAnswer,
}: CommandsDeps): Handlers<typeof commandsContract> {
  const within = <T>(
    { caller, params }: Asking,
    work: (client: pg.PoolClient, key: StationKey) => Promise<T>,
  ): Promise<T> =>
    asOperator(pool, caller, async (client) => {
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
  const isSecret = (name: string) => isSecretSetting(name) || isSecretName(name);
  const shownLife = (row: store.CommandRow, language: Static<typeof Language> = 'en') =>
    life(row, isSecret, row.answer === null ? undefined : sayAnswer(row.answer, language));

  const lookups = (client: pg.PoolClient, key: StationKey): Lookups => ({
    card: async (id) => {
      const card = await store.readCardToken(client, key.operatorId, id);
      if (!card) throw new Failure('thing.unknown', 'There is no such card here.');
      return present({ number: card.number, type: card.type, group: card.card_group });
    },
    transaction: async (number) => {
      const session = await store.readSession(client, key, number);
      if (!session) throw new Failure('thing.unknown', 'This station has no such session.');
      if (session.ended) throw new Failure('state.conflict', 'This session has ended already.');
      return session.transaction_id;
    },
  });
  /** Every kind is asked the same way: what its form names is looked up, then it is put into neutral words. */
  const handler = (kind: CommandKind) => async (request: Asking & { body: Common }) => {
    const { known, above } = await within(request, async (client, key) => ({
      known: await knownBody(descriptions[kind], { ...request.body }, lookups(client, key)),
      // OCPP 2.1 K01.FR.80: the lower numbers of profiles are the station's own.
      above: kind === 'setChargingProfile' || kind === 'start' ? await store.readExternalProfiles(client, key) : 0,
    }));
    const write = toCommand[kind] as (body: unknown, issue: () => number) => Command;
    const issue = () => newRequestNumber((below) => randomInt(below), above);
    return ask(request, request.body, write(known, issue));
  };
  const asking = Object.fromEntries(commandKinds.map((kind) => [kind, handler(kind)])) as unknown as Pick<
    Handlers<typeof commandsContract>,
    CommandKind
  >;

  return {
    ...asking,

    readLog: async (request) => {
      if (request.body.url !== undefined) return asking.readLog(request);
      const { log, from, until, retries, retryIntervalSeconds } = request.body;
      await within(request, async () => knownBody(descriptions.readLog, { ...request.body }, noLookups));
      const { commandId } = await bringLog(request.caller, request.params.stationId, {
        log,
        ...present({ from, until, retries, retryIntervalSeconds }),
      });
      return { commandId, state: 'sent' };
    },

    installCertificate: async (request) => {
      const { use, certificate } = request.body;
      if (use === 'centralRoot') await checkRoot(request.caller, request.params.stationId, certificate);
      return asking.installCertificate(request);
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
          items: rows.slice(0, limit).map((row) => shownLife(row, request.query.language)),
          next: last && writeCursor(last.asked_at.toISOString(), last.id),
        });
      });
    },

    settings: (request) => {
      const { after, limit = 50, text, changeable } = request.query;
      const marker =
        after === undefined
          ? undefined
          : readCursor(after, 'string', 'string', 'integer', 'integer', 'string', 'string', 'string');
      return within(request, async (client, key) => {
        const rows = await listSettings(client, key, present({ text, changeable, after: marker, limit: limit + 1 }));
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
      return shownLife(row, request.query.language);
    },

    cancel: async (request) => {
      await within(request, async () => undefined);
      const { operatorId, userId } = request.caller;
      const { stationId, commandId } = request.params;
      await askStation(bus, { operatorId, stationId }, { kind: 'cancel', commandId, userId });
      return undefined;
    },

    available: async (request) => {
      const { connected, protocol, told, may } = await within(request, async (client, key) => {
        const reach = await store.readReach(client, key);
        const may = reach.protocol === null ? undefined : parts(reach.protocol);
        return { ...reach, may, told: may ? await store.readTold(client, key, may.settings) : {} };
      });
      return {
        connected,
        items: availabilityOf(protocol ?? undefined, unsupported, (kind) => may?.lacking(kind, told)),
      };
    },

    settingsSummary: (request) =>
      within(request, async (client, key) => {
        const { count, changeable, read_at } = await summariseSettings(client, key);
        return present({ count, changeable, readAt: read_at?.toISOString() });
      }),

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

/** For forms that name nothing of ours. */
const noLookups: Lookups = {
  card: () => Promise.reject(new Error('this form has no card')),
  transaction: () => Promise.reject(new Error('this form has no session')),
};
