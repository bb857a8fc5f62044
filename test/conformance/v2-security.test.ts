import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { makeCertificate, makeKeys, makeRequest } from '../pki.ts';
import { behindProxy, bootOf, dial, type SecureStation, type Shown } from '../secure-station.ts';
import { until } from '../until.ts';
import { type Bench, type Conforming, gives, startBench } from './rig.ts';
import { charging2, status2, versions2 } from './rig2.ts';

let bench: Bench;
let organisation: string;
beforeAll(async () => {
  bench = await startBench(behindProxy);
  organisation = (await bench.flow.call('GET', '/certificates/authorities')).organisation;
});
afterAll(() => bench.stop());

const accepted = { status: 'Accepted' };

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  const comesIn = async (identity: string, shown: Shown): Promise<SecureStation> => {
    const one = await dial(bench.flow.ocpp, identity, { protocol, ...shown });
    expect(await one.ask('BootNotification', bootOf(protocol))).toMatchObject(accepted);
    return one;
  };

  test('TC_A_01_CSMS A00.FR.001 the right user and password are let in, and the boot is accepted', async () => {
    const { identity, password } = await bench.flow.station();
    const one = await comesIn(identity, { password });
    const status = { timestamp: new Date().toISOString(), connectorStatus: 'Available', evseId: 1, connectorId: 1 };
    expect(await one.ask('StatusNotification', status)).toEqual({});
    await one.close();
  });

  test('TC_A_02_CSMS a user that is not the identity, TC_A_03_CSMS a wrong password: the upgrade is refused', async () => {
    const { identity, password } = await bench.flow.station();
    await expect(comesIn(identity, { password, user: `${identity}Invalid` })).rejects.toThrow('HTTP 401');
    await expect(comesIn(identity, { password: 'Zq7-9fK2+bX4_mN1=wT8' })).rejects.toThrow('HTTP 401');
  });

  describe('certificates', () => {
    const asked = async (one: Conforming, message: string, requestedMessage: string) => {
      await gives(one, 'trigger', { message }, ['TriggerMessage', accepted], 'done');
      expect(one.asked('TriggerMessage').at(-1)).toEqual({ requestedMessage });
      one.answers('CertificateSigned', accepted);
    };
    const signed = (one: Conforming): Promise<Json> => until(() => one.asked('CertificateSigned').at(-1));
    const read = (chain: string) =>
      chain
        .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)!
        .map((pem) => new X509Certificate(pem)) as [X509Certificate, X509Certificate];

    test('TC_A_12_CSMS the certificate for the connection to cars is renewed at our request', async () => {
      const one = await station();
      await asked(one, 'signV2g', 'SignV2GCertificate');
      const csr = await makeRequest(undefined, organisation, await makeKeys());
      const request = { csr, certificateType: 'V2GCertificate' };
      expect(await one.say('SignCertificate', request)).toMatchObject(accepted);
      const { certificateChain, certificateType } = await signed(one);
      expect(certificateType).toBe('V2GCertificate');
      const [leaf, root] = read(certificateChain);
      expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
      expect(leaf.verify(root.publicKey)).toBe(true);
      // Of another authority than the one whose certificates let stations in.
      const { own, v2g } = await bench.flow.call('GET', '/certificates/authorities');
      expect(v2g.map(({ pem }: Json) => new X509Certificate(pem).fingerprint256)).toContain(root.fingerprint256);
      expect(own.map(({ pem }: Json) => new X509Certificate(pem).fingerprint256)).not.toContain(root.fingerprint256);
      await one.wire.close();
      await expect(comesIn(one.identity, { certificate: leaf.toString() })).rejects.toThrow('HTTP 401');
    });

    test('TC_A_13_CSMS the combined certificate is renewed at our request, and lets the station in', async () => {
      const one = await station();
      await asked(one, 'signCombined', 'SignCombinedCertificate');
      const csr = await makeRequest(one.identity, organisation, await makeKeys());
      expect(await one.say('SignCertificate', { csr })).toMatchObject(accepted);
      const [leaf, root] = read((await signed(one)).certificateChain);
      expect(leaf.subject).toContain(`CN=${one.identity}`);
      expect(leaf.serialNumber).toMatch(/^[0-9A-F]+$/);
      expect(leaf.verify(root.publicKey)).toBe(true);
      await one.wire.close();
      await (await comesIn(one.identity, { certificate: leaf.toString() })).close();
    });

    test('A03.FR.11, A03.FR.12 a request of the station’s own: what can be signed is accepted, what cannot is rejected', async () => {
      const one = await station();
      one.answers('CertificateSigned', accepted);
      const csr = await makeRequest(one.identity, organisation, await makeKeys());
      expect(await one.say('SignCertificate', { csr })).toMatchObject({ status: 'Accepted' });
      await signed(one);
      const bad = await makeRequest('Another station', organisation, await makeKeys());
      expect(await one.say('SignCertificate', { csr: bad })).toMatchObject({ status: 'Rejected' });
      expect(one.asked('CertificateSigned')).toHaveLength(1);
    });
  });

  test('TC_A_19_CSMS S-08 the security profile is raised by a network profile, and the lower one is over', async () => {
    const { identity, stationId, password } = await bench.flow.station();
    const path = `/stations/${stationId}/commands`;
    const onCall = (action: string, payload: Json): Json =>
      action === 'SetVariables'
        ? { setVariableResult: payload.setVariableData.map((one: Json) => ({ ...one, attributeStatus: 'Accepted' })) }
        : accepted;
    const before = await comesIn(identity, { password, onCall });
    const profile = {
      slot: 1,
      version: 'OCPP201',
      url: 'wss://csms.example/ocpp',
      securityProfile: 2,
      messageTimeoutSeconds: 30,
      interface: 'Wired0',
    };
    const done = async (kind: string, body: Json, action: string): Promise<Json> => {
      await bench.flow.call('POST', `${path}/${kind}`, body);
      return until(() => before.called.find((one) => one.action === action)?.payload);
    };
    expect(await done('setNetworkProfile', profile, 'SetNetworkProfile')).toMatchObject({
      configurationSlot: 1,
      connectionData: {
        messageTimeout: 30,
        ocppCsmsUrl: 'wss://csms.example/ocpp',
        ocppInterface: 'Wired0',
        ocppTransport: 'JSON',
        ocppVersion: protocol === 'ocpp2.1' ? 'OCPP201' : 'OCPP20',
        securityProfile: 2,
      },
    });
    const name = { component: 'OCPPCommCtrlr', variable: 'NetworkConfigurationPriority' };
    const { setVariableData } = await done('writeSettings', { values: [{ name, value: '1' }] }, 'SetVariables');
    expect(setVariableData).toMatchObject([
      { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'NetworkConfigurationPriority' }, attributeValue: '1' },
    ]);
    await done('reset', { mode: 'onIdle' }, 'Reset');
    await before.close();
    const after = await comesIn(identity, { password, tls: true, onCall });
    await expect(comesIn(identity, { password })).rejects.toThrow('HTTP 401');
    // Nor does anybody put it back by a command (A00.FR.005).
    const lower = await bench.flow.ask('POST', `${path}/setNetworkProfile`, {
      ...profile,
      slot: 2,
      securityProfile: 1,
    });
    expect(lower).toMatchObject({ status: 422, body: { type: 'value.refused' } });
    expect(after.called).toEqual([]);
    await after.close();
  });

  test('TC_B_31_CSMS S-11 A00.FR.806 a station with the password of its factory waits, gets one of its own, and is asked to boot again', async () => {
    const { identity, stationId } = await bench.flow.station();
    const factory = 'factory-password-1';
    await bench.flow.call('PUT', `/stations/${stationId}/credentials/factory`, { password: factory });
    const onCall = (action: string, payload: Json): Json =>
      action === 'SetVariables'
        ? { setVariableResult: payload.setVariableData.map((one: Json) => ({ ...one, attributeStatus: 'Accepted' })) }
        : accepted;
    const one = await dial(bench.flow.ocpp, identity, { protocol, password: factory, onCall });
    expect(await one.ask('BootNotification', bootOf(protocol))).toMatchObject({ status: 'Pending' });
    const triggered = await until(() => one.called.find(({ action }) => action === 'TriggerMessage'));
    expect(triggered.payload).toMatchObject({ requestedMessage: 'BootNotification' });
    const again = { ...bootOf(protocol), reason: 'Triggered' };
    expect(await one.ask('BootNotification', again)).toMatchObject(accepted);
    const status = { timestamp: new Date().toISOString(), connectorStatus: 'Available', evseId: 1, connectorId: 1 };
    expect(await one.ask('StatusNotification', status)).toEqual({});
    await one.close();
    const [given] = one.called.filter(({ action }) => action === 'SetVariables');
    const [{ component, variable, attributeValue }] = given!.payload.setVariableData;
    expect([component.name, variable.name]).toEqual(['SecurityCtrlr', 'BasicAuthPassword']);
    await expect(comesIn(identity, { password: factory })).rejects.toThrow('HTTP 401');
    await (await comesIn(identity, { password: attributeValue })).close();
  });

  const settings = async (one: Conforming, ...told: [name: Json, value: string][]) => {
    one.answers('GetVariables', {
      getVariableResult: told.map(([{ component, instance, variable, variableInstance }, attributeValue]) => ({
        component: { name: component, ...(instance && { instance }) },
        variable: { name: variable, ...(variableInstance && { instance: variableInstance }) },
        attributeStatus: 'Accepted',
        attributeValue,
      })),
    });
    const names = told.map(([{ component, instance, variable, variableInstance }]) => ({
      component,
      variable,
      ...(instance && { componentInstance: instance }),
      ...(variableInstance && { variableInstance }),
    }));
    await one.reaches(await one.command('readSettings', { names }), 'done');
  };

  test('B08.FR.06 a report is never asked for more parts than the station takes', async () => {
    const one = await station();
    one.answers('GetReport', accepted);
    await settings(one, [
      { component: 'DeviceDataCtrlr', variable: 'ItemsPerMessage', variableInstance: 'GetReport' },
      '2',
    ]);
    const names = ['EVSE', 'Connector', 'AuthCtrlr'].map((component) => ({ component }));
    const path = `/stations/${one.stationId}/commands/readReportOf`;
    expect(await bench.flow.ask('POST', path, { names })).toMatchObject({
      status: 422,
      body: { type: 'value.refused' },
    });
    await one.reaches(await one.command('readReportOf', { names: names.slice(1) }), 'answered');
    expect(one.asked('GetReport').map(({ componentVariable }) => componentVariable.length)).toEqual([2]);
  });

  if (protocol !== 'ocpp2.1') return;

  test('A02.FR.25, A03.FR.21 the number of a signing request comes back with its certificate', async () => {
    const one = await station();
    one.answers('CertificateSigned', accepted);
    const keys = await makeKeys();
    for (const requestId of [7, 8]) {
      const csr = await makeRequest(one.identity, organisation, keys);
      expect(await one.say('SignCertificate', { csr, requestId })).toMatchObject(accepted);
      await until(() => one.asked('CertificateSigned').some((call) => call.requestId === requestId));
    }
    expect(one.asked('CertificateSigned').map(({ requestId }) => requestId)).toEqual([7, 8]);
  });

  test('B09.FR.21, B09.FR.29, B09.FR.30 a network slot that is in use is never written, another one wholly', async () => {
    const one = await station();
    one.answers('SetVariables', ({ setVariableData }: Json) => ({
      setVariableResult: setVariableData.map(({ attributeValue: _, ...rest }: Json) => ({
        ...rest,
        attributeStatus: 'Accepted',
      })),
    }));
    const path = `/stations/${one.stationId}/commands/writeSettings`;
    const write = (componentInstance: string, variable: string, value: string) => ({
      values: [{ name: { component: 'NetworkConfiguration', componentInstance, variable }, value }],
    });
    // Nobody knows yet which are in use.
    expect((await bench.flow.ask('POST', path, write('2', 'OcppCsmsUrl', 'wss://x'))).status).toBe(422);
    await settings(one, [{ component: 'OCPPCommCtrlr', variable: 'NetworkConfigurationPriority' }, '1,3']);
    for (const used of ['1', '3'])
      expect((await bench.flow.ask('POST', path, write(used, 'OcppCsmsUrl', 'wss://x'))).status).toBe(422);
    expect(one.asked('SetVariables')).toEqual([]);
    const written = async (variable: string, value: string) => {
      await one.reaches(await one.command('writeSettings', write('2', variable, value)), 'done');
      const { setVariableData } = one.asked('SetVariables').at(-1);
      return setVariableData.map((each: Json) => [each.component.instance, each.variable.name, each.attributeValue]);
    };
    expect(await written('OcppCsmsUrl', 'wss://x')).toEqual([
      ['2', 'OcppCsmsUrl', 'wss://x'],
      ['2', 'ApnEnabled', 'false'],
      ['2', 'VpnEnabled', 'false'],
    ]);
    expect(await written('Apn', 'internet')).toEqual([
      ['2', 'Apn', 'internet'],
      ['2', 'ApnEnabled', 'true'],
      ['2', 'VpnEnabled', 'false'],
    ]);
    expect(await written('VpnServer', 'vpn.example')).toContainEqual(['2', 'VpnEnabled', 'true']);
  });

  test('B13.FR.31 a session that goes on after a restart gets the limits that were set for it once more', async () => {
    const before = await station();
    const session = await charging2(before, bench.card);
    const [{ number }] = await before.sessions();
    const schedules = [{ unit: 'W', startsAt: new Date().toISOString(), periods: [{ startSeconds: 0, limit: 6000 }] }];
    const limits = {
      evse: 1,
      purpose: 'tx',
      profileKind: 'absolute',
      stackLevel: 0,
      schedules,
      transactionNumber: number,
    };
    const { call } = await gives(before, 'setChargingProfile', limits, ['SetChargingProfile', accepted], 'done');
    const one = await before.again();
    one.answers('SetChargingProfile', accepted);
    await one.say('BootNotification', { ...bootOf(protocol), reason: 'PowerUp' });
    await status2(one, 'Occupied');
    const resumed = { seqNo: session.seqNo, timestamp: new Date().toISOString(), evse: { id: 1, connectorId: 1 } };
    await one.say('TransactionEvent', {
      ...resumed,
      eventType: 'Updated',
      triggerReason: 'TxResumed',
      transactionInfo: { transactionId: session.id, chargingState: 'Charging' },
    });
    expect(await until(() => one.asked('SetChargingProfile').at(-1))).toEqual(call);
  });

  test('S02.FR.03 a battery swap is only asked for with a card that may charge', async () => {
    const one = await station();
    one.answers('RequestBatterySwap', accepted);
    const path = `/stations/${one.stationId}/commands/requestBatterySwap`;
    const { id } = await bench.flow.call('POST', '/cards', { number: 'B10CCED' });
    await bench.flow.call('PATCH', `/cards/${id}`, { status: 'blocked' });
    for (const number of ['UNKN0WN', 'B10CCED']) {
      const reply = await bench.flow.ask('POST', path, { token: { number } });
      expect(reply).toMatchObject({ status: 422, body: { type: 'value.refused' } });
    }
    expect(one.asked('RequestBatterySwap')).toEqual([]);
    await one.reaches(await one.command('requestBatterySwap', { token: { number: bench.card } }), 'done');
    expect(one.asked('RequestBatterySwap')).toMatchObject([{ idToken: { idToken: bench.card } }]);
  });
});

