export { createConnectionHistory } from './routes.ts';
