import { describe, expect, it } from 'vitest';
import type { OcppVersion } from '../ocpp/table.ts';
import { chooseVersion, parseCredentials, parseEndpoint, peerOf, proxies } from './endpoint.ts';

describe('the address of a station', () => {
  it.each<[string, string, ReturnType<typeof parseEndpoint>]>([
    ['identity alone', '/ocpp/CP1', { identity: 'CP1' }],
    ['operator and identity', '/ocpp/north/CP1', { operator: 'north', identity: 'CP1' }],
    ['S-02 percent-encoded', '/ocpp/RDAM%7C123', { identity: 'RDAM|123' }],
    ['percent-encoded space', '/ocpp/RDAM%20123', { identity: 'RDAM 123' }],
    ['a slash at the end, a query', '/ocpp/CP1/?x=1', { identity: 'CP1' }],
    ['case is kept', '/ocpp/cp1', { identity: 'cp1' }],
    ['48 characters', `/ocpp/${'x'.repeat(48)}`, { identity: 'x'.repeat(48) }],
    ['S-02 49 characters', `/ocpp/${'x'.repeat(49)}`, 'invalid'],
    ['S-02 a colon', '/ocpp/a%3Ab', 'invalid'],
    ['a control character', '/ocpp/a%00b', 'invalid'],
    ['broken percent-encoding', '/ocpp/%E0%A4%A', 'invalid'],
    ['nothing', '/ocpp/', undefined],
    ['too much', '/ocpp/a/b/c', undefined],
    ['somewhere else', '/api/v1', undefined],
  ])('%s', (_, url, endpoint) => {
    expect(parseEndpoint(url)).toEqual(endpoint);
  });
});

describe('the version', () => {
  const versions = new Map(
    ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'].map((protocol) => [protocol, { protocol } as OcppVersion]),
  );
  it.each<[string, string | undefined, string | undefined]>([
    ['W-16 the order of the station', 'ocpp2.1, ocpp2.0.1, ocpp1.6', 'ocpp2.1'],
    ['W-16 its order, not ours', 'ocpp1.6,ocpp2.1', 'ocpp1.6'],
    ['W-16 what we do not know is passed over', 'ocpp2.0,  ocpp2.0.1 ', 'ocpp2.0.1'],
    ['doubles and empty entries', ', ocpp1.6, ocpp1.6', 'ocpp1.6'],
    ['none in common', 'ocpp1.5, soap', undefined],
    ['none offered', undefined, undefined],
    ['names of objects', '__proto__, constructor', undefined],
  ])('%s', (_, header, protocol) => {
    expect(chooseVersion(header, versions)?.protocol).toBe(protocol);
  });
});

describe('Basic credentials', () => {
  const basic = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;
  it.each<[string, string | undefined, ReturnType<typeof parseCredentials>]>([
    ['user and password', basic('CP1:secret'), { user: 'CP1', password: 'secret' }],
    ['a password with colons', basic('CP1:a:b'), { user: 'CP1', password: 'a:b' }],
    ['an empty password', basic('CP1:'), { user: 'CP1', password: '' }],
    ['UTF-8', basic('CP1:schlüssel'), { user: 'CP1', password: 'schlüssel' }],
    ['bytes that are no text', basic(Buffer.from([0x41, 0x3a, 0xff, 0x00])), { user: 'A', password: 'ÿ\0' }],
    ['scheme in other case', basic('a:b').replace('Basic', 'basic'), { user: 'a', password: 'b' }],
    ['no colon', basic('CP1'), undefined],
    ['another scheme', 'Bearer abc', undefined],
    ['none', undefined, undefined],
    ['far too long', basic('a:'.padEnd(5000, 'x')), undefined],
  ])('%s', (_, header, credentials) => {
    expect(parseCredentials(header)).toEqual(credentials);
  });
});

describe('where a connection comes from', () => {
  const request = (remoteAddress: string, forwarded?: string) =>
    ({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' },
    }) as unknown as Parameters<typeof peerOf>[0];
  it.each<[string, boolean | string[], string, string | undefined, string, boolean]>([
    ['the socket says', false, '192.0.2.1', undefined, '192.0.2.1', false],
    ['IPv4 in IPv6 is IPv4', false, '::ffff:192.0.2.1', undefined, '192.0.2.1', false],
    ['nobody is believed by default', false, '192.0.2.1', '10.0.0.1', '192.0.2.1', false],
    [
      'a proxy of ours is believed, its own hop only',
      ['10.0.0.0/8'],
      '10.1.2.3',
      '1.1.1.1, 198.51.100.7',
      '198.51.100.7',
      true,
    ],
    ['others are not', ['10.0.0.0/8', '::1'], '192.0.2.1', '198.51.100.7', '192.0.2.1', false],
    ['a proxy by its address', ['::1'], '::1', '2001:db8::1', '2001:db8::1', true],
    ['a proxy that says nothing', true, '10.1.2.3', undefined, '10.1.2.3', false],
  ])('%s', (_, trusted, remote, forwarded, address, secure) => {
    expect(peerOf(request(remote, forwarded), proxies(trusted))).toEqual({ address, secure });
  });
});
