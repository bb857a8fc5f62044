import { type Slice, slice } from '../../http/contract.ts';
import { assetsContract } from './contract.ts';
import { type AssetsDeps, assetsRoutes } from './routes.ts';

/** Asset management: articles, stock, and each component with its life, on the stations it is installed at. */
export const createAssets = (deps: AssetsDeps): Slice => slice('assets', assetsContract, assetsRoutes(deps));
