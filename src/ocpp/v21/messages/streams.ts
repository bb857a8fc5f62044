import type { OCPP21 } from 'typed-ocpp';
import { whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { expect, incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';

/** N11: the station begins to send the values of a monitor as a stream. */
export const openPeriodicEventStream = incoming<
  OCPP21.OpenPeriodicEventStreamRequest,
  OCPP21.OpenPeriodicEventStreamResponse
>({
  action: 'OpenPeriodicEventStream',
  read: ({ constantStreamData: { id, variableMonitoringId, params } }) =>
    compact({
      kind: 'streamOpened',
      streamId: whole(id),
      monitorId: whole(variableMonitoringId),
      intervalSeconds: wholeOrNothing(params.interval),
      values: wholeOrNothing(params.values),
    }),
  answer: (answer) => ({ status: expect(answer, 'consent').accepted ? 'Accepted' : 'Rejected' }),
});

export const closePeriodicEventStream = incoming<
  OCPP21.ClosePeriodicEventStreamRequest,
  OCPP21.ClosePeriodicEventStreamResponse
>({
  action: 'ClosePeriodicEventStream',
  read: ({ id }) => ({ kind: 'streamClosed', streamId: whole(id) }),
  answer: () => ({}),
});

/** N15: values of a stream, as SEND: nothing is answered. So many of one message are looked at; the frame has all. */
const mostValues = 100;

export const notifyPeriodicEventStream = incoming<OCPP21.NotifyPeriodicEventStream, object>({
  action: 'NotifyPeriodicEventStream',
  read: ({ id, pending, basetime, data }) => {
    const { time } = readTime(basetime);
    return {
      kind: 'streamValues',
      streamId: whole(id),
      pending: whole(pending),
      time,
      values: data
        .slice(-mostValues)
        .map(({ t, v }) =>
          compact({ at: time.at === undefined ? undefined : time.at + Math.round(t * 1000), value: v }),
        ),
    };
  },
  answer: () => ({}),
});
