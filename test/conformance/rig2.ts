import { randomUUID } from 'node:crypto';
import type { Json } from '../console.ts';
import { type Conforming, iso } from './rig.ts';

export const versions2 = ['ocpp2.0.1', 'ocpp2.1'] as const;

export const tokenOf = (idToken: string): Json => ({ idToken, type: 'ISO14443' });

export const authorize2 = async (station: Conforming, card: string): Promise<Json> =>
  (await station.say('Authorize', { idToken: tokenOf(card) })).idTokenInfo;

/** A connector's status in both of the ways 2.x has for it. */
export async function status2(station: Conforming, connectorStatus: string, evseId = 1): Promise<void> {
  await station.say('StatusNotification', { timestamp: iso(), connectorStatus, evseId, connectorId: 1 });
  await station.say('NotifyEvent', {
    generatedAt: iso(),
    seqNo: 0,
    eventData: [
      {
        eventId: 1,
        timestamp: iso(),
        trigger: 'Delta',
        actualValue: connectorStatus,
        eventNotificationType: 'HardWiredNotification',
        component: { name: 'Connector', evse: { id: evseId, connectorId: 1 } },
        variable: { name: 'AvailabilityState' },
      },
    ],
  });
}

export const meterOf = (wh: number, context = 'Sample.Periodic'): Json => [
  {
    timestamp: iso(),
    sampledValue: [{ value: wh, context, measurand: 'Energy.Active.Import.Register', unitOfMeasure: { unit: 'Wh' } }],
  },
];

/** One transaction as its station tells it: the number of each event counts up by itself. */
export interface Transaction2 {
  readonly id: string;
  seqNo: number;
  tell(eventType: 'Started' | 'Updated' | 'Ended', triggerReason: string, more?: Json): Promise<Json>;
}

export function transaction2(station: Conforming, evseId = 1): Transaction2 {
  const self: Transaction2 = {
    id: randomUUID(),
    seqNo: 0,
    tell(eventType, triggerReason, { transactionInfo, ...more } = {}) {
      return station.say('TransactionEvent', {
        eventType,
        triggerReason,
        timestamp: iso(),
        seqNo: self.seqNo++,
        transactionInfo: { transactionId: self.id, ...transactionInfo },
        evse: { id: evseId, connectorId: 1 },
        ...more,
      });
    },
  };
  return self;
}

/** A session that charges: plugged in, authorised, power flows. */
export async function charging2(station: Conforming, card: string, evseId = 1): Promise<Transaction2> {
  const session = transaction2(station, evseId);
  await status2(station, 'Occupied', evseId);
  await session.tell('Started', 'CablePluggedIn', {
    transactionInfo: { chargingState: 'EVConnected' },
    meterValue: meterOf(1000, 'Transaction.Begin'),
  });
  const { idTokenInfo } = await session.tell('Updated', 'Authorized', { idToken: tokenOf(card) });
  if (idTokenInfo.status !== 'Accepted') throw new Error(`the session was answered ${idTokenInfo.status}`);
  await session.tell('Updated', 'ChargingStateChanged', { transactionInfo: { chargingState: 'Charging' } });
  return session;
}

/** The cable is pulled after charging: the session is over. */
export async function unplug2(station: Conforming, session: Transaction2, evseId = 1): Promise<void> {
  await session.tell('Ended', 'EVCommunicationLost', {
    transactionInfo: { chargingState: 'Idle', stoppedReason: 'EVDisconnected' },
    meterValue: meterOf(5000, 'Transaction.End'),
  });
  await status2(station, 'Available', evseId);
}