test('2.0.1:TC_B_31_CSMS a station that was adopted while it was away and does not boot by itself is asked to', async () => {
  const { flow } = bench;
  const identity = 'SILENT-1';
  const stranger = await dial(flow.ocpp, identity, {});
  expect(await stranger.ask('BootNotification', bootOf('ocpp2.0.1'))).toMatchObject({ status: 'Pending' });
  await stranger.close();
  const { items } = await flow.call('GET', '/onboarding');
  const { stationId } = items.find((one: Json) => one.identity === identity);
  const { credentials } = await flow.call('POST', `/onboarding/${stationId}/adopt`, { name: identity });
  const one = await dial(flow.ocpp, identity, { password: credentials.password, onCall: () => accepted });
  const { payload } = await until(() => one.called.find(({ action }) => action === 'TriggerMessage'));
  expect(payload).toEqual({ requestedMessage: 'BootNotification' });
  expect(await one.ask('BootNotification', { ...bootOf('ocpp2.0.1'), reason: 'Triggered' })).toMatchObject(accepted);
  await one.close();
});

test('A00.FR.403, A00.FR.404 a certificate must lead to somebody who is trusted and belong to the operator', async () => {
  const authority = await makeCertificate({ name: 'Maker', authority: true });
  await bench.flow.call('POST', '/certificates/authorities', { certificate: authority.cert });
  const { identity } = await bench.flow.station();
  const come = async (more: { by?: typeof authority; organisation: string }) => {
    const { cert } = await makeCertificate({ name: identity, ...more });
    await (await dial(bench.flow.ocpp, identity, { certificate: cert })).close();
  };
  await expect(come({ organisation })).rejects.toThrow('HTTP 401');
  await expect(come({ organisation: 'Somebody else', by: authority })).rejects.toThrow('HTTP 401');
  await come({ organisation, by: authority });
});
