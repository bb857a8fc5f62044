import { type Slice, slice } from '../../http/contract.ts';
import { commandsContract } from './contract.ts';
import { type CommandsDeps, commandsRoutes } from './routes.ts';

/** Everything that is asked of a station, and how it went. */
export const createCommands = (deps: CommandsDeps): Slice => slice('commands', commandsContract, commandsRoutes(deps));

export type { CommandsDeps } from './routes.ts';
