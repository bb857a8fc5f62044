import type pg from 'pg';
import type { Bus } from '../../domain/ports.ts';
import type { Handlers } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { requireStation } from '../../storage/require-station.ts';
import { changeStation } from '../ask-station.ts';
import type { AuditDeps } from '../audit.ts';
import { componentsOf, readChanged, readComponent, readReported } from './component-store.ts';
import type { assetsContract } from './contract.ts';
import { moves } from './moves.ts';
import { componentOf } from './present-rows.ts';
import { changedParts, matchOf, numbersIn, serialKey, warrantyFrom } from './rules.ts';
import * as store from './store.ts';
import { unique } from './unique.ts';

export interface SheetDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
}

const codes = Object.keys(changedParts) as (keyof typeof changedParts)[];

/** The tab: what was declared to be at a station beside what the station reports; installed, taken off, swapped. */
export function sheetRoutes(
  deps: SheetDeps,
): Pick<Handlers<typeof assetsContract>, 'onStation' | 'install' | 'remove' | 'swap'> {
  const { pool, bus, clock } = deps;
  const { tell, install, takeOff } = moves(deps);
  return {
    onStation: ({ caller, params: { stationId } }) =>
      asOperator(pool, caller, async (client) => {
        const { operatorId } = caller;
        await requireStation(client, operatorId, stationId);
        const rows = await componentsOf(client, operatorId, stationId);
        const declared = rows.map((row) => ({
          id: row.id,
          serialKey: row.serial_key ?? undefined,
          iccid: row.iccid ?? undefined,
        }));
        const reported = await readReported(client, operatorId, stationId);
        const changed = await readChanged(client, operatorId, stationId, codes);
        return {
          items: rows.map(componentOf),
          reported: reported.map(({ at, ...row }) =>
            present({ ...row, at: at?.toISOString(), componentId: matchOf(declared, row.serial ?? undefined) }),
          ),
          changed: changed.map(({ id, code, info }) => {
            const numbers = numbersIn(info);
            return present({
              errorId: id,
              part: changedParts[code as keyof typeof changedParts],
              ...numbers,
              componentId: matchOf(declared, numbers.before),
            });
          }),
        };
      }),

    install: ({ caller, params: { stationId }, body: { componentId, ...where } }) =>
      asOperator(pool, caller, async (client) => {
        await requireStation(client, caller.operatorId, stationId);
        await install(client, caller, componentId, { stationId, ...where });
        return componentOf((await readComponent(client, caller.operatorId, componentId))!);
      }),

    remove: ({ caller, params: { stationId, componentId }, body }) =>
      asOperator(pool, caller, async (client) => {
        await requireStation(client, caller.operatorId, stationId);
        await takeOff(client, caller, componentId, stationId, body);
        return componentOf((await after(client, caller.operatorId, componentId))!);
      }),

    swap: async ({ caller, params: { stationId, componentId }, body }) => {
      const { operatorId } = caller;
      const { withId, newSerial, errorId, ...to } = body;
      const fresh = await asOperator(pool, caller, async (client) => {
        await requireStation(client, operatorId, stationId);
        const old = await readComponent(client, operatorId, componentId);
        if (!old) throw new Failure('thing.unknown', 'There is no such component here.');
        if ((withId === undefined) === (newSerial === undefined))
          throw new Failure(
            'value.refused',
            'Say which one comes in: one in stock, or the serial number of a new one.',
          );
        const incoming = withId ?? (await addNew(client, old.article_id, newSerial!.trim(), old.iccid !== null));
        const { position, installation_number } = await takeOff(client, caller, componentId, stationId, to, incoming);
        await install(
          client,
          caller,
          incoming,
          { stationId, position, installationNumber: installation_number },
          componentId,
        );
        return componentOf((await readComponent(client, operatorId, incoming))!);

        /** One that came straight to the station: it belongs to whoever the station belongs to from its first moment. */
        async function addNew(client: pg.ClientBase, articleId: number, serial: string, sim: boolean): Promise<number> {
          const at = iso(clock.now());
          const months = (await store.readArticle(client, operatorId, articleId))?.warranty_months ?? null;
          const id = await unique(
            'newSerial',
            'There is a component of this article with this serial number already.',
            async () =>
              store.insertComponent(
                client,
                operatorId,
                {
                  articleId,
                  status: 'inStock',
                  serial,
                  serialKey: serialKey(serial) ?? null,
                  entityId: await store.entityOfStation(client, operatorId, stationId),
                  ...(sim && /^\d{10,22}$/.test(serial) ? { iccid: serial } : {}),
                  ...(months === null ? {} : { warrantyUntil: warrantyFrom(at.slice(0, 10), months) }),
                },
                at,
              ),
          );
          await tell(client, caller, (await readComponent(client, operatorId, id))!, 'created', {
            stationId,
            body: {},
          });
          return id;
        }
      });
      // The swap stands whether or not its error can be closed now: the node that holds the station may be away.
      if (errorId !== undefined) await changeStation(bus, caller, stationId, { kind: 'closeError', errorId });
      return fresh;
    },
  };
}

/** As it is afterwards; whose warehouse is another entity's has put it out of sight, which is then what is said. */
async function after(client: pg.ClientBase, operatorId: number, componentId: number) {
  const row = await readComponent(client, operatorId, componentId);
  if (!row) throw new Failure('value.refused', 'It would go where you do not see it any more.');
  return row;
}
