export { createCommunicationLogs } from './routes.ts';
