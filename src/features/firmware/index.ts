import { type Slice, slice } from '../../http/contract.ts';
import { firmwareContract } from './contract.ts';
import { type ImagesDeps, imageRoutes } from './image-routes.ts';
import { rolloutRoutes } from './rollout-routes.ts';

export type FirmwareDeps = ImagesDeps;

/** Firmware: images, who runs what, roll-outs in waves. */
export const createFirmware = (deps: FirmwareDeps): Slice =>
  slice('firmware', firmwareContract, { ...imageRoutes(deps), ...rolloutRoutes(deps) });

export { createHandout } from './handout.ts';
export { createRolloutTurn } from './turn.ts';
