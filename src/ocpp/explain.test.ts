import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Protocol } from '../domain/ports.ts';
import { renderSentence, sentences } from './sentences.ts';
import type { OcppVersion, Payload } from './table.ts';
import { createTell } from './tell.ts';
import { v16 } from './v16/index.ts';
import { v21 } from './v21/index.ts';
import { v201 } from './v201/index.ts';

const said = (version: OcppVersion, action: string, call: Payload, direction: 'in' | 'out' = 'in') => {
  const sentence = version.explain(action, direction, call, undefined).said;
  return [renderSentence(sentence, 'en'), renderSentence(sentence, 'de')];
};
const answered = (version: OcppVersion, action: string, answer: Payload) => {
  const sentence = version.explain(action, 'in', {}, answer).answered!;
  return [renderSentence(sentence, 'en'), renderSentence(sentence, 'de')];
};
const timestamp = '2026-03-01T10:00:00Z';
const card = '04A2B3C47F2A';

describe('a call in words', () => {
  it('LGS-1 a card request without a number says that, and names the missing value', () => {
    expect(said(v16, 'Authorize', { idTag: '' })).toEqual([
      'Asks for permission to charge, but names no card. Missing: idTag',
      'Fragt, ob geladen werden darf, nennt aber keine Karte. Es fehlt: idTag',
    ]);
    expect(said(v201, 'Authorize', { idToken: { idToken: '', type: 'ISO14443' } })[0]).toContain('Missing: idToken');
    expect(said(v16, 'Authorize', {})).toEqual([
      'Asks whether a card may charge. Missing: idTag',
      'Fragt, ob eine Karte laden darf. Es fehlt: idTag',
    ]);
  });

  it.each([
    [v16, 'Authorize', { idTag: card }, 'Asks whether card …7F2A may charge', 'Fragt, ob Karte …7F2A laden darf'],
    [
      v16,
      'BootNotification',
      { chargePointVendor: 'V', chargePointModel: 'M', firmwareVersion: '1.2' },
      'Has started: V M, firmware 1.2',
      'Ist gestartet: V M, Firmware 1.2',
    ],
    [
      v201,
      'BootNotification',
      { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } },
      'Has started: V M (PowerUp)',
      'Ist gestartet: V M (PowerUp)',
    ],
    [
      v16,
      'StatusNotification',
      { connectorId: 2, status: 'Faulted', errorCode: 'GroundFailure', info: 'RCD' },
      'Charge point 2: faulted, error: ground failure (RCD)',
      'Ladepunkt 2: gestört, Störung: Erdschluss (RCD)',
    ],
    [
      v16,
      'StatusNotification',
      { connectorId: 0, status: 'Available', errorCode: 'NoError' },
      'Station: available',
      'Ladestation: verfügbar',
    ],
    [
      v21,
      'StatusNotification',
      { evseId: 1, connectorId: 2, connectorStatus: 'Occupied', timestamp },
      'Charge point 1, connector 2: occupied',
      'Ladepunkt 1, Steckverbinder 2: belegt',
    ],
    [
      v16,
      'StartTransaction',
      { connectorId: 1, idTag: card, meterStart: 12345, timestamp },
      'Session has started at charge point 1 with card …7F2A, meter 12.345 kWh',
      'Ladevorgang hat begonnen an Ladepunkt 1 mit Karte …7F2A, Zählerstand 12,345 kWh',
    ],
    [
      v16,
      'StartTransaction',
      { connectorId: 1, idTag: '', meterStart: 'x', timestamp: 'y' },
      'Session has started at charge point 1. Missing: timestamp, meterStart, idTag',
      'Ladevorgang hat begonnen an Ladepunkt 1. Es fehlt: timestamp, meterStart, idTag',
    ],
    [
      v16,
      'StopTransaction',
      { transactionId: 7, meterStop: 20000, timestamp, reason: 'EVDisconnected' },
      'Session 7 has ended: vehicle unplugged, meter 20 kWh',
      'Ladevorgang 7 ist beendet: Fahrzeug abgesteckt, Zählerstand 20 kWh',
    ],
    [
      v201,
      'TransactionEvent',
      {
        eventType: 'Updated',
        seqNo: 1,
        timestamp,
        triggerReason: 'MeterValuePeriodic',
        offline: true,
        transactionInfo: { transactionId: 'ab', chargingState: 'Charging' },
        meterValue: [{ timestamp, sampledValue: [{ value: 7400, measurand: 'Power.Active.Import' }] }],
      },
      'Session ab: periodic meter values, charging, 7.4 kW, recorded while offline',
      'Ladevorgang ab: regelmäßige Zählerwerte, lädt, 7,4 kW, ohne Verbindung aufgezeichnet',
    ],
    [
      v21,
      'NotifyChargingLimit',
      {},
      'Reports a charging limit set from outside',
      'Meldet eine von außen gesetzte Ladegrenze',
    ],
    [v16, 'Foo', {}, 'Sends a message that its protocol does not know: Foo', undefined],
  ] as const)('case %#', (version, action, call, en, de) => {
    const [english, german] = said(version, action, call);
    if (action === 'NotifyChargingLimit') expect(english).toContain(en);
    else expect(english).toBe(en);
    if (de !== undefined) expect(german).toContain(de);
  });

  it.each([
    [v16, 'Reset', { type: 'Hard' }, 'Restart: at once'],
    [v201, 'Reset', { type: 'OnIdle', evseId: 2 }, 'Restart charge point 2: when no session is running'],
    [
      v16,
      'RemoteStartTransaction',
      { idTag: card, connectorId: 1 },
      'Start a session at charge point 1 with card …7F2A',
    ],
    [v16, 'ChangeAvailability', { connectorId: 0, type: 'Inoperative' }, 'Take station out of service'],
    [v21, 'ChangeAvailability', { operationalStatus: 'Operative' }, 'Put station into service'],
    [v16, 'ChangeConfiguration', { key: 'HeartbeatInterval', value: '60' }, 'Set HeartbeatInterval to 60'],
    [v16, 'GetConfiguration', {}, 'Read all settings'],
    [
      v16,
      'TriggerMessage',
      { requestedMessage: 'MeterValues', connectorId: 2 },
      'Asks for: meter values, charge point 2',
    ],
    [v21, 'GetBaseReport', { requestId: 1, reportBase: 'FullInventory' }, 'Read all settings'],
  ] as const)('our own calls: case %#', (version, action, call, en) => {
    expect(said(version, action, call, 'out')[0]).toBe(en);
  });

  it('COM-5 never tells a secret that is being set', () => {
    const secret = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } };
    for (const text of [
      ...said(v16, 'ChangeConfiguration', { key: 'AuthorizationKey', value: 'CANARY' }, 'out'),
      ...said(v201, 'SetVariables', { setVariableData: [{ ...secret, attributeValue: 'CANARY' }] }, 'out'),
    ]) {
      expect(text).toContain('••••');
      expect(text).not.toContain('CANARY');
    }
  });

  it('never tells a whole card number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,20}$/), (idTag) => {
        const start = { connectorId: 900, idTag, meterStart: 0, timestamp };
        for (const [action, call] of [
          ['Authorize', { idTag }],
          ['StartTransaction', start],
        ] as const) {
          const { values } = v16.explain(action, 'in', call, undefined).said;
          const shown = String(values!.card).slice(1);
          expect(shown.length).toBeLessThanOrEqual(Math.min(4, idTag.length / 2));
          expect(Object.values(values!)).not.toContain(idTag);
        }
      }),
    );
  });
});

