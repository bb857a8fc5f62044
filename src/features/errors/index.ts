export { createErrors } from './routes.ts';
