import type { Static } from 'typebox';
import type { Handlers, Request, RouteContract } from '../../http/contract.ts';
import type { SessionState } from '../../http/session-state.ts';
import { addressesOfMachine } from '../../lib/addresses.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { audit } from '../audit.ts';
import { type CompleteDeps, completeSetup } from './complete.ts';
import type { DemoState, setupContract } from './contract.ts';
import { isLoopbackHost } from './rules.ts';
import { isSetUp } from './token.ts';

export type Demo = Static<typeof DemoState>;

/** The simulated stations, as main offers them. */
export interface DemoPort {
  state(operatorId: number): Promise<Demo>;
  start(operatorId: number): Promise<Demo>;
  remove(operatorId: number): Promise<Demo>;
}

export interface SetupDeps extends CompleteDeps {
  /** Known once the port is open: `ocppUrl` ends with a slash, the identity follows. */
  readonly listening: () => { readonly host: string; readonly port: number; readonly ocppUrl: string };
  readonly demo: DemoPort;
  /** Sends fresh cookies out and says who is signed in now. */
  readonly openSession: (request: Coming, cookies: readonly string[]) => Promise<Static<typeof SessionState>>;
}

/** What of a request a session needs. */
export type Coming = Pick<Request<RouteContract>, 'headers' | 'address' | 'setHeader'>;

export function setupRoutes(deps: SetupDeps): Handlers<typeof setupContract> {
  const { pool, auth, listening, demo, openSession } = deps;
  return {
    state: async () => {
      const { host, port, ocppUrl } = listening();
      return {
        needed: !(await isSetUp(pool)),
        ocppUrl,
        listening: {
          host,
          port,
          loopbackOnly: isLoopbackHost(host),
          setting: 'VOLTYARD_HOST',
          addresses: addressesOfMachine(),
        },
      };
    },

    complete: async (request) => {
      await auth.limits.guess('set-up', request.address);
      const { administrator } = request.body;
      await completeSetup(deps, request.body, request.address);
      const { cookies } = await auth.signIn.withPassword(administrator.email, administrator.password, request);
      await auth.limits.succeeded(administrator.email, request.address);
      return openSession(request, cookies);
    },

    demo: ({ caller }) => demo.state(caller.operatorId),
    startDemo: async ({ caller }) => {
      await asOperator(pool, caller, (client) => audit(client, deps, caller, 'demo.started', {}));
      return demo.start(caller.operatorId);
    },
    removeDemo: async ({ caller }) => {
      await asOperator(pool, caller, (client) => audit(client, deps, caller, 'demo.removed', {}));
      return demo.remove(caller.operatorId);
    },
  };
}
