import type { OCPP21 } from 'typed-ocpp';
import type { ScheduleUpdate } from '../../domain/commands/energy.ts';
import { compact } from '../compact.ts';

/** ChargingScheduleUpdateType (K28). */
export const scheduleUpdate = ({
  limit,
  dischargeLimit,
  setpoint,
  setpointReactive,
}: ScheduleUpdate): OCPP21.UpdateDynamicScheduleRequest['scheduleUpdate'] =>
  compact({
    limit: limit?.value,
    limit_L2: limit?.l2,
    limit_L3: limit?.l3,
    dischargeLimit: dischargeLimit?.value,
    dischargeLimit_L2: dischargeLimit?.l2,
    dischargeLimit_L3: dischargeLimit?.l3,
    setpoint: setpoint?.value,
    setpoint_L2: setpoint?.l2,
    setpoint_L3: setpoint?.l3,
    setpointReactive: setpointReactive?.value,
    setpointReactive_L2: setpointReactive?.l2,
    setpointReactive_L3: setpointReactive?.l3,
  });
