import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { makeCertificate } from '../pki.ts';
import { type Bench, type Conforming, gives, startBench } from './rig.ts';
import { versions2 } from './rig2.ts';

let bench: Bench;
let certificate: string;
beforeAll(async () => {
  bench = await startBench();
  certificate = (await makeCertificate({ name: 'Root', authority: true })).cert;
});
afterAll(() => bench.stop());

const hashOf = (hashAlgorithm: string): Json => ({
  hashAlgorithm,
  issuerNameHash: 'aabb',
  issuerKeyHash: 'ccdd',
  serialNumber: '01',
});

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);

  test.each([
    ['TC_M_01_CSMS', 'centralRoot', 'CSMSRootCertificate', 'Accepted', 'done'],
    ['TC_M_02_CSMS', 'manufacturerRoot', 'ManufacturerRootCertificate', 'Accepted', 'done'],
    ['TC_M_03_CSMS', 'v2gRoot', 'V2GRootCertificate', 'Accepted', 'done'],
    ['TC_M_04_CSMS', 'moRoot', 'MORootCertificate', 'Accepted', 'done'],
    ['TC_M_05_CSMS', 'centralRoot', 'CSMSRootCertificate', 'Failed', 'refused'],
  ])('%s the root %s (%s) is installed: %s', async (_case, use, certificateType, status, end) => {
    const one = await station();
    const body = { use, certificate };
    const { call, life } = await gives(one, 'installCertificate', body, ['InstallCertificate', { status }], end);
    expect(call).toEqual({ certificateType, certificate });
    expect(life.answer.status).toBe(status);
  });

  const read = (one: Conforming, uses: readonly string[] | undefined, chain: Json[]) =>
    gives(
      one,
      'readCertificates',
      uses === undefined ? {} : { uses },
      [
        'GetInstalledCertificateIds',
        chain.length === 0 ? { status: 'NotFound' } : { status: 'Accepted', certificateHashDataChain: chain },
      ],
      'done',
    );

  test.each([
    ['TC_M_12_CSMS', ['centralRoot'], ['CSMSRootCertificate'], 'SHA256'],
    ['TC_M_12_CSMS', ['centralRoot'], ['CSMSRootCertificate'], 'SHA384'],
    ['TC_M_12_CSMS', ['centralRoot'], ['CSMSRootCertificate'], 'SHA512'],
    ['TC_M_13_CSMS', ['manufacturerRoot'], ['ManufacturerRootCertificate'], 'SHA256'],
    ['TC_M_14_CSMS', ['v2gRoot'], ['V2GRootCertificate'], 'SHA256'],
    ['TC_M_15_CSMS', ['v2gChain'], ['V2GCertificateChain'], 'SHA256'],
    ['TC_M_16_CSMS', ['moRoot'], ['MORootCertificate'], 'SHA256'],
    [
      'TC_M_17_CSMS',
      ['centralRoot', 'manufacturerRoot'],
      ['CSMSRootCertificate', 'ManufacturerRootCertificate'],
      'SHA256',
    ],
  ])('%s %j are listed (%j, %s)', async (_case, uses, types, algorithm) => {
    const one = await station();
    const chain = types.map((certificateType) => ({ certificateType, certificateHashData: hashOf(algorithm) }));
    const { call, life } = await read(one, uses, chain);
    expect(call).toEqual({ certificateType: types });
    expect(life.answer.certificates).toMatchObject(uses.map((use) => ({ use, hash: { algorithm, serial: '01' } })));
  });

  test('TC_M_18_CSMS all certificates are listed; TC_M_19_CSMS or none is there', async () => {
    const one = await station();
    const chain = [{ certificateType: 'V2GRootCertificate', certificateHashData: hashOf('SHA256') }];
    const { call, life } = await read(one, undefined, chain);
    expect(call).toEqual({});
    expect(life.answer.certificates).toMatchObject([{ use: 'v2gRoot' }]);
    const none = await read(one, ['manufacturerRoot'], []);
    expect(none.life.answer.certificates ?? []).toEqual([]);
  });

  test.each([
    ['TC_M_20_CSMS', 'SHA256', 'Accepted', 'done'],
    ['TC_M_20_CSMS', 'SHA384', 'Accepted', 'done'],
    ['TC_M_20_CSMS', 'SHA512', 'Accepted', 'done'],
    ['TC_M_21_CSMS', 'SHA256', 'Failed', 'refused'],
  ])('%s a listed certificate (%s) is deleted: %s', async (_case, algorithm, status, end) => {
    const one = await station();
    const chain = [{ certificateType: 'CSMSRootCertificate', certificateHashData: hashOf(algorithm) }];
    const { life } = await read(one, undefined, chain);
    const [{ hash }] = life.answer.certificates;
    const { call } = await gives(one, 'deleteCertificate', { hash }, ['DeleteCertificate', { status }], end);
    expect(call).toEqual({ certificateHashData: hashOf(algorithm) });
  });
});
