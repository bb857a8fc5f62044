import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Email, line, maybe, page, pageQuery, Time } from '../../http/schema.ts';
import { Role } from '../../http/session-state.ts';

export const Member = Type.Object({
  userId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: Role,
  twoFactor: Type.Boolean(),
  createdAt: Time,
  lastSeenAt: maybe(Time),
});
const params = Type.Object({ userId: Type.String({ minLength: 1, maxLength: 100 }) });
const OneTimePassword = Type.Object({ password: Type.String({ description: 'shown once' }) });

export const membersContract = {
  list: {
    method: 'GET',
    url: '/members',
    right: 'organisation.administer',
    tag: 'Members',
    summary: 'People who work for this operator',
    query: Type.Object(pageQuery),
    reply: page(Member),
  },
  add: {
    method: 'POST',
    url: '/members',
    right: 'organisation.administer',
    tag: 'Members',
    summary: 'Add a person; a new one gets a password that is shown once, someone known elsewhere keeps theirs',
    body: Type.Object({ name: line(120), email: Email, role: Role }),
    reply: Type.Object({ member: Member, password: maybe(Type.String()) }),
  },
  changeRole: {
    method: 'PATCH',
    url: '/members/:userId',
    right: 'organisation.administer',
    tag: 'Members',
    summary: 'Change a role; the last administrator keeps theirs',
    params,
    body: Type.Object({ role: Role }),
    reply: Member,
  },
  remove: {
    method: 'DELETE',
    url: '/members/:userId',
    right: 'organisation.administer',
    tag: 'Members',
    summary: 'End a membership; sessions for this operator end at once',
    params,
  },
  resetPassword: {
    method: 'POST',
    url: '/members/:userId/password',
    right: 'organisation.administer',
    tag: 'Members',
    summary: 'A new password, shown once; ends all the person’s sessions',
    params,
    reply: OneTimePassword,
  },
} as const satisfies Contract;
