import type pg from 'pg';
import type { Command } from '../../domain/commands.ts';
import type { EndingReason } from '../../domain/connection.ts';
import type { Bus, StationKey } from '../../domain/ports.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso, minute } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { askStation, changeStation } from '../ask-station.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { SheetCertificates } from '../certificates/index.ts';
import type { securityContract } from './contract.ts';
import { type RootsDeps, requireRoot, rootsOf } from './roots.ts';
import { footingOf, installedOf, passwordState } from './rules.ts';
import * as store from './store.ts';

export interface SecurityDeps extends AuditDeps, RootsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly hashPassword: (password: string) => string;
  readonly sheetCertificates: SheetCertificates;
}

const shownEvents = 20;
const revoked: EndingReason = 'certificateRevoked';
const raised: EndingReason = 'profileRaised';

export function securityRoutes(deps: SecurityDeps): Handlers<typeof securityContract> {
  const { pool, bus, clock, newId, hashPassword, sheetCertificates } = deps;
  type Asking = { caller: Caller; params: { stationId: number } };
  const keyOf = ({ caller, params }: Asking): StationKey => ({
    operatorId: caller.operatorId,
    stationId: params.stationId,
  });
  const within = <T>(asking: Asking, work: (client: pg.PoolClient, key: StationKey) => Promise<T>): Promise<T> =>
    asOperator(pool, asking.caller, async (client) => {
      await requireStation(client, asking.caller.operatorId, asking.params.stationId);
      return work(client, keyOf(asking));
    });
  const send = async (asking: Asking, command: Command) => {
    const reply = await askStation(bus, keyOf(asking), {
      kind: 'command',
      commandId: newId(clock.now()),
      command,
      userId: asking.caller.userId,
      whenOffline: 'refuse',
      timeoutMs: minute,
    });
    if (reply.kind !== 'command') throw new Error(`A command was answered with ${reply.kind}.`);
    return { commandId: reply.commandId, state: reply.state };
  };
  const disconnect = (asking: Asking, reason: EndingReason) =>
    bus.ask(keyOf(asking), { kind: 'disconnect', reason, userId: asking.caller.userId });

  return {
    get: (request) =>
      within(request, async (client, key) => {
        const row = await store.readSecurity(client, key);
        const set = await store.readRaised(client, key);
        const events = await store.readEvents(client, key, shownEvents);
        const { roots, checked } = await rootsOf(deps, client, key);
        const { reads, deleted } = await store.readInstalled(client, key);
        const { minimum, reasons } = footingOf({
          minimumProfile: row.minimum_profile,
          unauthenticatedAllowed: row.unauthenticated_allowed,
          hasPassword: row.has_password,
          setBy: set?.by,
        });
        const now = clock.now();
        return {
          connected: row.connected,
          minimumProfile: minimum,
          reasons,
          password: passwordState({
            hasPassword: row.has_password,
            factory: row.factory_password,
            changing: row.changing,
            underWay: row.under_way,
            pending: row.pending,
          }),
          certificates: (await sheetCertificates.of(client, key)).map((one) => sheetCertificates.shown(one, now)),
          roots: roots.map(({ shown }) => shown),
          rootsChecked: checked,
          installed: installedOf(reads, deleted).map(({ use, hash, readAt }) => ({ use, hash, readAt: iso(readAt) })),
          events: events.map((one) =>
            present({
              at: one.at.toISOString(),
              receivedAt: one.received_at.toISOString(),
              event: one.event,
              info: one.info,
              by: one.by === 'server' ? ('server' as const) : ('station' as const),
            }),
          ),
          ...present({
            profile: row.connected ? row.security_profile : row.last_profile,
            tls: row.connected ? row.tls : row.last_tls,
            raisedAt: row.minimum_profile > 0 ? set?.at.toISOString() : undefined,
            installedReadAt: reads[0] && iso(reads[0].at),
          }),
        };
      }),

    changePassword: async (request) => {
      await within(request, async () => undefined);
      const reply = await askStation(bus, keyOf(request), {
        kind: 'changePassword',
        commandId: newId(clock.now()),
        userId: request.caller.userId,
      });
      if (reply.kind !== 'command') throw new Error(`A new password was answered with ${reply.kind}.`);
      return { commandId: reply.commandId, state: reply.state };
    },

    factoryPassword: async (request) => {
      await within(request, async () => undefined);
      await changeStation(bus, request.caller, request.params.stationId, {
        kind: 'setCredentials',
        passwordHash: hashPassword(request.body.password),
        factory: true,
      });
      return undefined;
    },

    minimumProfile: async (request) => {
      const { profile, reason } = request.body;
      const row = await within(request, store.readSecurity);
      await changeStation(bus, request.caller, request.params.stationId, {
        kind: 'setMinimumProfile',
        profile,
        reason,
      });
      // Who came in lower must come again.
      if (row.connected && !row.unauthenticated_allowed && (row.security_profile ?? 0) < profile)
        await disconnect(request, raised);
      return undefined;
    },

    requestCertificate: async (request) => {
      await within(request, async () => undefined);
      return send(request, { kind: 'trigger', message: 'signStation' });
    },

    revoke: async (request) => {
      const { fingerprint } = request.params;
      const { reason } = request.body;
      const { name, connected, profile } = await within(request, async (client, key) => {
        const gone = await sheetCertificates.revoke(client, key, fingerprint, {
          at: clock.now(),
          by: request.caller.userId,
          reason,
        });
        if (gone === undefined)
          throw new Failure('thing.unknown', 'The station has no such certificate that is valid.');
        await audit(client, deps, request.caller, 'certificate.revoked', { fingerprint, name: gone.name, reason });
        const row = await store.readSecurity(client, key);
        return { name: gone.name, connected: row.connected, profile: row.security_profile };
      });
      await changeStation(bus, request.caller, request.params.stationId, {
        kind: 'revokeCertificate',
        fingerprint,
        name,
        reason,
      });
      // Whichever it came in with: a good one lets it in again.
      if (connected && profile === 3) await disconnect(request, revoked);
      return undefined;
    },

    installRoot: async (request) => {
      const { certificate } = request.body;
      await within(request, (client, key) => requireRoot(deps, client, key, certificate));
      return send(request, { kind: 'installCertificate', use: 'centralRoot', certificate });
    },
  };
}
