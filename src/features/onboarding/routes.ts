import type pg from 'pg';
import type { Static } from 'typebox';
import type { Bus } from '../../domain/ports.ts';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { changeStation } from '../ask-station.ts';
import type { Credentials } from '../station-words.ts';
import type { InboxStation, onboardingContract } from './contract.ts';
import { type InboxRow, inboxIdentity, readInbox } from './store.ts';

export interface OnboardingDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  /** A new password for a station, set and shown once. */
  readonly issueCredentials: (
    caller: Caller,
    stationId: number,
    identity: string,
  ) => Promise<Static<typeof Credentials>>;
}

export function onboardingRoutes({ pool, bus, issueCredentials }: OnboardingDeps): Handlers<typeof onboardingContract> {
  const inInbox = async ({ operatorId, entities }: Caller, stationId: number) => {
    const identity = await asOperator(pool, { operatorId, entities }, (client) =>
      inboxIdentity(client, operatorId, stationId),
    );
    if (identity === undefined) throw new Failure('thing.unknown', 'No such station waits in the inbox.');
    return identity;
  };

  return {
    list: async ({ caller: { operatorId, entities }, query: { after, limit = 50 } }) => {
      const before = after === undefined ? undefined : readCursor(after, 'integer')[0];
      const rows = await asOperator(pool, { operatorId, entities }, (client) =>
        readInbox(client, operatorId, before, limit + 1),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({ items: rows.slice(0, limit).map(inboxStation), next: last && writeCursor(last.id) });
    },

    adopt: async ({ caller, params: { stationId }, body: { name, location } }) => {
      const identity = await inInbox(caller, stationId);
      await changeStation(bus, caller, stationId, {
        kind: 'adoptStation',
        name,
        ...(location === undefined ? {} : { location }),
      });
      return { stationId, credentials: await issueCredentials(caller, stationId, identity) };
    },

    dismiss: async ({ caller, params: { stationId } }) => {
      await inInbox(caller, stationId);
      await changeStation(bus, caller, stationId, { kind: 'decommission' });
      await bus.ask({ operatorId: caller.operatorId, stationId }, { kind: 'disconnect', reason: 'kicked' });
      return undefined;
    },
  };
}

const inboxStation = (row: InboxRow): Static<typeof InboxStation> =>
  present({
    stationId: row.id,
    identity: row.identity,
    address: row.address,
    connected: row.connected,
    protocol: row.protocol as Static<typeof InboxStation>['protocol'] | null,
    vendor: row.vendor,
    model: row.model,
    serial: row.serial,
    firmware: row.firmware,
    firstSeenAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen?.toISOString(),
    frames: row.frames,
    chargePoints: row.charge_points,
  });
