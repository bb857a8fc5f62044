import type { CommandKind } from '../../../domain/commands.ts';
import { certificates } from './certificates.ts';
import { customer } from './customer.ts';
import { deviceModel } from './device-model.ts';
import { display } from './display.ts';
import { energy } from './energy.ts';
import { everyday } from './everyday.ts';
import type { Descriptions } from './field.ts';
import { firmware } from './firmware.ts';
import { localList } from './local-list.ts';
import { network } from './network.ts';
import { reservation } from './reservation.ts';
import { smartCharging } from './smart-charging.ts';
import { tariffs } from './tariff.ts';

/**
 * Every kind of command with its fields, as plain data: the bodies of the routes, what OpenAPI says of them, the menu and the
 * forms all come from here.
 */
export const descriptions = {
  ...everyday,
  ...reservation,
  ...smartCharging,
  ...energy,
  ...localList,
  ...deviceModel,
  ...firmware,
  ...certificates,
  ...display,
  ...customer,
  ...tariffs,
  ...network,
} as const satisfies Descriptions;

/** All kinds in the order of the menu, within each group. */
export const describedKinds = Object.keys(descriptions) as readonly CommandKind[];
