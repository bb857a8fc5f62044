export { createCharging } from './routes.ts';
