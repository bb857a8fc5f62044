import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { changeStation } from '../ask-station.ts';
import { readForClone, readPointsForClone } from './clone-store.ts';
import type { stationsContract } from './contract.ts';
import { issueCredentials } from './credentials.ts';
import type { StationsDeps } from './routes.ts';
import { claimIdentity } from './store.ts';

/** A station like another one, and one that comes back. */
export function cloneRoutes(deps: StationsDeps): Pick<Handlers<typeof stationsContract>, 'clone' | 'recommission'> {
  const { pool, bus, clock } = deps;
  return {
    clone: async ({ caller, params: { stationId: of }, body: { identity, name } }) => {
      const key = { operatorId: caller.operatorId, stationId: of };
      const [fields, points] = await asOperator(pool, caller, async (client) => [
        await readForClone(client, key),
        await readPointsForClone(client, key),
      ]);
      if (fields === undefined) throw new Failure('thing.unknown', `There is no station ${of}.`);
      const stationId = await claimIdentity(pool, caller, identity, clock.now());
      if (stationId === undefined)
        throw new Failure('name.taken', 'There is a station with this identity already.', {
          fields: { identity: 'is already in use' },
        });
      await changeStation(bus, caller, stationId, { kind: 'adoptStation', name });
      if (Object.keys(fields).length > 0)
        await changeStation(bus, caller, stationId, { kind: 'describeStation', ...fields });
      for (const { evse, connector, fields: own } of points) {
        const place = { evse, connector };
        await changeStation(bus, caller, stationId, { kind: 'addChargePoint', ...place });
        if (Object.keys(own).length > 0)
          await changeStation(bus, caller, stationId, { kind: 'describeChargePoint', ...place, ...own });
      }
      return { stationId, credentials: await issueCredentials(deps, caller, stationId, identity) };
    },

    recommission: async ({ caller, params: { stationId } }) => {
      const { identity } = await asOperator(pool, caller, (client) =>
        requireStation(client, caller.operatorId, stationId),
      );
      await changeStation(bus, caller, stationId, { kind: 'recommission' });
      return { stationId, credentials: await issueCredentials(deps, caller, stationId, identity) };
    },
  };
}
