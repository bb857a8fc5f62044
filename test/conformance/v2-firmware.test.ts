import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../console.ts';
import { type Bench, type Conforming, gives, iso, startBench } from './rig.ts';
import { charging2, status2, unplug2, versions2 } from './rig2.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const image = 'https://images.example/1.2.bin';
const signed = { certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', signature: 'c2ln' };

describe.each(versions2)('%s', (protocol) => {
  const station = () => bench.station(protocol);

  describe('firmware', () => {
    const update = (one: Conforming, body: Json = {}, status = 'Accepted', end = 'answered') =>
      gives(
        one,
        'updateFirmware',
        { url: image, retrieveAt: iso(), signed, ...body },
        ['UpdateFirmware', { status }],
        end,
      );
    const tell = async (one: Conforming, requestId: number, ...statuses: string[]) => {
      for (const status of statuses)
        expect(await one.say('FirmwareStatusNotification', { status, requestId })).toEqual({});
    };
    const begun = ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting'];
    /** The station starts again with the new firmware, and says how it went. */
    const rebooted = async (before: Conforming, requestId: number, status: string) => {
      const one = await before.again();
      const chargingStation = { vendorName: 'Voltyard', model: 'Test', firmwareVersion: '1.2' };
      const boot = await one.say('BootNotification', { reason: 'FirmwareUpdate', chargingStation });
      expect(boot.status).toBe('Accepted');
      await status2(one, 'Available');
      await tell(one, requestId, status);
      return one;
    };

    test('TC_L_01_CSMS is installed: signed, step by step, done at the end', async () => {
      const before = await station();
      const { call, id } = await update(before);
      expect(call).toEqual({
        requestId: expect.any(Number),
        firmware: {
          location: image,
          retrieveDateTime: expect.any(String),
          signingCertificate: signed.certificate,
          signature: signed.signature,
        },
      });
      await tell(before, call.requestId, ...begun);
      expect((await before.life(id)).state).toBe('answered');
      const one = await rebooted(before, call.requestId, 'Installed');
      await one.reaches(id, 'done');
      const { model } = await bench.flow.call('GET', `/stations/${one.stationId}/information`);
      expect(model.firmware).toBe('1.2');
    });

    const later = iso(-3_600_000);
    test.each([
      ['TC_L_02_CSMS', { installAt: later }, { installDateTime: later }, ['Downloading', 'InstallScheduled']],
      ['TC_L_03_CSMS', { retrieveAt: later }, { retrieveDateTime: later }, ['DownloadScheduled', 'Downloading']],
    ])('%s later: %j', async (_case, body, expected, first) => {
      const before = await station();
      const { call, id } = await update(before, body);
      expect(call.firmware).toMatchObject(expected);
      await tell(before, call.requestId, ...first, 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting');
      await (await rebooted(before, call.requestId, 'Installed')).reaches(id, 'done');
    });

    test.each([
      ['TC_L_04_CSMS', 'RevokedCertificate'],
      ['TC_L_05_CSMS', 'InvalidCertificate'],
    ])('%s is refused: %s', async (_case, status) => {
      const one = await station();
      const { life } = await update(one, {}, status, 'refused');
      expect(life.answer.status).toBe(status);
      const event = { type: 'InvalidFirmwareSigningCertificate', timestamp: iso() };
      expect(await one.say('SecurityEventNotification', event)).toEqual({});
    });

    test.each([
      ['TC_L_06_CSMS', ['Downloading', 'Downloaded', 'InvalidSignature']],
      ['TC_L_07_CSMS', ['Downloading', 'DownloadFailed']],
      ['TC_L_08_CSMS', ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallVerificationFailed']],
    ])('%s fails: %j', async (_case, statuses) => {
      const one = await station();
      const { call, id } = await update(one);
      await tell(one, call.requestId, ...statuses);
      const { reason } = await one.reaches(id, 'failed');
      expect(reason).toContain(statuses.at(-1)!);
      expect(
        await one.say('SecurityEventNotification', { type: 'InvalidFirmwareSignature', timestamp: iso() }),
      ).toEqual({});
    });

    test('TC_L_09_CSMS could not be installed, as the station says after it started again', async () => {
      const before = await station();
      const { call, id } = await update(before);
      await tell(before, call.requestId, ...begun);
      await (await rebooted(before, call.requestId, 'InstallationFailed')).reaches(id, 'failed');
    });

    test('TC_L_10_CSMS a second update takes the place of the first', async () => {
      const before = await station();
      const first = await update(before);
      await tell(before, first.call.requestId, 'Downloading');
      const second = await update(before, {}, 'AcceptedCanceled');
      expect(second.call.requestId).not.toBe(first.call.requestId);
      await before.reaches(first.id, 'cancelled');
      await tell(before, second.call.requestId, ...begun);
      await (await rebooted(before, second.call.requestId, 'Installed')).reaches(second.id, 'done');
    });

    test('TC_L_11_CSMS a second update is rejected, the first goes on', async () => {
      const before = await station();
      const first = await update(before);
      await tell(before, first.call.requestId, 'Downloading');
      await update(before, {}, 'Rejected', 'refused');
      await tell(before, first.call.requestId, ...begun.slice(1));
      await (await rebooted(before, first.call.requestId, 'Installed')).reaches(first.id, 'done');
    });

    test('TC_L_13_CSMS waits for a running session', async () => {
      const before = await station();
      const session = await charging2(before, bench.card);
      const { call, id } = await update(before);
      await tell(before, call.requestId, 'DownloadScheduled');
      await unplug2(before, session);
      await tell(before, call.requestId, ...begun);
      await (await rebooted(before, call.requestId, 'Installed')).reaches(id, 'done');
    });
  });

  describe('firmware handed on in the local network', () => {
    const checksum = 'd41d8cd98f00b204e9800998ecf8427e';
    test.each([
      ['TC_L_17_CSMS', ['Downloading', 'Downloaded', 'ChecksumVerified', 'Published'], 'done'],
      ['TC_L_24_CSMS', ['Downloading', 'DownloadFailed'], 'failed'],
      ['TC_L_19_CSMS', ['Downloading', 'Downloaded', 'InvalidChecksum'], 'failed'],
      ['TC_L_20_CSMS', ['Downloading', 'Downloaded', 'ChecksumVerified', 'PublishFailed'], 'failed'],
    ])('%s %j', async (_case, statuses, end) => {
      const one = await station();
      const { call, id } = await gives(
        one,
        'publishFirmware',
        { url: image, checksum },
        ['PublishFirmware', { status: 'Accepted' }],
        'answered',
      );
      expect(call).toEqual({ requestId: expect.any(Number), location: image, checksum });
      for (const status of statuses) {
        const location = status === 'Published' ? { location: ['http://10.0.0.2/1.2.bin'] } : {};
        const said = { status, requestId: call.requestId, ...location };
        expect(await one.say('PublishFirmwareStatusNotification', said)).toEqual({});
      }
      await one.reaches(id, end);
    });

    test.each([
      ['TC_L_21_CSMS', 'Unpublished', 'done'],
      ['TC_L_22_CSMS', 'NoFirmware', 'refused'],
      ['TC_L_23_CSMS', 'DownloadOngoing', 'refused'],
    ])('%s no more: %s', async (_case, status, end) => {
      const one = await station();
      const { call, life } = await gives(
        one,
        'unpublishFirmware',
        { checksum },
        ['UnpublishFirmware', { status }],
        end,
      );
      expect(call).toEqual({ checksum });
      expect(life.answer.status).toBe(status);
    });
  });

  describe('logs', () => {
    const read = (one: Conforming, log: string, status = 'Accepted', end = 'answered') =>
      gives(
        one,
        'readLog',
        { log, url: 'https://csms.example/logs' },
        ['GetLog', { status, filename: 'log.txt' }],
        end,
      );
    const tell = (one: Conforming, requestId: number, status: string) =>
      one.say('LogStatusNotification', { status, requestId });

    test.each([
      ['TC_N_25_CSMS', 'diagnostics', 'DiagnosticsLog'],
      ['TC_N_35_CSMS', 'security', 'SecurityLog'],
    ])('%s of the kind %s are uploaded', async (_case, log, logType) => {
      const one = await station();
      const { call, id, life } = await read(one, log);
      expect(call).toMatchObject({ logType, log: { remoteLocation: expect.stringContaining('https://') } });
      expect(life.answer.fileName).toBe('log.txt');
      await tell(one, call.requestId, 'Uploading');
      expect((await one.life(id)).state).toBe('answered');
      await tell(one, call.requestId, 'Uploaded');
      await one.reaches(id, 'done');
    });

    test('TC_N_34_CSMS are refused', async () => {
      await read(await station(), 'diagnostics', 'Rejected', 'refused');
    });

    test('TC_N_36_CSMS a second request takes the place of the first', async () => {
      const one = await station();
      const first = await read(one, 'security');
      await tell(one, first.call.requestId, 'Uploading');
      const second = await read(one, 'security', 'AcceptedCanceled');
      await tell(one, first.call.requestId, 'AcceptedCanceled');
      await one.reaches(first.id, 'cancelled');
      await tell(one, second.call.requestId, 'Uploading');
      await tell(one, second.call.requestId, 'Uploaded');
      await one.reaches(second.id, 'done');
    });
  });
});
