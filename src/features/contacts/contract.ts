import { type Static, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import {
  Email,
  Language,
  line,
  maybe,
  nullable,
  oneOf,
  page,
  pageQuery,
  personalText,
  Time,
  TimeZone,
} from '../../http/schema.ts';

export const contactKinds = ['technician', 'owner', 'serviceCompany', 'other'] as const;

const fields = {
  id: Type.Integer(),
  kind: oneOf(contactKinds),
  name: personalText(),
  company: maybe(Type.String()),
  email: maybe(personalText()),
  phone: maybe(personalText()),
  language: maybe(Language),
  timeZone: maybe(TimeZone),
  entityId: maybe(Type.Integer()),
  active: Type.Boolean(),
  createdAt: Time,
};
export const Contact = Type.Object(fields);
export type Contact = Static<typeof Contact>;
export const ContactDetail = Type.Object({
  ...fields,
  note: maybe(personalText()),
  stations: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), as: oneOf(['owner', 'technician']) }), {
    description: 'at most 50',
  }),
});
export type ContactDetail = Static<typeof ContactDetail>;

const whole = Type.Integer({ minimum: 1, maximum: 2147483647 });
const params = Type.Object({ contactId: whole });
const phone = Type.String({ minLength: 3, maxLength: 40, pattern: '^[+0-9 ()/.-]+$' });
const body = {
  company: maybe(nullable(line(200))),
  email: maybe(nullable(Email)),
  phone: maybe(nullable(phone)),
  language: maybe(nullable(Language)),
  timeZone: maybe(nullable(TimeZone)),
  note: maybe(nullable(Type.String({ minLength: 1, maxLength: 2000 }))),
  entityId: maybe(nullable(whole)),
};

export const contactsContract = {
  list: {
    method: 'GET',
    url: '/contacts',
    right: 'contacts.see',
    tag: 'Contacts',
    summary: 'Technicians, owners and service companies by name. To look for one use POST /contacts/find',
    query: Type.Object({
      ...pageQuery,
      kind: maybe(oneOf(contactKinds)),
      active: maybe(Type.Boolean({ description: 'default true' })),
    }),
    reply: page(Contact),
  },
  find: {
    method: 'POST',
    url: '/contacts/find',
    right: 'contacts.see',
    tag: 'Contacts',
    summary: 'Contacts in whose name, company, address or number a text stands; at most 50',
    body: Type.Object({ text: personalText({ minLength: 1, maxLength: 100, pattern: '\\S' }) }),
    reply: Type.Object({ items: Type.Array(Contact) }),
  },
  get: {
    method: 'GET',
    url: '/contacts/:contactId',
    right: 'contacts.see',
    tag: 'Contacts',
    summary: 'One contact and its stations',
    params,
    reply: ContactDetail,
  },
  create: {
    method: 'POST',
    url: '/contacts',
    right: 'contacts.change',
    tag: 'Contacts',
    summary: 'A new contact',
    body: Type.Object({ kind: oneOf(contactKinds), name: line(120), ...body }),
    reply: Contact,
  },
  change: {
    method: 'PATCH',
    url: '/contacts/:contactId',
    right: 'contacts.change',
    tag: 'Contacts',
    summary: 'Changes a contact, or deactivates it: then it stays where it is used and is offered no more',
    params,
    body: Type.Object({
      kind: maybe(oneOf(contactKinds)),
      name: maybe(line(120)),
      active: maybe(Type.Boolean()),
      ...body,
    }),
    reply: Contact,
  },
  remove: {
    method: 'DELETE',
    url: '/contacts/:contactId',
    right: 'contacts.change',
    tag: 'Contacts',
    summary: 'Removes a contact that is used nowhere',
    params,
  },
} as const satisfies Contract;
