import { isIP } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import { faultsTogether } from './config-faults.ts';
import { type Sender, type SmtpServer, sender, smtpServer } from './outbox/settings.ts';
import { urlsOfHosts } from './storage/engines/hosts.ts';

/** Every setting of the program: the only place that reads the environment. main.ts hands the values on as arguments. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly filesUrl: string | undefined;
  readonly filesKeyId: string | undefined;
  readonly filesKey: string | undefined;
  readonly filesToken: string | undefined;
  readonly uploadLimitMb: number;
  readonly firmwareLimitMb: number;
  readonly documentLimitMb: number;
  readonly ftpPort: number | undefined;
  readonly ftpPassive: { readonly from: number; readonly to: number };
  readonly ftpAddress: string | undefined;
  readonly natsUrl: readonly string[] | undefined;
  readonly roles: readonly Role[];
  readonly publicUrl: string | undefined;
  readonly tlsCertificate: string | undefined;
  readonly tlsKey: string | undefined;
  readonly plainPort: number | undefined;
  readonly node: string;
  readonly leaseSeconds: number;
  readonly logLevel: string;
  readonly heartbeatSeconds: number;
  readonly pingSeconds: number;
  readonly pingNetworks: readonly PingedRange[];
  readonly frameLimitBytes: number;
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly drainSeconds: number;
  readonly drainWaitSeconds: number;
  readonly drainCode: 1001 | 1012;
  readonly acceptsPerSecond: number;
  readonly connectsPerHour: number;
  readonly connectionsPerOperator: number;
  readonly lenientModels: readonly string[];
  readonly retryBackOff:
    | { readonly waitMinimum: number; readonly randomRange: number; readonly repeatTimes: number }
    | 'off';
  readonly databaseConnections: number;
  readonly trustedProxies: readonly string[];
  readonly clientCertificateHeader: string | undefined;
  readonly stationCaKey: string | undefined;
  readonly contractPoolUrl: string | undefined;
  readonly contractPoolToken: string | undefined;
  readonly privateResponders: boolean;
  readonly smtpUrl: SmtpServer | undefined;
  readonly mailFrom: Sender | undefined;
  readonly privateWebhooks: boolean;
  readonly demo: boolean;
}

export const roles = ['gateway', 'api', 'jobs'] as const;
export type Role = (typeof roles)[number];

interface Setting<T> {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly meaning: string;
  /** The value, or a sentence that says what is wrong with it. */
  readonly read: (text: string) => T | { readonly wrong: string };
}

const wrong = (text: string) => ({ wrong: text });
const text = (value: string) => value;
const whole =
  (least: number, most: number) =>
  (value: string): number | { wrong: string } =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      ? Number(value)
      : wrong(`must be a whole number from ${least} to ${most}`);
const oneOf =
  (...allowed: readonly string[]) =>
  (value: string) =>
    allowed.includes(value) ? value : wrong(`must be one of ${allowed.join(', ')}`);
