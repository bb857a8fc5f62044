import { type Slice, slice } from '../../http/contract.ts';
import { cardsContract } from './contract.ts';
import { type CardsDeps, cardsRoutes } from './routes.ts';

/** Cards and other tokens that may charge here. */
export const createCards = (deps: CardsDeps): Slice => slice('cards', cardsContract, cardsRoutes(deps));

export type { CardsDeps } from './routes.ts';
