import type { OCPP21 } from 'typed-ocpp';
import type { ReportedGridControl } from '../../../domain/messages/device.ts';
import { name, nameOrNothing, whole } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';

/** R04: a grid control noticed that the grid is not as it should be. */
export const notifyDERAlarm = incoming<OCPP21.NotifyDERAlarmRequest, OCPP21.NotifyDERAlarmResponse>({
  action: 'NotifyDERAlarm',
  read: ({ controlType, gridEventFault, alarmEnded, extraInfo, timestamp }) =>
    compact({
      kind: 'gridAlarm',
      control: controlType,
      fault: gridEventFault,
      ended: alarmEnded === true,
      info: nameOrNothing(extraInfo),
      time: readTime(timestamp).time,
    }),
  answer: () => ({}),
});

/** R04: a control begins or ends to work; others may be superseded by it. */
export const notifyDERStartStop = incoming<OCPP21.NotifyDERStartStopRequest, OCPP21.NotifyDERStartStopResponse>({
  action: 'NotifyDERStartStop',
  read: ({ controlId, started, supersededIds, timestamp }) => ({
    kind: 'gridControlChanged',
    controlId: name(controlId),
    started,
    superseded: (supersededIds ?? []).map(name),
    time: readTime(timestamp).time,
  }),
  answer: () => ({}),
});

type Report = OCPP21.ReportDERControlRequest;

/** The lists of the report: field, the kind of control where the field says it, and where its content stands. */
const lists = {
  enterService: ['EnterService', 'enterService'],
  fixedPFAbsorb: ['FixedPFAbsorb', 'fixedPF'],
  fixedPFInject: ['FixedPFInject', 'fixedPF'],
  fixedVar: ['FixedVar', 'fixedVar'],
  freqDroop: ['FreqDroop', 'freqDroop'],
  gradient: ['Gradients', 'gradient'],
  limitMaxDischarge: ['LimitMaxDischarge', 'limitMaxDischarge'],
} as const satisfies Partial<Record<keyof Report, readonly [string, string]>>;

interface Sent {
  readonly id: string;
  readonly isDefault?: boolean;
  readonly isSuperseded?: boolean;
}

const controlOf = (type: string, sent: Sent, content: unknown): ReportedGridControl => ({
  id: name(sent.id),
  type,
  isDefault: sent.isDefault === true,
  isSuperseded: sent.isSuperseded === true,
  content: content as Readonly<Record<string, unknown>>,
});

/** R04: one part of the grid controls that are set. */
export const reportDERControl = incoming<Report, OCPP21.ReportDERControlResponse>({
  action: 'ReportDERControl',
  read: (report) => ({
    kind: 'gridControls',
    requestId: whole(report.requestId),
    last: report.tbc !== true,
    controls: [
      ...(report.curve ?? []).map((sent) => controlOf(sent.curveType, sent, sent.curve)),
      ...Object.entries(lists).flatMap(([field, [type, content]]) =>
        ((report[field as keyof Report] ?? []) as Sent[]).map((sent) =>
          controlOf(type, sent, (sent as unknown as Record<string, unknown>)[content]),
        ),
      ),
    ],
  }),
  answer: () => ({}),
});
