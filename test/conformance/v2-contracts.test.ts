import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type ContractPool, newCar, startContractPool } from '../contract-pool.ts';
import { dumpAll } from '../dump.ts';
import { wire } from '../flow-station.ts';
import { type Made, makeCertificate } from '../pki.ts';
import { hashDataOf, type Manner, type Responder, serialOf, startResponder } from '../responder.ts';
import { type Bench, type Conforming, startBench } from './rig.ts';
import { transaction2, versions2 } from './rig2.ts';

const emaid = 'DE8AACA2B3C4D5N';
let root: Made;
let sub: Made;
/** For certificates of the root, and of the authority below it. */
let roots: Responder;
let subs: Responder;
let pool: ContractPool;
let bench: Bench;

/** A contract certificate that nobody has asked about yet. */
const contract = (options: Partial<Parameters<typeof makeCertificate>[0]> = {}) =>
  makeCertificate({ name: emaid, by: sub, ocsp: subs.url, ...options });

beforeAll(async () => {
  root = await makeCertificate({ name: 'MO Root CA', authority: true });
  roots = await startResponder({ issuer: root, seconds: 3600 });
  sub = await makeCertificate({ name: 'MO Sub CA', by: root, authority: true, ocsp: roots.url });
  roots.tells(sub, 'good');
  const purposes = ['1.3.6.1.5.5.7.3.9'];
  const signer = await makeCertificate({ name: 'MO OCSP', by: sub, purposes });
  subs = await startResponder({ issuer: sub, signer, seconds: 3600 });
  pool = await startContractPool(sub);
  bench = await startBench({
    VOLTYARD_PRIVATE_RESPONDERS: 'yes',
    VOLTYARD_CONTRACT_POOL: pool.url,
    VOLTYARD_CONTRACT_POOL_TOKEN: pool.token,
  });
  await bench.flow.call('POST', '/cards', { number: emaid, type: 'eMAID', concurrentAllowed: true });
  const trusted = { certificate: root.cert, vouchesFor: 'contracts' };
  await bench.flow.call('POST', '/certificates/authorities', trusted);
});
afterEach(() => {
  for (const responder of [roots, subs]) responder.manner = 'right';
  pool.manner = 'right';
});
afterAll(async () => {
  await bench.stop();
  await Promise.all([roots.stop(), subs.stop(), pool.stop()]);
});

