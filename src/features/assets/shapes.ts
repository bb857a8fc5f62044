import { Type } from 'typebox';
import { maybe, oneOf, Time } from '../../http/schema.ts';

export const id = Type.Integer({ minimum: 1, maximum: 2147483647 });
export const date = Type.String({ format: 'date' });
export const componentStatuses = ['inStock', 'installed', 'defective', 'returned', 'scrapped'] as const;

export const Article = Type.Object({
  id,
  name: Type.String(),
  group: Type.String(),
  manufacturer: maybe(Type.String()),
  model: maybe(Type.String()),
  partNumber: maybe(Type.String()),
  price: maybe(Type.Number()),
  currency: maybe(Type.String()),
  warrantyMonths: maybe(Type.Integer()),
  note: maybe(Type.String()),
  inStock: Type.Integer(),
  installed: Type.Integer(),
  defective: Type.Integer(),
});

export const Warehouse = Type.Object({
  id,
  name: Type.String(),
  note: maybe(Type.String()),
  entityId: maybe(id),
  entity: maybe(Type.String()),
  inStock: Type.Integer(),
});

export const Component = Type.Object({
  id,
  articleId: id,
  article: Type.String(),
  group: Type.String(),
  serial: maybe(Type.String()),
  batch: maybe(Type.String()),
  status: oneOf(componentStatuses),
  warehouseId: maybe(id),
  warehouse: maybe(Type.String()),
  stationId: maybe(id),
  station: maybe(Type.String()),
  position: maybe(Type.String()),
  installationNumber: maybe(Type.String()),
  installedAt: maybe(Time),
  installedBy: maybe(Type.String()),
  firmware: maybe(Type.String()),
  iccid: maybe(Type.String()),
  warrantyUntil: maybe(date),
  note: maybe(Type.String()),
  failedAt: maybe(Time),
  createdAt: Time,
});
