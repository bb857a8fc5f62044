import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, maskFrame } from './mask.ts';

const canary = 'CANARY-4711';
const call = (action: string, payload: unknown) => JSON.stringify([2, 'id-1', action, payload]);
const result = (payload: unknown) => JSON.stringify([3, 'id-1', payload]);
const variable = (name: string, more: object) => ({
  component: { name: 'SecurityCtrlr' },
  variable: { name },
  ...more,
});

describe('COM-5 no secret is shown', () => {
  it.each([
    ['1.6 ChangeConfiguration', call('ChangeConfiguration', { key: 'AuthorizationKey', value: canary })],
    ['its key in other letters', call('ChangeConfiguration', { key: 'authorizationkey', value: canary })],
    [
      '1.6 GetConfiguration',
      result({ configurationKey: [{ key: 'AuthorizationKey', readonly: false, value: canary }] }),
    ],
    ['a vendor key', result({ configurationKey: [{ key: 'WifiPassword', readonly: false, value: canary }] })],
    ['APN', call('ChangeConfiguration', { key: 'apn_passwd', value: canary })],
    [
      'SetVariables',
      call('SetVariables', { setVariableData: [variable('BasicAuthPassword', { attributeValue: canary })] }),
    ],
    ['GetVariables', result({ getVariableResult: [variable('BasicAuthPassword', { attributeValue: canary })] })],
    [
      'NotifyReport',
      call('NotifyReport', { reportData: [variable('BasicAuthPassword', { variableAttribute: [{ value: canary }] })] }),
    ],
    ['NotifyEvent', call('NotifyEvent', { eventData: [variable('BasicAuthPassword', { actualValue: canary })] })],
    [
      'SetNetworkProfile',
      call('SetNetworkProfile', {
        connectionData: {
          basicAuthPassword: canary,
          apn: { apn: 'x', apnPassword: canary, simPin: 4711 },
          vpn: { server: 's', user: 'u', password: canary, key: canary, type: 'IKEv2' },
        },
      }),
    ],
    ['GetDiagnostics', call('GetDiagnostics', { location: `ftp://user:${canary}@host/path` })],
    ['UpdateFirmware', call('UpdateFirmware', { location: `https://user:${canary}@host:8443/fw.bin?x=1` })],
    ['GetLog', call('GetLog', { log: { remoteLocation: `sftp://${canary}@host` } })],
    ['a password with @ and /', call('GetLog', { log: { remoteLocation: `ftp://u:a/b@${canary}@host` } })],
    ['escaped slashes', `[2,"1","GetDiagnostics",{"location":"ftp:\\/\\/user:${canary}@host"}]`],
    ['an escaped name', `[2,"1","ChangeConfiguration",{"key":"\\u0041uthorizationKey","value":"${canary}"}]`],
    ['JSON in a text', call('DataTransfer', { vendorId: 'V', data: JSON.stringify({ wifi: { password: canary } }) })],
    ['broken JSON in a text', call('DataTransfer', { vendorId: 'V', data: `{"password": "${canary}` })],
    ['a broken frame', `[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"${canary}"`],
    ['a frame that ends in the value', `[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"${canary}`],
    [
      'a broken frame, value first',
      `[2,"1","SetVariables",{"attributeValue":"${canary}","variable":{"name":"BasicAuthPassword"`,
    ],
    ['Authorize by key code', call('Authorize', { idToken: { idToken: canary, type: 'KeyCode' } })],
    ['TransactionEvent', call('TransactionEvent', { idToken: { type: 'keyCode', idToken: canary } })],
    [
      'SendLocalList',
      call('SendLocalList', { localAuthorizationList: [{ idToken: { idToken: canary, type: 'KeyCode' } }] }),
    ],
    ['no JSON at all', `AuthorizationKey=${canary}`],
    ['a URL in a broken frame', `[2,"1","GetLog",{"remoteLocation":"ftp://user:${canary}@host"`],
  ])('%s', (_, frame) => {
    expect(frame).toContain(canary);
    const masked = maskFrame(frame);
    expect(masked).not.toContain(canary);
    expect(masked).not.toContain('4711');
    expect(masked).toContain('••••');
  });

  it('keeps everything else, so that the frame can still be read', () => {
    const frame = call('ChangeConfiguration', { key: 'AuthorizationKey', value: canary });
    expect(JSON.parse(maskFrame(frame))).toEqual([
      2,
      'id-1',
      'ChangeConfiguration',
      { key: 'AuthorizationKey', value: '••••' },
    ]);
    const url = call('GetDiagnostics', { location: `ftp://user:${canary}@host/path`, retries: 3 });
    expect(JSON.parse(maskFrame(url))[3]).toEqual({ location: 'ftp://••••@host/path', retries: 3 });
  });
});

describe('a frame without a secret comes back byte for byte', () => {
  it.each([
    '[2, "1",  "Heartbeat", {}]',
    '[2,"1","ChangeConfiguration",{"key":"HeartbeatInterval","value":"300"}]',
    '[2,"1","GetConfiguration",{"key":["AuthorizationKey"]}]',
    '[2,"1","UpdateFirmware",{"location":"https://host/fw.bin","retrieveDate":"2026-01-01T00:00:00Z"}]',
    '[2,"1","DataTransfer",{"vendorId":"V","data":"{ \\"pins\\" : 3 }"}]',
    '[3,"1",{"getVariableResult":[{"attributeStatus":"Accepted","variable":{"name":"BasicAuthPassword"}}]}]',
    '\u0000 not JSON',
    '',
  ])('%s', (frame) => {
    expect(maskFrame(frame)).toBe(frame);
  });
});

it('COM-5 never throws, and stays quick on hostile texts', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => void maskFrame(`${a}password${b}`)));
  fc.assert(fc.property(fc.json(), (json) => void maskFrame(json)));
  const hostile = [
    'a://a:'.repeat(10_000),
    `pass${'a'.repeat(60_000)}://`,
    `pass${'['.repeat(30_000)}`,
    `"${'\\'.repeat(60_000)}pass`,
  ];
  for (const text of hostile) expect(typeof maskFrame(text)).toBe('string');
  const deep = `${'['.repeat(5000)}"password"${']'.repeat(5000)}`;
  expect(typeof maskFrame(deep)).toBe('string');
});

it('knows the names of secrets', () => {
  for (const name of ['AuthorizationKey', 'BasicAuthPassword', 'apnPassword', 'WifiPSK', 'ClientSecret', 'api_key'])
    expect(isSecretName(name), name).toBe(true);
  for (const name of ['HeartbeatInterval', 'key', 'MeterPublicKey', 'AuthorizeRemoteTxRequests', 7, undefined])
    expect(isSecretName(name), String(name)).toBe(false);
});
