import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { DisplayMessage, MessageContent } from '../../../domain/commands/display.ts';
import { nameOrNothing, whole, wholeOrNothing } from '../../bounds.ts';
import { compact } from '../../compact.ts';
import { incoming } from '../../define.ts';
import { readTime } from '../../timestamp.ts';

type Sent = NonNullable<OCPP21.NotifyDisplayMessagesRequest['messageInfo']>[number];

const priorities = { AlwaysFront: 'alwaysFront', InFront: 'inFront', NormalCycle: 'normalCycle' } as const;
const states = {
  Charging: 'charging',
  Faulted: 'faulted',
  Idle: 'idle',
  Unavailable: 'unavailable',
  Suspended: 'suspended',
  Discharging: 'discharging',
} as const;
const formats = { ASCII: 'ascii', HTML: 'html', URI: 'uri', UTF8: 'utf8', QRCODE: 'qrCode' } as const;

const contentOf = ({ format, language, content }: Sent['message']): MessageContent =>
  compact({ format: formats[format], language, text: content });

const messageOf = (sent: Sent): DisplayMessage =>
  compact({
    id: whole(sent.id),
    priority: priorities[sent.priority],
    state: sent.state && states[sent.state],
    startsAt: readTime(sent.startDateTime).time.at,
    endsAt: readTime(sent.endDateTime).time.at,
    transactionId: nameOrNothing(sent.transactionId),
    content: contentOf(sent.message),
    more: sent.messageExtra?.map(contentOf),
    display: sent.display
      ? compact({
          component: sent.display.name,
          componentInstance: nameOrNothing(sent.display.instance),
          evse: wholeOrNothing(sent.display.evse?.id),
          connector: wholeOrNothing(sent.display.evse?.connectorId),
        })
      : undefined,
  });

/** O03, O04: one part of the messages on the display. */
export const notifyDisplayMessages = incoming<
  OCPP21.NotifyDisplayMessagesRequest,
  OCPP20.NotifyDisplayMessagesResponse
>({
  action: 'NotifyDisplayMessages',
  read: ({ requestId, tbc, messageInfo }) => ({
    kind: 'displayMessages',
    requestId: whole(requestId),
    last: tbc !== true,
    messages: (messageInfo ?? []).map(messageOf),
  }),
  answer: () => ({}),
});
