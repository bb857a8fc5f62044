import type { Static } from 'typebox';
import { present } from '../../lib/present.ts';
import type { ComponentRow } from './component-store.ts';
import type { Article, Component, Warehouse } from './shapes.ts';
import type { ArticleRow, WarehouseRow } from './store.ts';

export const articleOf = (row: ArticleRow): Static<typeof Article> => ({
  id: row.id,
  name: row.name,
  group: row.article_group,
  inStock: row.in_stock,
  installed: row.installed,
  defective: row.defective,
  ...present({
    manufacturer: row.manufacturer,
    model: row.model,
    partNumber: row.part_number,
    price: row.price === null ? null : Number(row.price),
    currency: row.currency,
    warrantyMonths: row.warranty_months,
    note: row.note,
  }),
});

export const warehouseOf = (row: WarehouseRow): Static<typeof Warehouse> => ({
  id: row.id,
  name: row.name,
  inStock: row.in_stock,
  ...present({ note: row.note, entityId: row.entity_id, entity: row.entity }),
});

export const componentOf = (row: ComponentRow): Static<typeof Component> => ({
  id: row.id,
  articleId: row.article_id,
  article: row.article,
  group: row.article_group,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  ...present({
    serial: row.serial,
    batch: row.batch,
    warehouseId: row.warehouse_id,
    warehouse: row.warehouse,
    stationId: row.station_id,
    station: row.station,
    position: row.position,
    installationNumber: row.installation_number,
    installedAt: row.installed_at?.toISOString(),
    installedBy: row.installed_by,
    firmware: row.firmware,
    iccid: row.iccid,
    warrantyUntil: row.warranty_until,
    note: row.note,
    failedAt: row.failed_at?.toISOString(),
  }),
});
