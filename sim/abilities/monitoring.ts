import { type Abilities, type Able, isoAt, type Payload } from './ability.ts';
import { names, variablesOf } from './device-model.ts';
import type { HeldMonitor } from './memory.ts';

const numberOf = (able: Able, { sent }: HeldMonitor): number | undefined => {
  const value = Number(variablesOf(able).find((one) => names(sent, one))?.value ?? Number.NaN);
  return Number.isNaN(value) ? undefined : value;
};

/** What a monitor has to tell of a new value; undefined: nothing. */
function event(monitor: HeldMonitor, value: number, at: number): { trigger: string; cleared?: boolean } | undefined {
  const { type, value: limit } = monitor.sent;
  switch (type) {
    case 'UpperThreshold':
    case 'LowerThreshold': {
      const crossed = type === 'UpperThreshold' ? value > limit : value < limit;
      const changed = crossed !== (monitor.crossed ?? false);
      monitor.crossed = crossed;
      // N07.FR.06: also its end is told.
      return changed ? { trigger: 'Alerting', cleared: !crossed } : undefined;
    }
    case 'Delta': {
      const before = monitor.last;
      if (before !== undefined && Math.abs(value - before) < limit) return undefined;
      monitor.last = value;
      return before === undefined ? undefined : { trigger: 'Delta' };
    }
    default:
      if (monitor.toldAt !== undefined && at - monitor.toldAt < limit * 1000) return undefined;
      monitor.toldAt = at;
      return { trigger: 'Periodic' };
  }
}

/** Looks at everything that is watched and reports what crossed a limit (2.0.1 N07, N08). */
export async function watch(able: Able): Promise<void> {
  const { memory, now } = able;
  const eventData: Payload[] = [];
  for (const monitor of memory.monitors.values()) {
    const { sent } = monitor;
    if (sent.severity > memory.monitoringLevel) continue;
    const value = numberOf(able, monitor);
    const told = value === undefined ? undefined : event(monitor, value, now());
    if (told === undefined) continue;
    eventData.push({
      eventId: ++memory.events,
      timestamp: isoAt(now()),
      actualValue: String(value),
      eventNotificationType: 'CustomMonitor',
      variableMonitoringId: monitor.id,
      component: sent.component,
      variable: sent.variable,
      ...(able.profile.protocol === 'ocpp2.1' ? { severity: sent.severity } : {}),
      ...told,
    });
  }
  if (eventData.length > 0)
    await able.say(['NotifyEvent', { generatedAt: isoAt(now()), seqNo: 0, tbc: false, eventData }]);
}

function set(able: Able, sent: Payload): Payload {
  const { memory } = able;
  const all = variablesOf(able);
  const { component, variable, type, severity } = sent;
  const reply = (status: string, id?: number) => ({
    status,
    type,
    severity,
    component,
    variable,
    ...(id === undefined ? {} : { id }),
  });
  if (!all.some((one) => one.component.name === component.name)) return reply('UnknownComponent');
  const found = all.find((one) => names(sent, one));
  if (found === undefined) return reply('UnknownVariable');
  // Only what is a number can be watched.
  if (Number.isNaN(Number(found.value))) return reply('UnsupportedMonitorType');
  if (sent.id !== undefined && !memory.monitors.has(sent.id)) return reply('Rejected');
  const id = sent.id ?? Math.max(0, ...memory.monitors.keys()) + 1;
  memory.monitors.set(id, { id, sent });
  return reply('Accepted', id);
}

const criteria: Readonly<Record<string, RegExp>> = {
  ThresholdMonitoring: /Threshold/,
  DeltaMonitoring: /Delta/,
  PeriodicMonitoring: /Periodic/,
};

async function tell(able: Able, requestId: number, monitors: readonly HeldMonitor[]): Promise<void> {
  for (const [seqNo, { id, sent }] of monitors.entries())
    await able.say([
      'NotifyMonitoringReport',
      {
        requestId,
        seqNo,
        tbc: seqNo < monitors.length - 1,
        generatedAt: isoAt(able.now()),
        monitor: [
          {
            component: sent.component,
            variable: sent.variable,
            variableMonitoring: [
              {
                id,
                transaction: sent.transaction ?? false,
                value: sent.value,
                type: sent.type,
                severity: sent.severity,
                ...(able.profile.protocol === 'ocpp2.1' ? { eventNotificationType: 'CustomMonitor' } : {}),
              },
            ],
          },
        ],
      },
    ]);
}

/** 2.0.1 N02 to N06. */
export const monitoring: Abilities = {
  SetVariableMonitoring(call, able) {
    const reply = { setMonitoringResult: call.setMonitoringData.map((sent: Payload) => set(able, sent)) };
    able.later(20, () => watch(able));
    return reply;
  },
  ClearVariableMonitoring: (call, { memory }) => ({
    clearMonitoringResult: call.id.map((id: number) => ({
      id,
      status: memory.monitors.delete(id) ? 'Accepted' : 'NotFound',
    })),
  }),
  GetMonitoringReport({ requestId, monitoringCriteria, componentVariable }, able) {
    const found = [...able.memory.monitors.values()].filter(
      ({ sent }) =>
        (monitoringCriteria === undefined ||
          monitoringCriteria.some((one: string) => criteria[one]?.test(sent.type))) &&
        (componentVariable === undefined ||
          componentVariable.some(
            (asked: Payload) =>
              asked.component.name === sent.component.name &&
              (asked.variable === undefined || asked.variable.name === sent.variable.name),
          )),
    );
    if (found.length === 0) return { status: 'EmptyResultSet' };
    able.later(20, () => tell(able, requestId, found));
    return { status: 'Accepted' };
  },
  SetMonitoringBase(call, { memory }) {
    // N03.FR.04: what was set by hand goes.
    if (call.monitoringBase !== 'All') memory.monitors.clear();
    return { status: 'Accepted' };
  },
  SetMonitoringLevel(call, { memory }) {
    if (call.severity < 0 || call.severity > 9) return { status: 'Rejected' };
    memory.monitoringLevel = call.severity;
    return { status: 'Accepted' };
  },
};
