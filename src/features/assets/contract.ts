import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, nullable, oneOf, page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';
import { Article, Component, componentStatuses, date, id, Warehouse } from './shapes.ts';

const elsewhere = ['inStock', 'defective', 'returned', 'scrapped'] as const;

const articleFields = {
  group: line(80),
  manufacturer: maybe(nullable(line(120))),
  model: maybe(nullable(line(120))),
  partNumber: maybe(nullable(line(80))),
  price: maybe(nullable(Type.Number({ minimum: 0, maximum: 1e9 }))),
  currency: maybe(nullable(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }))),
  warrantyMonths: maybe(nullable(Type.Integer({ minimum: 0, maximum: 600 }))),
  note: maybe(nullable(line(2000))),
};

const componentFields = {
  serial: maybe(nullable(line(60))),
  batch: maybe(nullable(line(60))),
  position: maybe(nullable(line(80))),
  installationNumber: maybe(nullable(line(60))),
  firmware: maybe(nullable(line(60))),
  iccid: maybe(nullable(Type.String({ pattern: '^[0-9]{10,22}$' }))),
  warrantyUntil: maybe(nullable(date)),
  note: maybe(nullable(line(2000))),
};
const where = { position: maybe(line(80)), installationNumber: maybe(line(60)) };
const outOf = { status: oneOf(elsewhere), warehouseId: maybe(id), reason: maybe(line(500)) };
const byComponent = Type.Object({ componentId: id });
const tag = 'Assets';