const url =
  (...protocols: readonly string[]) =>
  (value: string) => {
    if (!URL.canParse(value)) return wrong('must be a URL');
    const { protocol } = new URL(value);
    return protocols.includes(protocol)
      ? value
      : wrong(`must begin with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  };
const yesOrNo = (value: string) => (value === 'yes' ? true : value === 'no' ? false : wrong('must be yes or no'));
/** How often stations of a network are pinged. */
type PingedRange = { readonly range: string; readonly seconds: number };
const list = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** `10.0.0.7` or `10.0.0.0/8`, both families. */
function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function filesPlace(value: string): string | { wrong: string } {
  const form = wrong(
    'must be like s3://bucket/prefix?region=eu-central-1, with &endpoint=https://… where it is not Amazon',
  );
  if (!URL.canParse(value)) return form;
  const { protocol, host, searchParams } = new URL(value);
  const endpoint = searchParams.get('endpoint');
  const reachable = endpoint === null || (URL.canParse(endpoint) && /^https?:/.test(endpoint));
  return protocol === 's3:' && host !== '' && reachable ? value : form;
}

/** A refused value is repeated to whoever made it, but never the password in a URL. */
const shown = (value: string): string => value.replace(/\/\/.*@/, '//***@');

export const settings = {
  host: {
    name: 'VOLTYARD_HOST',
    fallback: '127.0.0.1',
    meaning: 'Address to listen on; 0.0.0.0 lets stations and browsers of the network in',
    read: text,
  },
  port: {
    name: 'VOLTYARD_PORT',
    fallback: '8080',
    meaning: 'Port of console, API and OCPP; 0 takes a free one',
    read: whole(0, 65_535),
  },
  dataDir: {
    name: 'VOLTYARD_DATA',
    fallback: './data',
    meaning: 'Folder of the embedded database and of files',
    read: (value) => path.resolve(value),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    fallback: undefined,
    meaning:
      'PostgreSQL to use instead of the embedded one; several hosts with commas between them: the one that takes writes',
    // Several hosts are no URL to the platform: each by itself is.
    read: (value) => {
      const fault = urlsOfHosts(value)
        .map(url('postgres:', 'postgresql:'))
        .find((read) => typeof read !== 'string');
      return fault ?? value;
    },
  },
  filesUrl: {
    name: 'FILES_URL',
    fallback: undefined,
    meaning:
      'S3 for files instead of the data folder: s3://bucket/prefix?region=eu-central-1&endpoint=https://s3.example',
    read: filesPlace,
  },
  filesKeyId: { name: 'AWS_ACCESS_KEY_ID', fallback: undefined, meaning: 'Access key of FILES_URL', read: text },
  filesKey: { name: 'AWS_SECRET_ACCESS_KEY', fallback: undefined, meaning: 'Secret key of FILES_URL', read: text },
  filesToken: { name: 'AWS_SESSION_TOKEN', fallback: undefined, meaning: 'Session token of FILES_URL', read: text },
  uploadLimitMb: {
    name: 'VOLTYARD_UPLOAD_LIMIT',
    fallback: '200',
    meaning: 'Largest log or diagnostics file a station may bring, MB',
    read: whole(1, 100_000),
  },
  firmwareLimitMb: {
    name: 'VOLTYARD_FIRMWARE_LIMIT',
    fallback: '2000',
    meaning: 'Largest firmware image, MB',
    read: whole(1, 100_000),
  },
  documentLimitMb: {
    name: 'VOLTYARD_DOCUMENT_LIMIT',
    fallback: '250',
    meaning: 'Largest document or attachment, MB',
    read: whole(1, 100_000),
  },
  ftpPort: {
    name: 'VOLTYARD_FTP_PORT',
    fallback: undefined,
    meaning: 'Port of FTP for stations that cannot bring files by HTTP; FTP is off without it',
    read: whole(1, 65_535),
  },
  ftpPassive: {
    name: 'VOLTYARD_FTP_PASSIVE',
    fallback: '50000-50099',
    meaning: 'Ports over which FTP content comes, to be open for stations',
    read: (value) => {
      const [from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(value)?.slice(1).map(Number) ?? [];
      return from !== undefined && to !== undefined && from >= 1024 && to <= 65_535 && from <= to
        ? { from, to }
        : wrong('must be a range of ports like 50000-50099');
    },
  },
  ftpAddress: {
    name: 'VOLTYARD_FTP_ADDRESS',
    fallback: undefined,
    meaning: 'IPv4 address under which stations reach FTP, when they come through a router',
    read: (value) => (isIP(value) === 4 ? value : wrong('must be an IPv4 address')),
  },
  natsUrl: {
    name: 'NATS_URL',
    fallback: undefined,
    meaning: 'NATS between several nodes, which then share DATABASE_URL; several servers with commas between them',
    read: (value) => {
      const servers = list(value);
      const fault = servers.map(url('nats:', 'tls:')).find((read) => typeof read !== 'string');
      return (fault as { wrong: string } | undefined) ?? servers;
    },
  },
  roles: {
    name: 'ROLES',
    fallback: 'gateway,api,jobs',
    meaning:
      'What this node does: gateway (stations), api (console and API), jobs (timed work); without NATS_URL all of it',
    read: (value) => {
      const named = list(value);
      const unknown = named.filter((name) => !roles.includes(name as Role));
      if (unknown.length > 0) return wrong(`knows ${roles.join(', ')}, not ${unknown.join(', ')}`);
      return roles.filter((role) => named.includes(role));
    },
  },
  publicUrl: {
    name: 'VOLTYARD_PUBLIC_URL',
    fallback: undefined,
    meaning: 'Address under which browsers and stations reach this, when a proxy stands before it',
    read: url('http:', 'https:'),
  },
  tlsCertificate: {
    name: 'VOLTYARD_TLS_CERT',
    fallback: undefined,
    meaning: 'Certificate chain (PEM file): serves https and wss; two with a comma between them, one RSA and one ECDSA',
    read: text,
  },
  tlsKey: {
    name: 'VOLTYARD_TLS_KEY',
    fallback: undefined,
    meaning: 'Private key (PEM file) of the certificate; two for two',
    read: text,
  },
  plainPort: {
    name: 'VOLTYARD_PLAIN_PORT',
    fallback: undefined,
    meaning: 'With TLS: one more port, without it, for stations that know none (security profiles 0 and 1)',
    read: whole(0, 65_535),
  },
  node: {
    name: 'VOLTYARD_NODE',
    fallback: 'node-1',
    meaning:
      'Name of this node, shown in the connection history; with NATS_URL each has its own (default: the name of the machine)',
    read: (value) =>
      /^[\w.-]{1,40}$/.test(value) ? value : wrong('may have letters, digits, . _ - and 40 characters'),
  },
  leaseSeconds: {
    name: 'VOLTYARD_LEASE',
    fallback: '10',
    meaning: 'A node that gives no sign of life for so long is gone for the others, seconds',
    read: whole(2, 120),
  },
  logLevel: {
    name: 'VOLTYARD_LOG',
    fallback: 'info',
    meaning: 'Least level that is logged',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
  },
  heartbeatSeconds: {
    name: 'VOLTYARD_HEARTBEAT',
    fallback: '900',
    meaning: 'Heartbeat interval told to stations, seconds',
    read: whole(10, 86_400),
  },
  pingSeconds: {
    name: 'VOLTYARD_PING',
    fallback: '30',
    meaning: 'Ping interval, seconds; two missed answers end a connection',
    read: whole(1, 3_600),
  },
  pingNetworks: {
    name: 'VOLTYARD_PING_NETWORKS',
    fallback: '',
    meaning:
      'Other ping intervals by where stations come from, like 100.64.0.0/10=25 with commas between them; the first that fits',
    read: (value): readonly PingedRange[] | { wrong: string } => {
      const read = list(value).map((entry) => {
        const [range = '', seconds = '', ...more] = entry.split('=').map((part) => part.trim());
        const fits = more.length === 0 && isAddressOrRange(range) && /^\d{1,4}$/.test(seconds);
        return { entry, range, seconds: fits ? Number(seconds) : 0 };
      });
      const bad = read.filter(({ seconds }) => seconds < 1 || seconds > 3_600);
      return bad.length === 0
        ? read.map(({ range, seconds }) => ({ range, seconds }))
        : wrong(
            `knows ranges with seconds from 1 to 3600 like 100.64.0.0/10=25, not ${bad.map(({ entry }) => entry).join(', ')}`,
          );
    },
  },
  frameLimitBytes: {
    name: 'VOLTYARD_FRAME_LIMIT',
    fallback: '65536',
    meaning: 'Largest frame a station may send, bytes',
    read: whole(1_024, 1_048_576),
  },
  messagesPerSecond: {
    name: 'VOLTYARD_MESSAGE_RATE',
    fallback: '100',
    meaning: 'Messages per second and station before its socket is paused',
    read: whole(1, 100_000),
  },
  messageBurst: {
    name: 'VOLTYARD_MESSAGE_BURST',
    fallback: '300',
    meaning: 'Messages a station may send at once',
    read: whole(1, 100_000),
  },
  drainSeconds: {
    name: 'VOLTYARD_DRAIN',
    fallback: '5',
    meaning: 'Longest time to close stations on SIGTERM, seconds',
    read: whole(0, 600),
  },
  drainWaitSeconds: {
    name: 'VOLTYARD_DRAIN_WAIT',
    fallback: '0',
    meaning:
      'Time between "not ready" and the first closed station on SIGTERM, seconds: a load balancer takes this node out',
    read: whole(0, 120),
  },
  drainCode: {
    name: 'VOLTYARD_DRAIN_CODE',
    fallback: '1012',
    meaning: 'Close code on SIGTERM: 1012 we come back, 1001 this node goes for good',
    read: (value) => (value === '1012' ? 1012 : value === '1001' ? 1001 : wrong('must be 1012 or 1001')),
  },
  acceptsPerSecond: {
    name: 'VOLTYARD_ACCEPT_RATE',
    fallback: '1000',
    meaning: 'New station connections begun per second; more wait for their turn',
    read: whole(1, 100_000),
  },
  connectsPerHour: {
    name: 'VOLTYARD_CONNECTS_PER_HOUR',
    fallback: '60',
    meaning: 'Connections of one station per hour; one that comes more often is kept out for a quarter of an hour',
    read: whole(1, 100_000),
  },
  connectionsPerOperator: {
    name: 'VOLTYARD_OPERATOR_CONNECTIONS',
    fallback: '1000000',
    meaning: 'Stations of one operator that may be connected to this node at once',
    read: whole(1, 1_000_000),
  },
  lenientModels: {
    name: 'VOLTYARD_LENIENT_MODELS',
    fallback: '',
    meaning:
      'Stations that never boot again and are heard without it once they are adopted: vendor/model with commas between them, * for any',
    read: (value) => {
      const bad = list(value).filter((entry) => !/^[^/]+\/.+$/.test(entry));
      return bad.length === 0 ? list(value) : wrong(`knows entries like vendor/model, not ${bad.join(', ')}`);
    },
  },
  retryBackOff: {
    name: 'VOLTYARD_RETRY_BACKOFF',
    fallback: '30,30,3',
    meaning:
      'How stations of OCPP 2 come back after a broken connection: least wait and random part in seconds, and how often it doubles; off leaves them as they are',
    read: (value) => {
      if (value === 'off') return value;
      const [waitMinimum, randomRange, repeatTimes] =
        /^(\d{1,4}),(\d{1,4}),(\d{1,2})$/.exec(value)?.slice(1).map(Number) ?? [];
      return waitMinimum === undefined || randomRange === undefined || repeatTimes === undefined
        ? wrong('must be three whole numbers like 30,30,3, or off')
        : { waitMinimum, randomRange, repeatTimes };
    },
  },
  databaseConnections: {
    name: 'VOLTYARD_DB_CONNECTIONS',
    fallback: '10',
    meaning: 'Database connections of the console and API',
    read: whole(2, 200),
  },
  trustedProxies: {
    name: 'VOLTYARD_PROXIES',
    fallback: '',
    meaning: 'Addresses of proxies whose X-Forwarded-For is believed, with commas between them',
    read: (value) => {
      const bad = list(value).filter((entry) => !isAddressOrRange(entry));
      return bad.length === 0
        ? list(value)
        : wrong(`knows addresses and ranges like 10.0.0.0/8, not ${bad.join(', ')}`);
    },
  },
  clientCertificateHeader: {
    name: 'VOLTYARD_CLIENT_CERT_HEADER',
    fallback: undefined,
    meaning: 'Header in which those proxies hand over the client certificate of a station (URL-encoded PEM)',
    read: (value) => (/^[\w-]{1,60}$/.test(value) ? value.toLowerCase() : wrong('is no name of a header')),
  },
  stationCaKey: {
    name: 'VOLTYARD_STATION_CA_KEY',
    fallback: undefined,
    meaning:
      'Private key (PEM file) that signs the certificates of stations; without it one is made in the data folder',
    read: text,
  },
  contractPoolUrl: {
    name: 'VOLTYARD_CONTRACT_POOL',
    fallback: undefined,
    meaning:
      'Pool of contract certificates for Plug & Charge (Open Plug&Charge Protocol), without the path of a question',
    read: url('http:', 'https:'),
  },
  contractPoolToken: {
    name: 'VOLTYARD_CONTRACT_POOL_TOKEN',
    fallback: undefined,
    meaning: 'Token for that pool',
    read: text,
  },
  privateResponders: {
    name: 'VOLTYARD_PRIVATE_RESPONDERS',
    fallback: 'no',
    meaning:
      'yes: who tells the status of certificates (OCSP, CRL) may be in a private network; stations name the addresses',
    read: yesOrNo,
  },
  smtpUrl: {
    name: 'SMTP_URL',
    fallback: undefined,
    meaning:
      'Mail server: smtp://user:password@mail.example:587 (with STARTTLS) or smtps://…:465; without it mails wait',
    read: smtpServer,
  },
  mailFrom: {
    name: 'MAIL_FROM',
    fallback: undefined,
    meaning: 'Who mails are from: Voltyard <no-reply@example.com>',
    read: sender,
  },
  privateWebhooks: {
    name: 'VOLTYARD_PRIVATE_WEBHOOKS',
    fallback: 'no',
    meaning: 'yes: webhooks may lead into private networks; who may change notifications names the addresses',
    read: yesOrNo,
  },
} satisfies { readonly [K in Exclude<keyof Config, 'demo'>]: Setting<Config[K]> };

/** The settings, or every fault in them at once, one sentence each. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): Config | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const values: Record<string, unknown> = { demo: argv.includes('--demo') };
  for (const [key, setting] of Object.entries(settings) as [string, Setting<unknown>][]) {
    const given = environment[setting.name];
    const used = given === undefined || given === '' ? setting.fallback : given;
    if (used === undefined) {
      values[key] = undefined;
      continue;
    }
    const value = setting.read(used);
    if (typeof value === 'object' && value !== null && 'wrong' in value) {
      faults.push(`${setting.name}=${shown(used)}: ${value.wrong}. (${setting.meaning})`);
    } else values[key] = value;
  }
  if (values.natsUrl !== undefined && !environment[settings.node.name])
    values.node = hostname()
      .replace(/[^\w.-]/g, '-')
      .slice(0, 40);
  faults.push(...faultsTogether(values as unknown as Config, environment.ROLES));
  for (const argument of argv)
    if (argument !== '--demo')
      faults.push(`${argument}: this program knows only --demo; everything else is set by environment variables.`);
  return faults.length > 0 ? { faults } : (values as unknown as Config);
}