const ask = (made: Made, by: Made, responderURL: string): Json => ({ ...hashDataOf(made, by), responderURL });
const hashes = (made: Made): Json => [ask(made, sub, subs.url), ask(sub, root, roots.url)];
const present = (one: Conforming, more: Json, number = emaid): Promise<Json> =>
  one.say('Authorize', { idToken: { idToken: number, type: 'eMAID' }, ...more });

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);
  const isLeft = (status: string, certificateStatus: string) => ({
    idTokenInfo: expect.objectContaining({ status }),
    certificateStatus,
  });
  /** A certificate that its responder calls so. */
  const made = async (status: 'good' | 'revoked' | 'unknown', options = {}) => {
    const one = await contract(options);
    subs.tells(one, status);
    return one;
  };

  describe('C07 a car with a contract', () => {
    test('TC_C_50_CSMS, C07.FR.05, C07.FR.14 its hashes are asked about, and it charges', async () => {
      const one = await station();
      const car = await made('good');
      expect(await present(one, { iso15118CertificateHashData: hashes(car) })).toEqual(isLeft('Accepted', 'Accepted'));
      expect(subs.asked).toContain(serialOf(car));
      const before = subs.asked.length;
      expect(await present(one, { iso15118CertificateHashData: hashes(car) })).toEqual(isLeft('Accepted', 'Accepted'));
      expect(subs.asked.length).toBe(before);
      const session = transaction2(one);
      const { idTokenInfo } = await session.tell('Started', 'Authorized', {
        idToken: { idToken: emaid, type: 'eMAID' },
      });
      expect(idTokenInfo.status).toBe('Accepted');
      await session.tell('Ended', 'EVCommunicationLost', { transactionInfo: { stoppedReason: 'EVDisconnected' } });
    });

    test('TC_C_51_CSMS, C07.FR.16 one that was revoked', async () => {
      const car = await made('revoked');
      const answer = await present(await station(), { iso15118CertificateHashData: hashes(car) });
      expect(answer).toEqual(isLeft('Invalid', 'CertificateRevoked'));
    });

    test('TC_C_52_CSMS, C07.FR.05, C07.FR.14 its chain is verified here, and each part asked about', async () => {
      const car = await made('good');
      const answer = await present(await station(), { certificate: car.cert + sub.cert });
      expect(answer).toEqual(isLeft('Accepted', 'Accepted'));
      expect(subs.asked).toContain(serialOf(car));
      expect(roots.asked).toContain(serialOf(sub));
    });

    test('C07.FR.16 one of its chain that was revoked', async () => {
      const one = await station();
      const car = await made('revoked');
      expect(await present(one, { certificate: car.cert + sub.cert })).toEqual(isLeft('Invalid', 'CertificateRevoked'));
      const lost = await makeCertificate({ name: 'Lost CA', by: root, authority: true, ocsp: roots.url });
      roots.tells(lost, 'revoked');
      const held = await contract({ by: lost });
      expect(await present(one, { certificate: held.cert + lost.cert })).toEqual(
        isLeft('Invalid', 'CertificateRevoked'),
      );
    });

    test('C07.FR.15 one that has expired, or an authority that has', async () => {
      const one = await station();
      const old = await made('good', { from: -9, to: -1 });
      expect(await present(one, { certificate: old.cert + sub.cert })).toEqual(isLeft('Expired', 'CertificateExpired'));
      const oldSub = await makeCertificate({ name: 'Old CA', by: root, authority: true, from: -9, to: -1 });
      const car = await contract({ by: oldSub });
      expect(await present(one, { certificate: car.cert + oldSub.cert })).toEqual(
        isLeft('Expired', 'CertificateExpired'),
      );
    });

    test('C07.FR.13 a good one of an eMAID that may not charge', async () => {
      const one = await station();
      const path = '/cards';
      const stranger = await made('good', { name: 'DE8AACX9X9X9X9N' });
      const answer = await present(one, { certificate: stranger.cert + sub.cert }, 'DE-8AA-CX9X9X9X9-N');
      expect(answer).toEqual(isLeft('Unknown', 'ContractCancelled'));
      const number = `DE8AAC${protocol === 'ocpp2.1' ? 'B' : 'C'}2B3C4D5N`;
      const card = await bench.flow.call('POST', path, { number, type: 'eMAID' });
      await bench.flow.call('PATCH', `${path}/${card.id}`, { status: 'blocked' });
      const blocked = await made('good', { name: number });
      expect(await present(one, { certificate: blocked.cert + sub.cert }, number)).toEqual(
        isLeft('Blocked', 'ContractCancelled'),
      );
    });

    test.each<[string, () => Promise<Json>]>([
      ['garbage', async () => ({ certificate: 'no certificate' })],
      [
        '10 kB of garbage',
        async () => ({
          certificate: `-----BEGIN CERTIFICATE-----\n${'A'.repeat(protocol === 'ocpp2.1' ? 9900 : 5400)}\n-----END CERTIFICATE-----`,
        }),
      ],
      ['without what is between it and the root', async () => ({ certificate: (await made('good')).cert })],
      [
        'of another root',
        async () => {
          const other = await makeCertificate({ name: 'Other Root', authority: true });
          const car = await contract({ by: other });
          return { certificate: car.cert + other.cert };
        },
      ],
      [
        'A-20 for another contract',
        async () => ({ certificate: (await made('good', { name: 'DE8AACZ9Z9Z9Z9N' })).cert + sub.cert }),
      ],
      ['that does not say where to ask', async () => ({ certificate: (await contract({ ocsp: '' })).cert + sub.cert })],
      ['that nobody knows', async () => ({ certificate: (await made('unknown')).cert + sub.cert })],
      [
        'whose responder nobody can prove',
        async () => {
          const car = await made('good');
          return { iso15118CertificateHashData: [{ ...ask(car, sub, subs.url), issuerKeyHash: 'ab'.repeat(32) }] };
        },
      ],
      [
        'whose hashes are none',
        async () => ({ iso15118CertificateHashData: [{ ...ask(sub, root, roots.url), serialNumber: 'none' }] }),
      ],
      [
        'whose responder is no address',
        async () => ({
          iso15118CertificateHashData: [{ ...ask(await made('good'), sub, subs.url), responderURL: 'ftp://x' }],
        }),
      ],
    ])('C07.FR.17 one that cannot be verified: %s', async (_, content) => {
      expect(await present(await station(), await content())).toEqual(isLeft('Invalid', 'CertChainError'));
    });

    test.each<Manner>([
      'silent',
      'garbage',
      'huge',
      'redirect',
      'busy',
      'forged',
      'another',
      'old',
    ])('A-20 C07.FR.17 its responder is %s: nothing is verified, and the next one is asked again', async (manner) => {
      const one = await station();
      const car = await made('good');
      subs.manner = manner;
      expect(await present(one, { iso15118CertificateHashData: hashes(car) })).toEqual(
        isLeft('Invalid', 'CertChainError'),
      );
      subs.manner = 'right';
      const next = await made('good');
      expect(await present(one, { iso15118CertificateHashData: hashes(next) })).toEqual(isLeft('Accepted', 'Accepted'));
    });

    test('C07.FR.05 by a list of revoked ones, where it names one', async () => {
      const one = await station();
      const [good, bad] = await Promise.all([0, 1].map(() => contract({ ocsp: '', crl: `${subs.crl}?${protocol}` })));
      subs.tells(bad!, 'revoked');
      expect(await present(one, { certificate: bad!.cert + sub.cert })).toEqual(
        isLeft('Invalid', 'CertificateRevoked'),
      );
      expect(await present(one, { certificate: good!.cert + sub.cert })).toEqual(isLeft('Accepted', 'Accepted'));
    });

    test('an eMAID without a certificate is a card like others', async () => {
      const answer = await present(await station(), {});
      expect(answer).toEqual({ idTokenInfo: expect.objectContaining({ status: 'Accepted' }) });
    });

    test('who is not trusted any more vouches for nobody', async () => {
      const one = await station();
      const other = await makeCertificate({ name: 'Passing Root', authority: true });
      const responder = await startResponder({ issuer: other });
      const car = await makeCertificate({ name: emaid, by: other, ocsp: responder.url });
      responder.tells(car, 'good');
      const { fingerprint } = await bench.flow.call('POST', '/certificates/authorities', {
        certificate: other.cert,
        vouchesFor: 'contracts',
      });
      expect(await present(one, { certificate: car.cert })).toEqual(isLeft('Accepted', 'Accepted'));
      await bench.flow.call('DELETE', `/certificates/authorities/${fingerprint}?vouchesFor=contracts`);
      expect(await present(one, { certificate: car.cert })).toEqual(isLeft('Invalid', 'CertChainError'));
      await responder.stop();
    });

    test('W-14 nobody is asked for a station that nobody has adopted', async () => {
      const car = await made('good');
      const station = await wire(
        bench.flow.ocpp,
        { identity: `STRANGER-${protocol}`, password: 'whatever it has' },
        protocol,
      );
      const before = subs.asked.length;
      const idToken = { idToken: emaid, type: 'eMAID' };
      const hashData = hashes(car);
      const answer = await station.say(['Authorize', { idToken, iso15118CertificateHashData: hashData }]);
      expect(JSON.parse(answer).slice(0, 3)).toEqual([4, expect.anything(), 'SecurityError']);
      expect(subs.asked.length).toBe(before);
      await station.close();
    });

    test('the log says it in words', async () => {
      const one = await station();
      const car = await made('revoked');
      await present(one, { certificate: car.cert + sub.cert });
      const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/log?action=Authorize`);
      expect(items[0]).toMatchObject({ outcome: 'contract.revoked', weight: 2 });
      expect(items[0].sentence).toContain('with its contract certificate');
      expect(items[0].answer).toContain('was revoked');
    });
  });

  describe('M01, M02 a car gets a contract', () => {
    const want = (one: Conforming, exiRequest: string, more: Json = {}): Promise<Json> =>
      one.say('Get15118EVCertificate', {
        iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef',
        action: 'Install',
        exiRequest,
        ...more,
      });

    test.each([
      ['TC_M_26_CSMS', 'Install', 'certificateInstallationReq'],
      ['TC_M_28_CSMS', 'Update', 'certificateUpdateReq'],
    ])('%s %s: its request goes to the pool as it came, and the answer to the car', async (_case, action, name) => {
      const car = newCar();
      const answer = await want(await station(), car.request, { action });
      expect(answer).toEqual({ status: 'Accepted', exiResponse: expect.any(String) });
      expect(pool.asked.at(-1)).toEqual({
        [name]: car.request,
        xsdMsgDefNamespace: 'urn:iso:15118:2:2013:MsgDef',
        path: '/v1/ccp/signedContractData',
        authorization: `Bearer ${pool.token}`,
      });
      const { chain, key } = car.take(answer.exiResponse);
      const leaf = new X509Certificate(chain);
      const published = createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' });
      expect(leaf.publicKey.export({ type: 'spki', format: 'pem' })).toBe(published);
    });

    test.each([
      'silent',
      'garbage',
      'nothing',
    ] as const)('A-20 the pool is %s: the station is told so', async (manner) => {
      pool.manner = manner;
      expect(await want(await station(), newCar().request)).toEqual({ status: 'Failed', exiResponse: '' });
    });

    test('A-20 a request that is garbage, of 10 kB', async () => {
      pool.manner = 'garbage';
      const one = await station();
      expect(await want(one, 'A'.repeat(5600))).toEqual({ status: 'Failed', exiResponse: '' });
      one.wire.raw(
        JSON.stringify([
          2,
          'big',
          'Get15118EVCertificate',
          { iso15118SchemaVersion: 'x', action: 'Install', exiRequest: 'B'.repeat(10_240) },
        ]),
      );
      await one.say('Heartbeat', {});
      const answer = one.wire.in.map((text) => JSON.parse(text)).find(([, id]) => id === 'big');
      expect([3, 4]).toContain(answer[0]);
      expect(JSON.stringify(answer).length).toBeLessThan(1000);
    });

    test('A-20 a key of a contract is in no log and in no table', async () => {
      const one = await station();
      const answer = await want(one, newCar().request);
      expect(pool.secrets).toContain(answer.exiResponse);
      const { items } = await bench.flow.call('GET', `/stations/${one.stationId}/frames`);
      const kept = items.find((item: Json) => item.action === 'Get15118EVCertificate');
      expect(kept).toMatchObject({ outcome: 'accepted', answer: 'Answer: accepted' });
      const everything = `${await dumpAll(bench.flow.pool)}${bench.flow.log()}`;
      expect(everything).toContain('Get15118EVCertificate');
      for (const secret of [...pool.secrets, pool.token]) expect(everything.includes(secret)).toBe(false);
    });
  });

  describe('M06 the status of the station’s own certificates', () => {
    const statusOf = (one: Conforming, made: Made, by: Made, url: string): Promise<Json> =>
      one.say('GetCertificateStatus', { ocspRequestData: ask(made, by, url) });

    test('TC_M_24_CSMS, M06.FR.01, M06.FR.02, M06.FR.03, M06.FR.08 comes as the responder gave it', async () => {
      const one = await station();
      for (const [cert, by, responder] of [
        [await made('good'), sub, subs],
        [sub, root, roots],
        [await made('revoked'), sub, subs],
      ] as const) {
        const answer = await statusOf(one, cert, by, responder.url);
        expect(answer).toEqual({ status: 'Accepted', ocspResult: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) });
        // OCSPResponse, responseStatus successful (RFC 6960 section 4.2.1)
        expect(Buffer.from(answer.ocspResult, 'base64').toString('hex')).toMatch(/^3082[0-9a-f]{4}0a0100a0/);
      }
    });

    test('M06 it is remembered as long as it says', async () => {
      const one = await station();
      const cert = await made('good');
      const first = await statusOf(one, cert, sub, subs.url);
      subs.manner = 'garbage';
      expect(await statusOf(one, cert, sub, subs.url)).toEqual(first);
    });

    test.each<Manner>([
      'silent',
      'garbage',
      'huge',
      'redirect',
      'busy',
      'another',
      'old',
    ])('A-20 M06.FR.04 the responder is %s: failed', async (manner) => {
      subs.manner = manner;
      expect(await statusOf(await station(), await made('good'), sub, subs.url)).toEqual({ status: 'Failed' });
    });
  });
});

describe('ocpp2.1', () => {
  const station = () => bench.station('ocpp2.1');

  describe('2.1 M01 a car of ISO 15118-20 gets several contracts', () => {
    const want = (one: Conforming, exiRequest: string, more: Json): Promise<Json> =>
      one.say('Get15118EVCertificate', {
        iso15118SchemaVersion: 'urn:iso:std:iso:15118:-20:CommonMessages',
        action: 'Install',
        exiRequest,
        ...more,
      });
    const emaids = ['DE8AAC00000001N', 'DE8AAC00000002N', 'DE8AAC00000003N'];

    test('2.1:M01.FR.04, 2.1:M01.FR.07 the first one and how many are left, then the next', async () => {
      pool.emaids = emaids;
      const one = await station();
      const car = newCar();
      const asked = pool.asked.length;
      const got: string[] = [];
      for (const remainingContracts of [2, 1, 0]) {
        const answer = await want(one, car.request, { maximumContractCertificateChains: 5 });
        expect(answer).toMatchObject({ status: 'Accepted', remainingContracts });
        got.push(car.take(answer.exiResponse).emaid);
      }
      expect(got).toEqual(emaids);
      expect(pool.asked.length).toBe(asked + 1);
      await want(one, car.request, { maximumContractCertificateChains: 5 });
      expect(pool.asked.length).toBe(asked + 2);
    });

    test('2.1:M01.FR.04 no more than fit into the car, the preferred ones first', async () => {
      pool.emaids = emaids;
      const one = await station();
      const car = newCar();
      const more = { maximumContractCertificateChains: 2, prioritizedEMAIDs: ['DE-8AA-C00000003-N'] };
      const first = await want(one, car.request, more);
      expect(first.remainingContracts).toBe(1);
      expect(car.take(first.exiResponse).emaid).toBe(emaids[2]);
      // Another car in between has its own.
      const other = newCar();
      expect((await want(one, other.request, more)).remainingContracts).toBe(1);
      const second = await want(one, car.request, more);
      expect(second.remainingContracts).toBe(0);
      expect(car.take(second.exiResponse).emaid).toBe(emaids[0]);
    });
  });

  describe('2.1 M07 the certificates of a car', () => {
    const chain = (one: Conforming, requests: Json[]): Promise<Json> =>
      one.say('GetCertificateChainStatus', { certificateStatusRequests: requests });

    test('2.1:M07.FR.01, 2.1:M07.FR.03, 2.1:M07.FR.08 OCSP: as the responder says', async () => {
      const certificates = await Promise.all([0, 1, 2].map(() => contract()));
      for (const [index, status] of (['good', 'revoked', 'unknown'] as const).entries())
        subs.tells(certificates[index]!, status);
      const requests = certificates.map((one) => ({
        certificateHashData: hashDataOf(one, sub),
        source: 'OCSP',
        urls: [subs.url],
      }));
      const { certificateStatus } = await chain(await station(), requests);
      expect(certificateStatus).toEqual(
        ['Good', 'Revoked', 'Unknown'].map((status, index) => ({
          certificateHashData: requests[index]!.certificateHashData,
          source: 'OCSP',
          status,
          nextUpdate: expect.any(String),
        })),
      );
      for (const { nextUpdate } of certificateStatus) {
        const ahead = Date.parse(nextUpdate) - Date.now();
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual(7 * 86_400_000);
      }
      for (const one of certificates) expect(subs.asked).toContain(serialOf(one));
    });

    test('2.1:M07.FR.04, 2.1:M07.FR.06, 2.1:M07.FR.07 CRL: who is on the list is revoked, the others are good', async () => {
      const issuer = await makeCertificate({ name: 'OEM CA', authority: true });
      const responder = await startResponder({ issuer, seconds: 3600 });
      const [good, bad] = await Promise.all([0, 1].map(() => makeCertificate({ name: 'car', by: issuer })));
      responder.tells(bad!, 'revoked');
      const requests = [good!, bad!].map((one) => ({
        certificateHashData: hashDataOf(one, issuer),
        source: 'CRL',
        urls: ['ftp://crls.example/list.crl', responder.crl],
      }));
      const { certificateStatus } = await chain(await station(), requests);
      expect(certificateStatus.map(({ status }: Json) => status)).toEqual(['Good', 'Revoked']);
      expect(certificateStatus.map(({ source }: Json) => source)).toEqual(['CRL', 'CRL']);
      await responder.stop();
    });

    test('A-20 2.1:M07.FR.02, 2.1:M07.FR.05 who cannot be asked is failed, the others are not', async () => {
      const cert = await contract();
      subs.tells(cert, 'good');
      const requests = [
        { certificateHashData: hashDataOf(cert, sub), source: 'OCSP', urls: ['http://127.0.0.1:1/', subs.url] },
        { certificateHashData: hashDataOf(sub, root), source: 'OCSP', urls: ['http://127.0.0.1:1/'] },
        { certificateHashData: hashDataOf(sub, root), source: 'CRL', urls: ['http://127.0.0.1:1/list.crl'] },
        { certificateHashData: { ...hashDataOf(sub, root), serialNumber: 'zz' }, source: 'OCSP', urls: [roots.url] },
      ];
      const { certificateStatus } = await chain(await station(), requests);
      expect(certificateStatus.map(({ status }: Json) => status)).toEqual(['Good', 'Failed', 'Failed', 'Failed']);
      for (const { nextUpdate } of certificateStatus.slice(1))
        expect(Date.parse(nextUpdate)).toBeLessThanOrEqual(Date.now());
    });
  });
});

test('without a pool there is no contract, and addresses inside are not asked', async () => {
  const plain = await startBench();
  try {
    const one = await plain.station('ocpp2.1');
    const answer = await one.say('Get15118EVCertificate', {
      iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef',
      action: 'Install',
      exiRequest: 'AAAA',
    });
    expect(answer).toEqual({ status: 'Failed', exiResponse: '' });
    const before = subs.asked.length;
    expect(await one.say('GetCertificateStatus', { ocspRequestData: ask(await contract(), sub, subs.url) })).toEqual({
      status: 'Failed',
    });
    expect(subs.asked.length).toBe(before);
  } finally {
    await plain.stop();
  }
});
