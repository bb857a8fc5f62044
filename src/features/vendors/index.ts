export { createVendors, type VendorsDeps } from './routes.ts';
