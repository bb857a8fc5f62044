export { createQuarantine } from './routes.ts';
