export { createKeeper } from './keeper.ts';
export { createLocalLists, type LocalListsDeps } from './routes.ts';
