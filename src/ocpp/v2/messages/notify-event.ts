import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { StationEvent } from '../../../domain/message.ts';
import { nameOrNothing, whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';

type EventData = OCPP21.NotifyEventRequest['eventData'][number];

const eventOf = (event: EventData): StationEvent =>
  compact({
    eventId: whole(event.eventId),
    component: event.component.name,
    componentInstance: nameOrNothing(event.component.instance),
    variable: event.variable.name,
    variableInstance: nameOrNothing(event.variable.instance),
    place: event.component.evse
      ? compact({
          evse: whole(event.component.evse.id),
          connector: wholeOrNothing(event.component.evse.connectorId),
        })
      : undefined,
    trigger: event.trigger.toLowerCase(),
    value: event.actualValue,
    cleared: event.cleared === true,
    severity: wholeOrNothing(event.severity),
    techCode: nameOrNothing(event.techCode),
    techInfo: nameOrNothing(event.techInfo),
    transactionId: nameOrNothing(event.transactionId),
    monitorId: wholeOrNothing(event.variableMonitoringId),
    time: readTime(event.timestamp).time,
  });

/** 2.1 adds the severity (N07); 2.0.1 leaves it to the monitor that was set. */
export const notifyEvent = incoming<OCPP21.NotifyEventRequest, OCPP20.NotifyEventResponse>({
  action: 'NotifyEvent',
  read: ({ eventData }) => ({ kind: 'events', events: eventData.map(eventOf) }),
  answer: () => ({}),
});
