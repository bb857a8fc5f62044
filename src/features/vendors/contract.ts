import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, nullable, Time, Uuid } from '../../http/schema.ts';

const vendorId = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '\\S',
  description: 'as stations send it, e.g. `com.example`; case does not matter',
});
const messageId = Type.String({ minLength: 1, maxLength: 50, pattern: '\\S' });
const data = Type.String({ minLength: 1, maxLength: 10_000, description: 'sent with the answer' });

export const VendorRoute = Type.Object({
  id: Uuid,
  vendorId: Type.String(),
  messageId: maybe(Type.String({ description: 'absent: every message without a route of its own' })),
  accept: Type.Boolean(),
  data: maybe(Type.String({ description: 'sent with the answer' })),
  note: maybe(Type.String()),
  createdAt: Time,
});
export type VendorRoute = Static<typeof VendorRoute>;

export const HeardVendor = Type.Object({
  vendorId: Type.String(),
  messageId: maybe(Type.String()),
  stations: Type.Integer(),
  routed: Type.Boolean({ description: 'there was a route when it came last' }),
  accepted: Type.Boolean(),
  lastAt: Time,
  stationId: Type.Integer({ description: 'where it came last' }),
  stationName: Type.String(),
  frameId: maybe(Uuid),
});
export type HeardVendor = Static<typeof HeardVendor>;

const tag = 'Manufacturer messages';

export const vendorsContract = {
  list: {
    method: 'GET',
    url: '/vendor-routes',
    right: 'vendors.see',
    tag,
    summary: 'What is answered to messages of manufacturers (DataTransfer), by vendor and message',
    reply: Type.Object({ items: Type.Array(VendorRoute) }),
  },
  heard: {
    method: 'GET',
    url: '/vendor-routes/heard',
    right: 'vendors.see',
    tag,
    summary: 'Which messages of manufacturers stations have sent, the newest first; at most 200 kinds',
    reply: Type.Object({ items: Type.Array(HeardVendor) }),
  },
  create: {
    method: 'POST',
    url: '/vendor-routes',
    right: 'vendors.change',
    tag,
    summary: 'Answers a vendor’s messages from now on, or one kind of them',
    body: Type.Object({
      vendorId,
      messageId: maybe(messageId),
      accept: Type.Boolean(),
      data: maybe(data),
      note: maybe(line(200)),
    }),
    reply: VendorRoute,
  },
  change: {
    method: 'PATCH',
    url: '/vendor-routes/:routeId',
    right: 'vendors.change',
    tag,
    summary: 'Changes what is answered',
    params: Type.Object({ routeId: Uuid }),
    body: Type.Object({ accept: maybe(Type.Boolean()), data: maybe(nullable(data)), note: maybe(nullable(line(200))) }),
    reply: VendorRoute,
  },
  remove: {
    method: 'DELETE',
    url: '/vendor-routes/:routeId',
    right: 'vendors.change',
    tag,
    summary: 'The vendor, or its message, is not known any more',
    params: Type.Object({ routeId: Uuid }),
  },
} as const satisfies Contract;