export const assetsContract = {
  articles: {
    method: 'GET',
    url: '/articles',
    right: 'assets.see',
    tag,
    summary: 'Articles by name, with how many there are of each',
    query: Type.Object({ ...pageQuery, group: maybe(Type.String({ maxLength: 80 })) }),
    reply: page(Article),
  },
  groups: {
    method: 'GET',
    url: '/article-groups',
    right: 'assets.see',
    tag,
    summary: 'The groups that articles are in',
    reply: Type.Object({ items: Type.Array(Type.String()) }),
  },
  addArticle: {
    method: 'POST',
    url: '/articles',
    right: 'assets.administer',
    tag,
    summary: 'A new article',
    body: Type.Object({ name: line(120), ...articleFields }),
    reply: Article,
  },
  changeArticle: {
    method: 'PATCH',
    url: '/articles/:articleId',
    right: 'assets.administer',
    tag,
    summary: 'Change an article; null empties a field',
    params: Type.Object({ articleId: id }),
    body: Type.Object({ ...articleFields, name: maybe(line(120)), group: maybe(line(80)) }),
    reply: Article,
  },
  articleLife: {
    method: 'GET',
    url: '/articles/:articleId/life',
    right: 'assets.see',
    tag,
    summary: 'How long components of an article live and how many fail, counted from the rows of its components',
    params: Type.Object({ articleId: id }),
    reply: Type.Object({
      everInstalled: Type.Integer(),
      failed: Type.Integer(),
      /** Days from the first installation to the failure, over those that failed; absent: none failed. */
      meanLifeDays: maybe(Type.Number()),
    }),
  },
  warehouses: {
    method: 'GET',
    url: '/warehouses',
    right: 'assets.see',
    tag,
    summary: 'Warehouses and other stock places',
    reply: Type.Object({ items: Type.Array(Warehouse) }),
  },
  addWarehouse: {
    method: 'POST',
    url: '/warehouses',
    right: 'assets.administer',
    tag,
    summary: 'A new stock place, of one entity or of the operator',
    body: Type.Object({ name: line(120), note: maybe(nullable(line(500))), entityId: maybe(nullable(id)) }),
    reply: Warehouse,
  },
  stock: {
    method: 'GET',
    url: '/stock',
    right: 'assets.see',
    tag,
    summary: 'How many of which article lie where',
    query: Type.Object({ ...pageQuery, warehouseId: maybe(id), articleId: maybe(id) }),
    reply: page(
      Type.Object({
        warehouseId: id,
        warehouse: Type.String(),
        articleId: id,
        article: Type.String(),
        inStock: Type.Integer(),
      }),
    ),
  },
  list: {
    method: 'GET',
    url: '/components',
    right: 'assets.see',
    tag,
    summary: 'Components, the newest first; with an article: all stations that hold it',
    query: Type.Object({
      ...pageQuery,
      articleId: maybe(id),
      status: maybe(oneOf(componentStatuses)),
      warehouseId: maybe(id),
      failed: maybe(Type.Boolean()),
      serial: maybe(Type.String({ maxLength: 60, description: 'the beginning of a serial number or ICCID' })),
    }),
    reply: page(Component),
  },
  add: {
    method: 'POST',
    url: '/components',
    right: 'assets.change',
    tag,
    summary: 'A component that has come into stock',
    body: Type.Object({ articleId: id, warehouseId: id, ...componentFields }),
    reply: Component,
  },
  get: {
    method: 'GET',
    url: '/components/:componentId',
    right: 'assets.see',
    tag,
    summary: 'One component with its life',
    params: byComponent,
    reply: Type.Object({
      component: Component,
      life: Type.Array(
        Type.Object({
          id: Uuid,
          at: Time,
          kind: oneOf(['created', 'changed', 'installed', 'removed']),
          stationId: maybe(id),
          station: maybe(Type.String()),
          otherId: maybe(id),
          by: maybe(Type.String()),
          what: Type.Record(Type.String(), Type.Unknown()),
        }),
      ),
    }),
  },
  change: {
    method: 'PATCH',
    url: '/components/:componentId',
    right: 'assets.change',
    tag,
    summary: 'Change what is known of a component, or where it lies and how it is while it is at no station',
    params: byComponent,
    body: Type.Object({ ...componentFields, status: maybe(oneOf(elsewhere)), warehouseId: maybe(id) }),
    reply: Component,
  },
  onStation: {
    method: 'GET',
    url: '/stations/:stationId/components',
    right: 'components.see',
    tag,
    summary: 'What is installed at a station, beside what the station reports of itself',
    params: StationParams,
    reply: Type.Object({
      items: Type.Array(Component),
      reported: Type.Array(
        Type.Object({
          /** `meter`, `sim`, `station`, `box`: told at boot; else the name of a component of the device model. */
          part: Type.String(),
          evse: maybe(Type.Integer()),
          serial: maybe(Type.String()),
          model: maybe(Type.String()),
          manufacturer: maybe(Type.String()),
          firmware: maybe(Type.String()),
          /** Of the boot or of the report it was read in. */
          at: maybe(Time),
          /** The declared component that has this serial number or ICCID. */
          componentId: maybe(id),
        }),
      ),
      /** Parts whose number changed and for which no swap has been recorded. */
      changed: Type.Array(
        Type.Object({
          errorId: Uuid,
          part: oneOf(['meter', 'sim', 'station', 'box']),
          before: maybe(Type.String()),
          now: Type.String(),
          componentId: maybe(id),
        }),
      ),
    }),
  },
  install: {
    method: 'POST',
    url: '/stations/:stationId/components',
    right: 'components.change',
    tag,
    summary: 'Take a component out of stock and install it at a station',
    params: StationParams,
    body: Type.Object({ componentId: id, ...where }),
    reply: Component,
  },
  remove: {
    method: 'POST',
    url: '/stations/:stationId/components/:componentId/removal',
    right: 'components.change',
    tag,
    summary: 'Take a component off a station',
    params: Type.Object({ stationId: id, componentId: id }),
    body: Type.Object(outOf),
    reply: Component,
  },
  swap: {
    method: 'POST',
    url: '/stations/:stationId/components/:componentId/swap',
    right: 'components.change',
    tag,
    summary: 'Swap a component for one in stock in one step, or for a new one of the same article by its serial number',
    params: Type.Object({ stationId: id, componentId: id }),
    body: Type.Object({
      ...outOf,
      withId: maybe(id),
      /** Of a new one that never lay in stock; a SIM card’s is its ICCID. */
      newSerial: maybe(line(60)),
      /** The change of number that this explains: its error is closed. */
      errorId: maybe(Uuid),
    }),
    reply: Component,
  },
} as const satisfies Contract;
