import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Flow, startFlow } from '../flow.ts';
import { makeKeys, makeRequest } from '../pki.ts';
import { behindProxy, bootOf, dial, type SecureStation } from '../secure-station.ts';
import { until } from '../until.ts';

// Renewal before the end (OCPP 2.0.1 A02, A03.FR.02): what the timed work does to real stations.

let flow: Flow;
let organisation: string;
beforeAll(async () => {
  flow = await startFlow(behindProxy);
  organisation = (await flow.call('GET', '/certificates/authorities')).organisation;
});
afterAll(() => flow.stop());

const accepted = { status: 'Accepted' };
const renewals = 'station certificates';
/** Lets the timed work have its turn, and waits until it is over. */
const turn = async (): Promise<void> => {
  const token = async () =>
    (await flow.pool.query('SELECT token, until FROM jobs WHERE name = $1', [renewals])).rows[0];
  const before = await until(async () => {
    const job = await token();
    return job?.until === null && job;
  }, 60);
  await flow.pool.query('UPDATE jobs SET next_at = now() WHERE name = $1', [renewals]);
  await until(async () => {
    const now = await token();
    return now.token !== before.token && now.until === null;
  }, 60);
};
const leafOf = (chain: string): string => chain.split(/(?<=-----END CERTIFICATE-----)/)[0]!;

const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const;
const words: readonly string[] = ['SignChargePointCertificate', 'SignChargingStationCertificate'];

const triggers = (station: SecureStation): number =>
  station.called.filter(({ payload }) => words.includes(payload.requestedMessage)).length;

async function comes(
  protocol: string,
  identity: string,
  shown: { certificate?: string; password?: string },
): Promise<SecureStation> {
  const station = await dial(flow.ocpp, identity, { ...shown, tls: true, protocol, onCall: () => accepted });
  expect(await station.ask('BootNotification', bootOf(protocol))).toMatchObject(accepted);
  return station;
}

/** Sends a request and gives the certificate that follows. */
async function signed(station: SecureStation, identity: string): Promise<string> {
  const before = station.called.length;
  const csr = await makeRequest(identity, organisation, await makeKeys());
  expect(await station.ask('SignCertificate', { csr })).toMatchObject(accepted);
  const { payload } = await until(() =>
    station.called.slice(before).find(({ action }) => action === 'CertificateSigned'),
  );
  return leafOf(payload.certificateChain);
}

interface Certified {
  readonly protocol: string;
  readonly stationId: number;
  readonly identity: string;
  station: SecureStation;
}

/** Stations of all versions that came in with a certificate of ours, which now ends in so many days. */
const certified = (days: number): Promise<Certified[]> =>
  Promise.all(
    protocols.map(async (protocol) => {
      const { stationId, identity, password } = await flow.station();
      const first = await comes(protocol, identity, { password });
      const certificate = await signed(first, identity);
      await first.close();
      const station = await comes(protocol, identity, { certificate });
      await flow.pool.query(
        `UPDATE station_certificates SET not_after = now() + $2 * interval '1 day' WHERE station_id = $1`,
        [stationId, days],
      );
      return { protocol, stationId, identity, station };
    }),
  );

const openErrors = async ({ stationId }: Certified): Promise<string[]> =>
  (await flow.call('GET', `/stations/${stationId}/errors?isOpen=true`)).items.map(({ code }: Json) => code);
const states = async ({ stationId }: Certified): Promise<string[]> =>
  (await flow.call('GET', `/stations/${stationId}/security`)).certificates.map(({ state }: Json) => state);

test('a month before its end a certificate is asked for anew, once a day, until the station comes with it; two weeks before it is an error', async () => {
  const [far, near, soon] = await Promise.all([certified(40), certified(20), certified(10)]);
  await turn();
  for (const one of [...near, ...soon]) await until(() => triggers(one.station) === 1);
  for (const one of soon) await until(async () => (await openErrors(one)).join() === 'CertificateEnding');
  for (const one of [...near, ...far]) expect(await openErrors(one)).toEqual([]);
  await turn();
  for (const one of [...near, ...soon]) expect(triggers(one.station)).toBe(1);

  for (const one of [...near, ...soon]) {
    expect(await states(one)).toEqual(['ending']);
    const certificate = await signed(one.station, one.identity);
    // It has it; that it works is shown by coming in with it.
    if (soon.includes(one)) expect(await openErrors(one)).toEqual(['CertificateEnding']);
    await one.station.close();
    one.station = await comes(one.protocol, one.identity, { certificate });
    await until(async () => (await states(one)).join() === 'valid,superseded');
    await until(async () => (await openErrors(one)).length === 0);
  }
  await flow.pool.query('UPDATE commands SET asked_at = asked_at - $1::interval', ['2 days']);
  await turn();
  for (const one of [...far, ...near, ...soon]) {
    expect(triggers(one.station)).toBe(0);
    await one.station.close();
  }
}, 180_000);
