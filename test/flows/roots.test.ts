import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Protocol } from '../../sim/profile.ts';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { boot, protocols, wire } from '../flow-station.ts';
import { type Made, makeCertificate } from '../pki.ts';
import { until } from '../until.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => flow.stop());

const root = (name: string, by?: Made): Promise<Made> => makeCertificate({ name, authority: true, ...(by && { by }) });

/** A station with AdditionalRootCertificateCheck, which the server has read; `status` is what it says to a root. */
async function checking(protocol: Protocol) {
  const known = await flow.station();
  let status = 'Accepted';
  const station = await wire(flow.ocpp, known, protocol, {
    onCall: (action) => {
      switch (action) {
        case 'InstallCertificate':
          return { status };
        case 'GetConfiguration':
          return { configurationKey: [{ key: 'AdditionalRootCertificateCheck', readonly: true, value: 'true' }] };
        default:
          return {
            getVariableResult: [
              {
                component: { name: 'SecurityCtrlr' },
                variable: { name: 'AdditionalRootCertificateCheck' },
                attributeStatus: 'Accepted',
                attributeValue: 'true',
              },
            ],
          };
      }
    },
  });
  await boot(station);
  const path = `/stations/${known.stationId}`;
  const name = { component: protocol === 'ocpp1.6' ? '' : 'SecurityCtrlr', variable: 'AdditionalRootCertificateCheck' };
  const asked = await flow.call('POST', `${path}/commands/readSettings`, { names: [name] });
  const over = (commandId: string, state: string) =>
    until(async () => (await flow.call('GET', `${path}/commands/${commandId}`)).state === state);
  await over(asked.commandId, 'done');
  const sent = () => station.called.filter(({ action }) => action === 'InstallCertificate').length;
  return {
    path,
    station,
    sent,
    answers: (next: string) => {
      status = next;
    },
    security: (): Promise<Json> => flow.call('GET', `${path}/security`),
    async install(made: Made, state = 'done') {
      const { commandId } = await flow.call('POST', `${path}/certificates/root`, { certificate: made.cert });
      await over(commandId, state);
    },
    /** By both ways that there are; neither lets it through. */
    async refused(made: Made) {
      const before = sent();
      const ways = [
        ['certificates/root', { certificate: made.cert }],
        ['commands/installCertificate', { use: 'centralRoot', certificate: made.cert }],
      ] as const;
      for (const [way, body] of ways) {
        const reply = await flow.ask('POST', `${path}/${way}`, body);
        expect(reply).toMatchObject({ status: 422, body: { type: 'value.refused' } });
        expect(reply.body.fields.certificate).toContain('must be signed by the root that the station has now');
      }
      expect(sent()).toBe(before);
    },
    async tells(type: string) {
      await station.ask(['SecurityEventNotification', { type, timestamp: new Date().toISOString() }]);
    },
  };
}

describe.each(protocols)('%s S-16 M05.FR.09 a new root at a station that checks', (protocol) => {
  const invalid = protocol === 'ocpp1.6' ? 'InvalidCentralSystemCertificate' : 'InvalidCsmsCertificate';

  test('is signed by the one before, or is not sent', async () => {
    const one = await checking(protocol);
    const first = await root('First');
    await one.install(first);
    await one.refused(await root('Stranger'));
    await one.refused(await root('Of a stranger', await root('Another')));
    await one.install(await root('Second', first));
    expect(await one.security()).toMatchObject({
      rootsChecked: true,
      roots: [
        { name: 'Second', state: 'installed' },
        { name: 'First', state: 'installed' },
      ],
    });
    await one.station.close();
  });

  test('that the station refuses leaves the one before in its place', async () => {
    const one = await checking(protocol);
    const first = await root('First');
    await one.install(first);
    one.answers('Rejected');
    const second = await root('Second', first);
    await one.install(second, 'refused');
    expect((await one.security()).roots).toMatchObject([
      { name: 'Second', state: 'refused', status: 'Rejected' },
      { name: 'First', state: 'installed' },
    ]);
    one.answers('Accepted');
    await one.refused(await root('Third', second));
    await one.install(await root('Third', first));
    await one.station.close();
  });

  test('by which it cannot verify us is rolled back, which is shown, and the one before counts again', async () => {
    const one = await checking(protocol);
    const first = await root('First');
    const second = await root('Second', first);
    await one.install(first);
    await one.install(second);
    // Its fallback let it in again (M05.FR.13).
    await one.tells(invalid);
    expect((await one.security()).roots).toMatchObject([
      { name: 'Second', state: 'rolledBack' },
      { name: 'First', state: 'installed' },
    ]);
    await one.refused(await root('Third', second));
    await one.install(await root('Third', first));
    expect((await one.security()).roots).toMatchObject([
      { name: 'Third', state: 'installed' },
      { name: 'Second', state: 'rolledBack' },
      { name: 'First', state: 'installed' },
    ]);
    await one.station.close();
  });
});

test('S-16 what is no authority or no certificate is refused at every station', async () => {
  const { stationId } = await flow.station();
  const leaf = await makeCertificate({ name: 'Leaf' });
  for (const certificate of [leaf.cert, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'])
    for (const [way, body] of [
      ['certificates/root', { certificate }],
      ['commands/installCertificate', { use: 'centralRoot', certificate }],
    ] as const)
      expect((await flow.ask('POST', `/stations/${stationId}/${way}`, body)).status).toBe(422);
});
