import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, gives, iso, startBench } from './rig.ts';
import { tokenOf, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const accepted = { status: 'Accepted' };
const power = { component: 'ChargingStation', variable: 'Power' };
const availability = { component: 'EVSE', evse: 1, variable: 'AvailabilityState' };
const powerPart = { component: { name: 'ChargingStation' }, variable: { name: 'Power' } };
const availabilityPart = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'AvailabilityState' } };

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);

  describe('reports', () => {
    const report = (one: Conforming, requestId: number, seqNo: number, tbc: boolean) =>
      one.say('NotifyReport', {
        requestId,
        generatedAt: iso(),
        seqNo,
        tbc,
        reportData: [
          {
            component: { name: 'OCPPCommCtrlr' },
            variable: { name: `Variable${seqNo}` },
            variableAttribute: [{ value: '60', mutability: 'ReadWrite' }],
            variableCharacteristics: { dataType: 'integer', supportsMonitoring: false },
          },
        ],
      });

    test.each([
      ['TC_B_12_CSMS', 'configuration', 'ConfigurationInventory'],
      ['TC_B_13_CSMS', 'full', 'FullInventory'],
      ['TC_B_14_CSMS', 'summary', 'SummaryInventory'],
    ])('%s of the kind %s is shown when its last part came', async (_case, base, reportBase) => {
      const one = await station();
      const { call, id } = await gives(one, 'readReport', { base }, ['GetBaseReport', accepted], 'answered');
      expect(call).toEqual({ requestId: expect.any(Number), reportBase });
      expect(call.requestId).toBeGreaterThanOrEqual(0);
      await report(one, call.requestId, 0, true);
      expect((await one.life(id)).state).toBe('answered');
      await report(one, call.requestId, 1, false);
      await one.reaches(id, 'done');
      const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/settings`);
      expect(items.map(({ variable }: Json) => variable)).toEqual(['Variable0', 'Variable1']);
    });

    test('TC_B_18_CSMS of some parts only; there may be nothing to tell', async () => {
      const one = await station();
      const body = { names: [availability] };
      const nothing = await gives(
        one,
        'readReportOf',
        { criteria: ['problem'], ...body },
        ['GetReport', { status: 'EmptyResultSet' }],
        'done',
      );
      expect(nothing.call).toMatchObject({ componentCriteria: ['Problem'], componentVariable: [availabilityPart] });
      const { call, id } = await gives(
        one,
        'readReportOf',
        { criteria: ['available'], ...body },
        ['GetReport', accepted],
        'answered',
      );
      expect(call).toMatchObject({ componentCriteria: ['Available'], componentVariable: [availabilityPart] });
      expect(await report(one, call.requestId, 0, false)).toEqual({});
      await one.reaches(id, 'done');
    });
  });

  describe('reports of monitors', () => {
    const report = (one: Conforming, requestId: number) =>
      one.say('NotifyMonitoringReport', {
        requestId,
        generatedAt: iso(),
        seqNo: 0,
        tbc: false,
        monitor: [
          {
            ...availabilityPart,
            variableMonitoring: [
              {
                id: 1,
                transaction: false,
                value: 1,
                type: 'Delta',
                severity: 8,
                ...(protocol === 'ocpp2.1' && { eventNotificationType: 'CustomMonitor' }),
              },
            ],
          },
        ],
      });
    test.each([
      ['TC_N_01_CSMS', { criteria: ['threshold'] }, { monitoringCriteria: ['ThresholdMonitoring'] }],
      ['TC_N_02_CSMS', { names: [availability] }, { componentVariable: [availabilityPart] }],
      [
        'TC_N_03_CSMS',
        { criteria: ['delta'], names: [availability] },
        { monitoringCriteria: ['DeltaMonitoring'], componentVariable: [availabilityPart] },
      ],
      [
        'TC_N_60_CSMS',
        { criteria: ['delta'], names: [power, availability] },
        { monitoringCriteria: ['DeltaMonitoring'], componentVariable: [powerPart, availabilityPart] },
      ],
      ['TC_N_47_CSMS', {}, {}],
    ])('%s asked for %j', async (_case, body, expected) => {
      const one = await station();
      await gives(one, 'readMonitors', body, ['GetMonitoringReport', { status: 'EmptyResultSet' }], 'done');
      const { call, id } = await gives(one, 'readMonitors', body, ['GetMonitoringReport', accepted], 'answered');
      expect(call).toEqual({ requestId: expect.any(Number), ...expected });
      expect(await report(one, call.requestId)).toEqual({});
      await one.reaches(id, 'done');
    });
  });

  describe('monitors', () => {
    test('TC_N_05_CSMS which ones are on', async () => {
      const one = await station();
      for (const [base, monitoringBase] of [
        ['all', 'All'],
        ['factoryDefault', 'FactoryDefault'],
        ['hardWiredOnly', 'HardWiredOnly'],
      ]) {
        const { call } = await gives(one, 'setMonitoringBase', { base }, ['SetMonitoringBase', accepted], 'done');
        expect(call).toEqual({ monitoringBase });
      }
    });

    const monitor = (name: Json) => ({ ...name, type: 'delta', value: 1, severity: 8 });
    test.each([
      ['TC_N_08_CSMS', [availability], [availabilityPart]],
      ['TC_N_09_CSMS', [availability, power], [availabilityPart, powerPart]],
    ])('%s are set: %j', async (_case, names, parts) => {
      const one = await station();
      const { call, life } = await gives(
        one,
        'setMonitors',
        { monitors: names.map(monitor) },
        [
          'SetVariableMonitoring',
          ({ setMonitoringData }: Json) => ({
            setMonitoringResult: setMonitoringData.map(({ value: _, ...rest }: Json, id: number) => ({
              ...rest,
              id,
              status: 'Accepted',
            })),
          }),
        ],
        'done',
      );
      expect(call.setMonitoringData).toMatchObject(
        parts.map((part) => ({ ...part, value: 1, type: 'Delta', severity: 8 })),
      );
      expect(life.answer.monitors).toMatchObject(parts.map((_, id) => ({ id, status: 'Accepted' })));
    });

    test.each([
      ['TC_N_16_CSMS', 'Accepted', 'done'],
      ['TC_N_17_CSMS', 'Rejected', 'refused'],
    ])('%s how severe an event must be to be told: %s', async (_case, status, end) => {
      const one = await station();
      const { call } = await gives(one, 'setMonitoringLevel', { severity: 4 }, ['SetMonitoringLevel', { status }], end);
      expect(call).toEqual({ severity: 4 });
    });

    test('TC_N_18_CSMS never more are cleared in one message than the station takes', async () => {
      const one = await station();
      const component = { name: 'MonitoringCtrlr' };
      const variable = { name: 'ItemsPerMessage', instance: 'ClearVariableMonitoring' };
      one.answers('GetVariables', {
        getVariableResult: [{ component, variable, attributeStatus: 'Accepted', attributeValue: '2' }],
      });
      const names = [{ component: component.name, variable: variable.name, variableInstance: variable.instance }];
      await one.reaches(await one.command('readSettings', { names }), 'done');
      const clear: readonly [string, (call: Json) => Json] = [
        'ClearVariableMonitoring',
        ({ id }) => ({ clearMonitoringResult: id.map((each: number) => ({ id: each, status: 'Accepted' })) }),
      ];
      await gives(one, 'clearMonitors', { ids: [1, 2, 3] }, clear, 'done');
      expect(one.asked('ClearVariableMonitoring')).toEqual([{ id: [1, 2] }, { id: [3] }]);
    });

    test('TC_N_44_CSMS one that cannot be cleared: said so', async () => {
      const one = await station();
      const { life } = await gives(
        one,
        'clearMonitors',
        { ids: [1] },
        ['ClearVariableMonitoring', { clearMonitoringResult: [{ id: 1, status: 'Rejected' }] }],
        'refused',
      );
      expect(life.answer.monitors).toMatchObject([{ id: 1, status: 'Rejected' }]);
    });
  });

  test.each([
    ['TC_N_24_CSMS', {}],
    ['TC_N_48_CSMS', { actualValue: '' }],
    ['TC_N_49_CSMS', { cleared: true }],
    ['TC_N_50_CSMS', { trigger: 'Periodic' }],
  ])('%s, N07.FR.03 an event with %j is taken, and the answer is empty', async (_case, more) => {
    const one = await station();
    const event = {
      eventId: 1,
      timestamp: iso(),
      trigger: 'Alerting',
      actualValue: '1',
      eventNotificationType: 'HardWiredMonitor',
      variableMonitoringId: 1,
      ...powerPart,
      ...more,
    };
    for (const seqNo of [0, 1])
      expect(await one.say('NotifyEvent', { generatedAt: iso(), seqNo, tbc: seqNo === 0, eventData: [event] })).toEqual(
        {},
      );
  });

  describe('what a station knows of a person', () => {
    const hash = { algorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serial: '01' };
    const sent = { hashAlgorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serialNumber: '01' };
    const byCard = (card: string) => ({ token: { number: card, type: 'iso14443' } });
    test.each([
      ['TC_N_27_CSMS', 'card', true, false],
      ['TC_N_28_CSMS', 'card', true, false],
      ['TC_N_30_CSMS', 'card', true, true],
      ['TC_N_31_CSMS', 'card', true, true],
      ['TC_N_32_CSMS', 'card', false, true],
      ['TC_N_62_CSMS', 'id', true, true],
      ['TC_N_63_CSMS', 'certificate', true, true],
    ])('%s by %s; report %s, clear %s', async (_case, by, report, clear) => {
      const one = await station();
      const who = by === 'card' ? byCard(bench.card) : by === 'id' ? { customerId: 'Somebody' } : { certificate: hash };
      const { call, id } = await gives(
        one,
        'readCustomer',
        { report, clear, ...who },
        ['CustomerInformation', accepted],
        report ? 'answered' : 'done',
      );
      expect(call).toEqual({
        requestId: expect.any(Number),
        report,
        clear,
        ...(by === 'card' && { idToken: tokenOf(bench.card) }),
        ...(by === 'id' && { customerIdentifier: 'Somebody' }),
        ...(by === 'certificate' && { customerCertificate: sent }),
      });
      const part = { requestId: call.requestId, data: 'x', seqNo: 0, generatedAt: iso(), tbc: false };
      expect(await one.say('NotifyCustomerInformation', part)).toEqual({});
      await one.reaches(id, 'done');
    });

    test('TC_N_29_CSMS is not told', async () => {
      const one = await station();
      const { life } = await gives(
        one,
        'readCustomer',
        { report: true, clear: false, ...byCard(bench.card) },
        ['CustomerInformation', { status: 'Rejected' }],
        'refused',
      );
      expect(life.answer.status).toBe('Rejected');
    });
  });
});