describe('an answer in words', () => {
  it.each([
    [{ status: 'Accepted', currentTime: timestamp, interval: 300 }, 'Start report accepted, heartbeat every 5 min'],
    [{ status: 'Pending', currentTime: timestamp, interval: 90 }, 'Start report pending, heartbeat every 90 s'],
    [{ currentTime: timestamp }, 'Answered with the time'],
    [{ idTagInfo: { status: 'Invalid' } }, 'Card refused: not valid here'],
    [{ idTokenInfo: { status: 'Unknown' } }, 'Card refused: unknown card'],
    [
      { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' },
      'Card refused: not valid here, contract certificate was revoked',
    ],
    [{ certificateStatus: [{ status: 'Good' }, { status: 'Revoked' }] }, '1 of 2 certificates are good'],
    [{ transactionId: 12, idTagInfo: { status: 'Accepted' } }, 'Session number 12, card accepted'],
    [{ status: 'UnlockFailed' }, 'Answer: unlocking failed'],
    [{ status: 'Rejected', statusInfo: { reasonCode: 'InUse' } }, 'Answer: rejected (InUse)'],
    [{ status: 'Mysterious' }, 'Answer: Mysterious'],
    [{ configurationKey: [{}, {}], unknownKey: ['a'] }, '2 settings, 1 unknown'],
    [{ setVariableResult: [{ attributeStatus: 'Accepted' }, { attributeStatus: 'Rejected' }] }, '1 of 2 accepted'],
    [{}, 'Taken note of'],
  ])('%j', (answer, en) => {
    expect(answered(v16, 'BootNotification', answer)[0]).toBe(en);
  });
});

describe('the catalogue', () => {
  it('has the same ids in every language, and every text can be read', () => {
    expect(Object.keys(sentences.de).sort()).toEqual(Object.keys(sentences.en).sort());
    for (const id of Object.keys(sentences.en))
      for (const language of ['en', 'de'] as const)
        expect(() => renderSentence({ id, values: filled }, language)).not.toThrow();
  });
  it('shows an unknown id instead of failing', () => {
    expect(renderSentence({ id: 'no.such' }, 'de')).toBe('No.such');
  });
});

describe('what is asked of a station, and its answer', () => {
  const firmware = {
    location: 'https://u:p@files.example/secret-token/fw.bin',
    retrieveDateTime: '2026-01-01T00:00:00Z',
  };
  it.each([
    [
      'ocpp1.6',
      'ReserveNow',
      { connectorId: 2, idTag: 'ABCD1234', expiryDate: '2026-03-01T10:00:00Z', reservationId: 1 },
      'Reserve charge point 2 for card …1234 until 2026-03-01 10:00 UTC',
    ],
    [
      'ocpp2.0.1',
      'SendLocalList',
      { versionNumber: 7, updateType: 'Full' },
      'Replace the card list by 0 cards, version 7',
    ],
    ['ocpp2.0.1', 'UpdateFirmware', { requestId: 1, firmware }, 'Update the firmware from files.example'],
    ['ocpp1.6', 'GetDiagnostics', { location: 'ftp://h.example/x' }, 'Bring the diagnostics to h.example'],
    ['ocpp1.6', 'ClearChargingProfile', { id: 5 }, 'Remove charging profile 5'],
    [
      'ocpp2.0.1',
      'ClearChargingProfile',
      { chargingProfileCriteria: { evseId: 1 } },
      'Remove charging profiles at charge point 1',
    ],
    ['ocpp2.1', 'CostUpdated', { transactionId: 't', totalCost: 1.5 }, 'Session t has cost 1.5 so far'],
  ] as const)('%s: %s', (protocol, action, call, text) => {
    const version = [v16, v201, v21].find((one) => one.protocol === protocol)!;
    const { said } = version.explain(action, 'out', call, undefined);
    expect(renderSentence(said, 'en')).toBe(text);
    expect(renderSentence(said, 'de')).not.toBe(text);
  });

  it.each([
    [{ status: 'VersionMismatch' }, 'Answer: version does not fit', 'Antwort: Version passt nicht'],
    [
      { status: 'Rejected', statusInfo: { reasonCode: 'X', additionalInfo: 'why' } },
      'Answer: rejected (why)',
      'Antwort: abgelehnt (why)',
    ],
    [{ listVersion: -1 }, 'It keeps no card list', 'Führt keine Kartenliste'],
    [{ versionNumber: 4 }, 'Card list of version 4', 'Kartenliste der Version 4'],
    [{ status: 'Accepted', filename: 'a.log' }, 'Answer: accepted, file a.log', 'Antwort: angenommen, Datei a.log'],
    [{ messagesInQueue: false }, 'No messages are waiting', 'Es warten keine Nachrichten'],
    [
      {
        clearMonitoringResult: [
          { id: 1, status: 'Accepted' },
          { id: 2, status: 'NotFound' },
        ],
      },
      '1 of 2 accepted',
      '1 von 2 angenommen',
    ],
  ])('answer %j', (answer, english, german) => {
    const { answered } = v201.explain('GetLog', 'out', {}, answer);
    expect([renderSentence(answered!, 'en'), renderSentence(answered!, 'de')]).toEqual([english, german]);
  });
});

/** A value for every name that any sentence uses. */
const filled = Object.fromEntries(
  'action vendor model firmware reason place evse connector status error info card energy power soc trigger offline transaction state count component variable value cleared more message event mode name detail amount unit unknown accepted code fields source critical reservation control fault over active until version profile purpose limit rate host signed log text cost slot file waiting contract good'
    .split(' ')
    .map((name) => [name, 1]),
);

describe('a stored frame in words', () => {
  const tell = createTell([v16, v201, v21]);
  const frame = (call: string, answer?: string) => ({
    direction: 'in' as const,
    kind: 'call' as const,
    call,
    ...(answer === undefined ? {} : { answer }),
  });

  it('tells call, answer and what is missing', () => {
    const exchange = frame('[2,"1","Authorize",{"idTag":""}]', '[3,"1",{"idTagInfo":{"status":"Invalid"}}]');
    expect(tell(exchange, 'ocpp1.6', 'en')).toEqual({
      said: 'Asks for permission to charge, but names no card',
      answered: 'Card refused: not valid here',
      missing: ['idTag'],
    });
  });
  it('W-10 tells an error by its code, in both spellings', () => {
    for (const code of ['OccurenceConstraintViolation', 'OccurrenceConstraintViolation'])
      expect(tell(frame('[2,"1","Heartbeat",{}]', `[4,"1","${code}","",{}]`), 'ocpp2.1', 'de')?.answered).toBe(
        'Mit einem Fehler beantwortet: ein Feld fehlt oder kommt zu oft',
      );
  });
  it('says nothing about what is no message', () => {
    for (const call of ['', 'x', '[]', '[2]', '{}', '[3,"1",{}]', '[2,"1",null,{}]', '[2,"1",5]'])
      expect(tell(frame(call), 'ocpp1.6', 'en'), call).toBeUndefined();
    expect(tell(frame('[2,"1","Heartbeat",{}]'), undefined, 'en')).toBeUndefined();
    expect(tell({ ...frame('[2,"1","Heartbeat",{}]'), kind: 'stray' }, 'ocpp1.6', 'en')).toBeUndefined();
  });
  it('never throws on any content', () => {
    const parts = fc.tuple(
      fc.constantFrom(2, 3, 4, 6),
      fc.string(),
      fc.oneof(fc.constantFrom('Authorize', 'NotifyEvent'), fc.jsonValue()),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(
        parts,
        fc.jsonValue(),
        fc.constantFrom<Protocol>('ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'),
        (call, answer, protocol) => {
          tell(frame(JSON.stringify(call), JSON.stringify(answer)), protocol, 'en');
          tell(frame(JSON.stringify(call), JSON.stringify([3, '1', answer])), protocol, 'de');
        },
      ),
    );
  });
});
