import type { Sample, StationMessage, TransactionMessage } from '../domain/message.ts';
import { explainAnswer } from './explain-answer.ts';
import { kilo, lastDigits, none, placeValues, word } from './explain-values.ts';
import { en, type SentenceId } from './sentences/en.ts';
import { say } from './sentences.ts';
import type { Check, IncomingMessage, OcppVersion, Payload, Sentence } from './table.ts';

export type Explained = ReturnType<OcppVersion['explain']>;
export interface Explaining {
  readonly action: string;
  readonly direction: 'in' | 'out';
  readonly call: Payload;
  readonly answer: Payload | undefined;
  readonly message: IncomingMessage | undefined;
  readonly check: Check | undefined;
}
export type Explain = (exchange: Explaining) => Explained;

/** What a version's calls of ours say, by action; the rest has general words. */
export type Asked = Readonly<Record<string, (call: Payload) => Sentence>>;

type Samples = readonly Sample[];
type Measurand = Sample['readings'][number]['measurand'];

/** The newest sum (not a phase) of a measurand in kilo-units. */
function newest(samples: Samples, measurand: Measurand): number | undefined {
  for (const { readings } of samples.toReversed()) {
    const found = readings.find((one) => one.measurand === measurand && one.phase === undefined);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

const measuredValues = (samples: Samples) => ({
  energy: kilo(newest(samples, 'energy')),
  power: kilo(newest(samples, 'power')),
  soc: newest(samples, 'soc') ?? none,
});

/** The fields that came and could not be understood. */
const notUnderstood = (time: { raw?: string; at?: number }, samples: Samples, ...more: (string | false)[]) => [
  ...(time.raw !== undefined && time.at === undefined ? ['timestamp'] : []),
  ...(samples.some(({ suspect }) => suspect !== undefined) ? ['meterValue'] : []),
  ...more.filter((field): field is string => typeof field === 'string'),
];

function explainTransaction(message: TransactionMessage): Sentence {
  const { phase, place, token, samples, meter, time, suspect } = message;
  const read = measuredValues(samples);
  return say(
    `said.${phase}`,
    {
      ...placeValues(place),
      ...read,
      energy: meter === undefined ? read.energy : kilo(meter),
      card: token === undefined || token.number === '' ? none : lastDigits(token.number),
      transaction: word(message.transactionId ?? none),
      trigger: word(message.trigger ?? none),
      state: message.chargingState ?? none,
      reason: word(message.reason ?? 'Other'),
      offline: message.offline ? 'yes' : none,
    },
    notUnderstood(
      time,
      samples,
      suspect?.includes('meter.notANumber') === true && (phase === 'started' ? 'meterStart' : 'meterStop'),
      phase === 'started' && token?.number === '' && token.type !== 'noAuthorization' && 'idTag',
    ),
  );
}

function explainEvents(events: Extract<StationMessage, { kind: 'events' }>['events']): Sentence {
  const [first] = events;
  if (first === undefined) return say('call.NotifyEvent', {}, ['eventData']);
  const values = {
    count: events.length,
    component: word(first.component),
    variable: word(first.variable),
    value: word(first.value),
    cleared: first.cleared ? 'yes' : none,
    info: word(first.techInfo ?? none),
  };
  return say(events.length === 1 ? 'said.event' : 'said.events', values);
}

/** A station's message in words, the same for every version. `missing` fields carry the names they have on the wire. */
export function explainMessage(message: StationMessage, call: Payload, action: string): Sentence {
  switch (message.kind) {
    case 'boot': {
      const { vendor, model, firmware, reason } = message;
      return say('said.boot', {
        vendor: word(vendor),
        model: word(model),
        firmware: word(firmware ?? none),
        reason: word(reason ?? none),
      });
    }
    case 'heartbeat':
      return say('said.heartbeat');
    case 'status':
      return say(
        message.errorCode === undefined ? 'said.status' : 'said.status.error',
        {
          ...placeValues(message),
          status: message.status,
          error: word(message.errorCode ?? none),
          info: word(message.info ?? none),
        },
        notUnderstood(message.time, []),
      );
    case 'authorize':
      return message.token.number === '' && message.token.type !== 'noAuthorization'
        ? say('said.authorize.noCard', {}, ['idTag' in call ? 'idTag' : 'idToken'])
        : say('said.authorize', {
            card: lastDigits(message.token.number),
            contract: message.contract === undefined ? none : 'yes',
          });
    case 'transaction':
      return explainTransaction(message);
    case 'meter':
      return say(
        'said.meter',
        {
          ...placeValues(message.place),
          ...measuredValues(message.samples),
          transaction: word(message.transactionId ?? none),
        },
        notUnderstood({}, message.samples),
      );
    case 'events':
      return explainEvents(message.events);
    case 'report':
      return say('said.report', { count: message.variables.length, more: message.last ? none : 'yes' });
    case 'dataTransfer':
      return say('said.dataTransfer', { vendor: word(message.vendorId), message: word(message.messageId ?? none) });
    case 'securityEvent':
      return say(
        'said.securityEvent',
        { event: word(message.type), info: word(message.info ?? none) },
        notUnderstood(message.time, []),
      );
    case 'logStatus':
      return say('said.logStatus', { status: word(message.status) });
    case 'firmwareStatus':
      return say('said.firmwareStatus', { status: word(message.status) });
    case 'monitors':
      return say('said.monitors', { count: message.monitors.length, more: message.last ? none : 'yes' });
    case 'displayMessages':
      return say('said.displayMessages', { count: message.messages.length, more: message.last ? none : 'yes' });
    case 'chargingProfiles':
      return say('said.chargingProfiles', {
        ...placeValues({ evse: message.evse, connector: 0 }),
        count: message.profiles.length,
        source: word(message.source),
        more: message.last ? none : 'yes',
      });
    case 'chargingLimit':
      return say('said.chargingLimit', {
        ...placeValues({ evse: message.evse, connector: 0 }),
        source: word(message.source),
        critical: message.gridCritical ? 'yes' : none,
      });
    case 'chargingLimitCleared':
      return say('said.chargingLimitCleared', {
        ...placeValues({ evse: message.evse ?? 0, connector: 0 }),
        source: word(message.source),
      });
    case 'reservationStatus':
      return say('said.reservation', { reservation: message.reservationId, status: message.status });
    case 'gridAlarm':
      return say(
        'said.gridAlarm',
        {
          control: word(message.control),
          fault: word(message.fault ?? none),
          over: message.ended ? 'yes' : none,
          info: word(message.info ?? none),
        },
        notUnderstood(message.time, []),
      );
    case 'publishStatus':
      return say('said.publishStatus', { status: word(message.status) });
    case 'priorityCharging':
      return say('said.priority', { transaction: word(message.transactionId), active: message.active ? 'yes' : none });
    // What more there is to know stands in the frame; of personal data nothing is said.
    case 'customer':
    case 'gridControls':
    case 'gridControlChanged':
    case 'streamOpened':
    case 'streamClosed':
    case 'streamValues':
    case 'batterySwap':
    case 'vatNumber':
    case 'chargingNeeds':
    case 'carSchedule':
    case 'scheduleWanted':
    case 'settlement':
      return general(action);
    case 'signCertificate':
      return say('said.signCertificate');
    case 'contractCertificate':
      return say('said.contractCertificate', { action: message.action });
    case 'certificateStatus':
    case 'chainStatus':
      return general(action);
  }
}

const general = (action: string, missing?: readonly string[]): Sentence => {
  const id = `call.${action}`;
  return Object.hasOwn(en, id)
    ? say(id as SentenceId, {}, missing)
    : say('call.unknown', { action: word(action) }, missing);
};

function explainCall({ action, direction, call, message, check }: Explaining, asked: Asked): Sentence {
  const violation = check?.(call);
  if (violation !== undefined) return general(action, violation.missing);
  if (direction === 'in' && message !== undefined) return explainMessage(message.read(call), call, action);
  const ask = direction === 'out' && Object.hasOwn(asked, action) ? asked[action] : undefined;
  return ask === undefined ? general(action) : ask(call);
}

/** Puts an exchange into words. Never throws: what cannot be read is named in general words. */
export const explainWith =
  (asked: Asked): Explain =>
  (exchange) => {
    const said = guarded(exchange.action, () => explainCall(exchange, asked));
    const { answer } = exchange;
    if (answer === undefined) return { said };
    return { said, answered: explainAnswer(answer) };
  };

function guarded(action: string, explain: () => Sentence): Sentence {
  try {
    return explain();
  } catch {
    // Recorded frames include every shape that was ever sent; the log shows them all.
    return general(action);
  }
}
