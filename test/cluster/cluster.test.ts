import { afterAll, beforeAll, expect, it } from 'vitest';
import { administrator } from '../flow.ts';
import { boot, newSession, reading, type Wire, wire } from '../flow-station.ts';
import { makeCertificate } from '../pki.ts';
import { behindProxy, bootOf, dial } from '../secure-station.ts';
import { until } from '../until.ts';
import { type Cluster, type ClusterNode, startCluster } from './nodes.ts';
import { withParts } from './parts.ts';

withParts('three nodes', () => {
  let cluster: Cluster;
  let a: ClusterNode;
  let b: ClusterNode;
  let c: ClusterNode;
  beforeAll(async () => {
    cluster = await startCluster();
    a = await cluster.add('a', behindProxy);
    b = await cluster.add('b', { ROLES: 'gateway', ...behindProxy });
    c = await cluster.add('c', { ROLES: 'api,jobs', ...behindProxy });
  }, 120_000);
  afterAll(() => cluster.stop());

  const connectionsOf = async (stationId: number) =>
    (await a.console.call('GET', `/stations/${stationId}/connections?limit=20`)).items;

  const allow = (stationId: number) =>
    a.console.call('PUT', `/stations/${stationId}/unauthenticated`, { allowed: true, reason: 'a test' });

  it('each node does what its roles say, and all are ready', async () => {
    for (const { product } of [a, b, c]) {
      const ready = await fetch(`${product.url}/readyz`);
      expect(await ready.json()).toEqual({ ready: true, missing: [] });
      expect(await (await fetch(`${product.url}/metrics`)).text()).toContain('bus_reachable 1');
    }
    expect((await fetch(`${b.product.url}/api/v1/session`)).status).toBe(404);
    const station = await cluster.station();
    await expect(wire(c.product.ocpp, station, 'ocpp1.6')).rejects.toThrow();
  });

  it('a command given at one node reaches the station at another, its answer and live events come to every console', async () => {
    const station = await cluster.station();
    const pages = await Promise.all([a, c].map((node) => node.console.listen(station.stationId)));
    const at = await wire(b.product.ocpp, station, 'ocpp2.0.1', { onCall: () => ({ status: 'Accepted' }) });
    await boot(at);
    for (const page of pages) {
      await page.heard(
        ({ event, data }) => event === 'changed' && data.stations?.[0]?.facts.includes('station.booted'),
      );
      await page.heard(({ event, data }) => event === 'frames' && data.frames[0].action === 'BootNotification');
      await page.heard(({ event, data }) => event === 'live' && data.live.connected === true);
    }
    for (const node of [a, c]) {
      const given = await node.console.call('POST', `/stations/${station.stationId}/commands/clearCache`, {});
      await until(async () => {
        const command = await node.console.call('GET', `/stations/${station.stationId}/commands/${given.commandId}`);
        return command.state === 'done' && command;
      });
    }
    expect(at.called.filter(({ action }) => action === 'ClearCache')).toHaveLength(2);
    await at.close();
    for (const page of pages) page.close();
  });

  it('S-09 a new password that the station took at one node is the only one at all of them', async () => {
    const station = await cluster.station();
    const accepted = { status: 'Accepted' };
    const at = await wire(a.product.ocpp, station, 'ocpp1.6', { onCall: () => accepted });
    await boot(at);
    const path = `/stations/${station.stationId}`;
    // Asked for at a node that does not hold the station.
    const { commandId } = await c.console.call('POST', `${path}/credentials/change`);
    await until(async () => (await c.console.call('GET', `${path}/commands/${commandId}`)).state === 'done');
    const { value } = at.called.find(({ action }) => action === 'ChangeConfiguration')!.payload;
    await at.close();
    for (const node of [a, b]) await expect(wire(node.product.ocpp, station, 'ocpp1.6')).rejects.toThrow('401');
    const password = Buffer.from(value, 'hex').toString();
    for (const node of [b, a]) {
      const back = await wire(node.product.ocpp, { ...station, password }, 'ocpp1.6');
      await boot(back);
      await back.close();
    }
  });

  it('A02, S-06 a revoked certificate and an authority that is not trusted any more let nobody in at any node', async () => {
    const { organisation } = await a.console.call('GET', '/certificates/authorities');
    const authority = await makeCertificate({ name: 'Maker CA', authority: true });
    await a.console.call('POST', '/certificates/authorities', { certificate: authority.cert });
    const station = await cluster.station();
    const { cert: certificate } = await makeCertificate({ name: station.identity, organisation, by: authority });
    const other = await makeCertificate({ name: station.identity, organisation, by: authority });
    const comes = async (node: ClusterNode, shown = certificate): Promise<void> => {
      const one = await dial(node.product.ocpp, station.identity, { certificate: shown });
      await one.ask('BootNotification', bootOf('ocpp2.0.1'));
      await one.close();
    };
    for (const node of [a, b]) await comes(node);
    const { certificates } = await a.console.call('GET', `/stations/${station.stationId}/security`);
    await c.console.call(
      'POST',
      `/stations/${station.stationId}/certificates/${certificates[0].fingerprint}/revocation`,
      {
        reason: 'lost',
      },
    );
    for (const node of [a, b]) await expect(comes(node)).rejects.toThrow('401');
    await comes(b, other.cert);
    const { trusted } = await c.console.call('GET', '/certificates/authorities');
    await c.console.call('DELETE', `/certificates/authorities/${trusted[0].fingerprint}`);
    for (const node of [a, b]) await expect(comes(node, other.cert)).rejects.toThrow('401');
  });

  it('C-07 a station that comes to another node has one owner: the former connection ends, the state goes on there', async () => {
    const station = await cluster.station();
    const first = await wire(a.product.ocpp, station, 'ocpp1.6');
    await boot(first);
    const session = newSession('ocpp1.6', 'ABC');
    const started = await first.ask(first.dialect.start(session, reading(1000, Date.now()), false));
    const second = await wire(b.product.ocpp, station, 'ocpp1.6');
    expect((await first.closed).code).toBe(1008);
    const transactionId = started.transactionId as number;
    await second.ask([
      'MeterValues',
      {
        connectorId: 1,
        transactionId,
        meterValue: [{ timestamp: new Date().toISOString(), sampledValue: [{ value: '1500' }] }],
      },
    ]);
    const [newest, former] = await connectionsOf(station.stationId);
    expect(newest).toMatchObject({ node: 'b', replacing: former.id });
    expect(former).toMatchObject({ node: 'a', code: '1008', reason: 'replaced' });
    const { rows } = await cluster.pool.query(
      'SELECT count(*)::integer AS n, max(meter_last) AS meter FROM transactions WHERE station_id = $1',
      [station.stationId],
    );
    expect(rows).toEqual([{ n: 1, meter: 1500 }]);
    await second.close();
  });

  it('C-03 C-07 both alive, from different places: the holder on the other node stays, the newcomer is refused', async () => {
    const station = await cluster.station();
    await allow(station.stationId);
    const holder = await wire(a.product.ocpp, station, 'ocpp1.6');
    await boot(holder);
    // No password: a claim, not a proof.
    const other = await wire(b.product.ocpp, station, 'ocpp1.6', { password: null });
    expect((await other.closed).code).toBe(1008);
    expect((await holder.ask(['Heartbeat', {}])).currentTime).toBeDefined();
    await until(async () =>
      (await connectionsOf(station.stationId)).some((one: { refused?: string }) => one.refused === 'second.connection'),
    );
    await holder.close();
  });

  it('a wrong password at one node is noted though another has the station', async () => {
    const station = await cluster.station();
    const holder = await wire(a.product.ocpp, station, 'ocpp1.6');
    await expect(wire(b.product.ocpp, station, 'ocpp1.6', { password: 'wrong' })).rejects.toThrow('401');
    await until(async () =>
      (await connectionsOf(station.stationId)).some((one: { refused?: string }) => one.refused === 'password.wrong'),
    );
    await holder.close();
  });

  it('A-12 who signs out, and a card that is blocked, are known at once on every node', async () => {
    const signIn = await fetch(`${c.product.url}/api/v1/session`, {
      method: 'POST',
      headers: { origin: c.product.url, 'content-type': 'application/json' },
      body: JSON.stringify({ email: administrator.email, password: administrator.password }),
    });
    const cookie = signIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const at = async (node: ClusterNode, method: string) =>
      (
        await fetch(`${node.product.url}/api/v1/${method === 'GET' ? 'stations' : 'session'}`, {
          method,
          headers: { cookie, origin: node.product.url },
        })
      ).status;
    expect(await at(a, 'GET')).toBe(200);
    expect(await at(c, 'GET')).toBe(200);
    expect(await at(c, 'DELETE')).toBeLessThan(300);
    await until(async () => (await at(a, 'GET')) === 401, 1);

    const station = await cluster.station();
    const wired = await wire(b.product.ocpp, station, 'ocpp1.6');
    await boot(wired);
    const card = await a.console.call('POST', '/cards', { number: 'CAFE01' });
    expect((await wired.ask(['Authorize', { idTag: 'CAFE01' }])).idTagInfo.status).toBe('Accepted');
    await c.console.call('PATCH', `/cards/${card.id}`, { status: 'blocked' });
    // Far within the time after which a card is read anew by itself.
    await until(async () => (await wired.ask(['Authorize', { idTag: 'CAFE01' }])).idTagInfo.status === 'Blocked', 1);
    await wired.close();
  });

  it('C-01 half-open at one node: the station is let in at the other as soon as no sign of life came', async () => {
    const station = await cluster.station();
    await allow(station.stationId);
    const dead = await wire(a.product.ocpp, station, 'ocpp1.6');
    await boot(dead);
    (dead.client.socket as unknown as { _socket: { pause(): void } })._socket.pause();
    const back: Wire = await wire(b.product.ocpp, station, 'ocpp1.6', { password: null });
    await boot(back);
    expect((await connectionsOf(station.stationId))[0]).toMatchObject({ node: 'b' });
    dead.terminate();
    await back.close();
  }, 30_000);
});
