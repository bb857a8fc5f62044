export { dropCustomerInformation } from './drop.ts';
export { createDevice } from './routes.ts';
