import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { Email, Language, line, maybe, Password, Time, TimeZone } from '../../http/schema.ts';
import { SessionState } from '../../http/session-state.ts';

export const SetupState = Type.Object({
  /** True until the first administrator exists. */
  needed: Type.Boolean(),
  /** Where stations connect: append the identity. */
  ocppUrl: Type.String({ description: 'e.g. ws://192.168.1.5:8080/ocpp/' }),
  listening: Type.Object({
    host: Type.String(),
    port: Type.Integer(),
    /** Other machines cannot reach the server. */
    loopbackOnly: Type.Boolean(),
    /** The setting that opens it. */
    setting: Type.String(),
    /** Addresses of this machine that a station could use once the setting opens it. */
    addresses: Type.Array(Type.String()),
  }),
});

export const DemoState = Type.Object({
  state: Type.Union([
    Type.Literal('off'),
    Type.Literal('starting'),
    Type.Literal('running'),
    Type.Literal('removing'),
    Type.Literal('failed'),
  ]),
  stations: Type.Integer(),
  /** 0 to 1 while starting. */
  progress: maybe(Type.Number()),
  since: maybe(Time),
  detail: maybe(Type.String()),
});

export const setupContract = {
  state: {
    method: 'GET',
    url: '/setup',
    right: 'public',
    tag: 'Set-up',
    summary: 'Is the first administrator still missing, and where do stations connect',
    reply: SetupState,
  },
  complete: {
    method: 'POST',
    url: '/setup',
    right: 'public',
    tag: 'Set-up',
    summary: 'Create the operator and its first administrator with the one-time token, and sign in',
    body: Type.Object({
      token: Type.String({ minLength: 1, maxLength: 200 }),
      operator: line(120),
      language: Language,
      timeZone: TimeZone,
      administrator: Type.Object({ name: line(120), email: Email, password: Password }),
    }),
    reply: SessionState,
  },
  demo: {
    method: 'GET',
    url: '/setup/demo',
    right: 'member',
    tag: 'Set-up',
    summary: 'State of the simulated stations',
    reply: DemoState,
  },
  startDemo: {
    method: 'POST',
    url: '/setup/demo',
    right: 'operator.administer',
    tag: 'Set-up',
    summary: 'Show the product with simulated stations',
    reply: DemoState,
  },
  removeDemo: {
    method: 'DELETE',
    url: '/setup/demo',
    right: 'operator.administer',
    tag: 'Set-up',
    summary: 'Remove the simulated stations and all their data',
    reply: DemoState,
  },
} as const satisfies Contract;
