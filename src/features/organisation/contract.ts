import { type Static, Type } from 'typebox';
import { type Contract, rights } from '../../http/contract.ts';
import { line, maybe, nullable, oneOf, page, pageQuery, Time } from '../../http/schema.ts';
import { Role } from '../../http/session-state.ts';
import { scopes, sectionNames } from './words.ts';

const EntityId = Type.Integer({ minimum: 1, maximum: 2147483647 });

/** A part of the operator: a company, a region, a customer whose stations it runs. */
export const Entity = Type.Object({
  id: Type.Integer(),
  /** Absent: directly below the operator, or below an entity that the reader does not see. */
  parentId: maybe(Type.Integer()),
  name: Type.String(),
  note: maybe(Type.String()),
  stations: Type.Integer({ description: 'directly in it' }),
  members: Type.Integer({ description: 'directly in it' }),
  createdAt: Time,
});
export type Entity = Static<typeof Entity>;

export const RoleRow = Type.Object({
  id: Role,
  /** Absent for a ready-made one: those have a name in each language. */
  name: maybe(Type.String()),
  readyMade: Type.Boolean(),
  rights: Type.Array(oneOf(rights)),
  scope: oneOf(scopes),
  members: Type.Integer(),
});
export type RoleRow = Static<typeof RoleRow>;

const entityParams = Type.Object({ entityId: EntityId });
const roleParams = Type.Object({ roleId: Type.String({ format: 'uuid' }) });
const RoleBody = { name: line(60), rights: Type.Array(oneOf(rights), { maxItems: 200 }), scope: oneOf(scopes) };

export const organisationContract = {
  entities: {
    method: 'GET',
    url: '/entities',
    right: 'member',
    tag: 'Organisation',
    summary: 'The entities one sees, in the order of their numbers; parents make them a tree',
    query: Type.Object(pageQuery),
    reply: page(Entity),
  },
  addEntity: {
    method: 'POST',
    url: '/entities',
    right: 'organisation.administer',
    tag: 'Organisation',
    summary: 'A new entity, below another one or directly below the operator',
    body: Type.Object({ name: line(120), parentId: maybe(EntityId), note: maybe(Type.String({ maxLength: 2000 })) }),
    reply: Entity,
  },
  changeEntity: {
    method: 'PATCH',
    url: '/entities/:entityId',
    right: 'organisation.administer',
    tag: 'Organisation',
    summary: 'Rename or move an entity; null moves it directly below the operator',
    params: entityParams,
    body: Type.Object({
      name: maybe(line(120)),
      parentId: maybe(nullable(EntityId)),
      note: maybe(nullable(Type.String({ maxLength: 2000 }))),
    }),
    reply: Entity,
  },
  removeEntity: {
    method: 'DELETE',
    url: '/entities/:entityId',
    right: 'organisation.administer',
    tag: 'Organisation',
    summary: 'Remove an entity that nothing belongs to',
    params: entityParams,
  },
  roles: {
    method: 'GET',
    url: '/roles',
    right: 'organisation.see',
    tag: 'Organisation',
    summary: 'The ready-made roles, then the operator’s own by name; and all rights that there are',
    reply: Type.Object({
      items: Type.Array(RoleRow),
      sections: Type.Array(
        Type.Object({
          section: oneOf(sectionNames),
          levels: Type.Array(oneOf(['see', 'change', 'act', 'onboard', 'administer'])),
        }),
      ),
    }),
  },
  addRole: {
    method: 'POST',
    url: '/roles',
    right: 'organisation.administer',
    tag: 'Organisation',
    summary: 'A role of the operator’s own; it can give nothing that who makes it does not have',
    body: Type.Object(RoleBody),
    reply: RoleRow,
  },
  changeRole: {
    method: 'PUT',
    url: '/roles/:roleId',
    right: 'organisation.administer',
    tag: 'Organisation',
    summary: 'Change a role of the operator’s own; it holds for everybody in it within a second',
    params: roleParams,
    body: Type.Object(RoleBody),
    reply: RoleRow,
  },
  removeRole: {
    method: 'DELETE',
    url: '/roles/:roleId',
    right: 'organisation.administer',
    tag: 'Organisation',
    summary: 'Remove a role that nobody has',
    params: roleParams,
  },
} as const satisfies Contract;
