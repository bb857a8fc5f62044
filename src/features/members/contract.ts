import { type Static, Type } from 'typebox';
import { type Contract, rights } from '../../http/contract.ts';
import { Email, Language, line, maybe, nullable, oneOf, page, pageQuery, Time } from '../../http/schema.ts';
import { Role } from '../../http/session-state.ts';

export const memberStates = ['active', 'invited', 'deactivated'] as const;
const EntityId = Type.Integer({ minimum: 1, maximum: 2147483647 });

export const Member = Type.Object({
  userId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: Role,
  /** Of a role of the operator's own. */
  roleName: maybe(Type.String()),
  entityId: maybe(Type.Integer()),
  entityName: maybe(Type.String()),
  state: oneOf(memberStates),
  twoFactor: Type.Boolean(),
  createdAt: Time,
  deactivatedAt: maybe(Time),
  lastSeenAt: maybe(Time),
});
export type Member = Static<typeof Member>;

const params = Type.Object({ userId: Type.String({ minLength: 1, maxLength: 100 }) });
/** The link by which somebody chooses their password: shown once, for whoever is invited by other ways than e-mail. */
const Invitation = Type.Object({
  link: Type.String(),
  expiresAt: Time,
  mailed: Type.Boolean({ description: 'it is on its way by e-mail too' }),
});

const administer = { right: 'organisation.administer', tag: 'Members' } as const;
const onOne = { ...administer, params, reply: Member } as const;

export const membersContract = {
  list: {
    method: 'GET',
    url: '/members',
    right: 'organisation.see',
    tag: 'Members',
    summary: 'People who work for this operator, by name',
    query: Type.Object({
      ...pageQuery,
      text: maybe(Type.String({ maxLength: 100, description: 'in the name or the e-mail address' })),
      role: maybe(Role),
      entityId: maybe(EntityId),
      state: maybe(oneOf(memberStates)),
    }),
    reply: page(Member),
  },
  add: {
    ...administer,
    method: 'POST',
    url: '/members',
    summary: 'Invite a person: they choose their password by a link; someone known elsewhere keeps theirs',
    body: Type.Object({
      name: line(120),
      email: Email,
      role: Role,
      entityId: maybe(EntityId),
      language: maybe(Language),
    }),
    reply: Type.Object({ member: Member, invitation: maybe(Invitation) }),
  },
  inviteAgain: {
    ...administer,
    method: 'POST',
    url: '/members/:userId/invitation',
    summary: 'A new link for who has not used theirs; the old one is not valid any more',
    params,
    reply: Invitation,
  },
  change: {
    ...onOne,
    method: 'PATCH',
    url: '/members/:userId',
    summary: 'Change role and entity; the last administrator keeps theirs',
    body: Type.Object({ role: maybe(Role), entityId: maybe(nullable(EntityId)) }),
  },
  deactivate: {
    ...onOne,
    method: 'POST',
    url: '/members/:userId/deactivate',
    summary: 'End a membership; sessions for this operator end at once, what the person did keeps its name',
  },
  activate: {
    ...onOne,
    method: 'POST',
    url: '/members/:userId/activate',
    summary: 'Bring somebody back with the role they had',
  },
  resetPassword: {
    ...administer,
    method: 'POST',
    url: '/members/:userId/password',
    summary: 'A new password, shown once; ends all the person’s sessions',
    params,
    reply: Type.Object({ password: Type.String({ description: 'shown once' }) }),
  },
  sessions: {
    ...administer,
    method: 'GET',
    url: '/members/:userId/sessions',
    summary: 'Where a person is signed in',
    params,
    reply: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Type.String(),
          createdAt: Time,
          lastSeenAt: Time,
          address: maybe(Type.String()),
          browser: maybe(Type.String()),
        }),
      ),
    }),
  },
  endSessions: {
    ...administer,
    method: 'DELETE',
    url: '/members/:userId/sessions',
    summary: 'Sign a person out everywhere',
    params,
  },
  access: {
    ...administer,
    method: 'GET',
    url: '/members/:userId/access',
    summary: 'What a person may do, and whether they see one station and why',
    params,
    query: Type.Object({ stationId: maybe(Type.Integer({ minimum: 1, maximum: 2147483647 })) }),
    reply: Type.Object({
      rights: Type.Array(oneOf(rights)),
      entities: maybe(Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() }))),
      station: maybe(
        Type.Object({
          sees: Type.Boolean(),
          because: oneOf([
            'everything',
            'ownEntity',
            'belowOwnEntity',
            'otherEntity',
            'noEntity',
            'personHasNone',
            'noRight',
            'deactivated',
          ]),
          stationEntity: maybe(Type.String()),
          memberEntity: maybe(Type.String()),
        }),
      ),
    }),
  },
  invitation: {
    method: 'POST',
    url: '/invitations/read',
    right: 'public',
    tag: 'Members',
    summary: 'Who is invited by a link, and by whom',
    body: Type.Object({ token: Type.String({ minLength: 20, maxLength: 100 }) }),
    reply: Type.Object({ name: Type.String(), email: Type.String(), operator: Type.String(), language: Language }),
  },
  acceptInvitation: {
    method: 'POST',
    url: '/invitations/accept',
    right: 'public',
    tag: 'Members',
    summary: 'Choose a password by the link of an invitation; once',
    body: Type.Object({
      token: Type.String({ minLength: 20, maxLength: 100 }),
      password: Type.String({ minLength: 10, maxLength: 200 }),
    }),
  },
} as const satisfies Contract;
