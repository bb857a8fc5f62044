import { certificateHash } from './certificates.ts';
import type { Description } from './field.ts';

export const customer = {
  readCustomer: {
    group: 'customer',
    actions: ['CustomerInformation'],
    fields: {
      report: { type: 'boolean', start: true },
      clear: { type: 'boolean', start: false, help: true },
      card: { type: 'card', optional: true },
      customerId: { type: 'line', max: 64, optional: true },
      certificate: { type: 'group', optional: true, rare: true, fields: certificateHash, label: 'customerCertificate' },
    },
    danger: ['clear', [true]],
    together: [
      // OCPP 2.0.1 N09.FR.05: one of the three says who is meant
      { rule: 'oneOf', fields: ['card', 'customerId', 'certificate'] },
      { rule: 'someOf', fields: ['report', 'clear'] },
    ],
  },
  tellCost: {
    group: 'customer',
    actions: ['CostUpdated'],
    fields: {
      transaction: { type: 'transaction' },
      totalCost: { type: 'number', min: 0, max: 1_000_000, help: true },
    },
  },
  notifyWebPaymentStarted: {
    group: 'customer',
    actions: ['NotifyWebPaymentStarted'],
    fields: {
      place: { type: 'place', connector: 'none' },
      shownForSeconds: {
        type: 'integer',
        min: 1,
        max: 86_400,
        unit: 's',
        start: 120,
        label: 'paymentTimeout',
        help: true,
      },
    },
  },
  requestBatterySwap: {
    group: 'charging',
    actions: ['RequestBatterySwap'],
    fields: { card: { type: 'card' } },
  },
  readTransactionStatus: {
    group: 'charging',
    actions: ['GetTransactionStatus'],
    fields: { transaction: { type: 'transaction', optional: true, label: 'anySession', help: true } },
  },
} as const satisfies Record<string, Description>;
