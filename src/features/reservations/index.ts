export { createReservations } from './routes.ts';
