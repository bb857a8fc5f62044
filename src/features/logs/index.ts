export { createLogs } from './routes.ts';
