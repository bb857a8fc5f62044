import { parseArgs } from 'node:util';
import { type Protocol, profileOf, protocolOf, protocols } from './profile.ts';
import { createRandom, seedOf } from './random.ts';
import { type Simulation, simulate } from './station.ts';

const help = `Simulated charging stations.

  npm run sim -- --stations 50 --protocol mix --url ws://127.0.0.1:8080/ocpp --password <for all>

  --url URL            the server's OCPP endpoint (default ws://127.0.0.1:8080/ocpp)
  --stations N         how many (default 1)
  --protocol P         ocpp1.6 | ocpp2.0.1 | ocpp2.1 | mix (default mix)
  --identity ID        identity of the first (and, with one station, only) station; default VY-00001 ...
  --password TEXT      Basic auth password of all of them; absent: none is sent
  --cards A,B          card numbers drivers present (default VY-CARD-0001)
  --meter-seconds S    between meter values (default 10)
  --pace X             batteries fill X times faster than in life (default 10)
  --pause-seconds S    mean pause between sessions (default 30)
  --faults CHANCE      chance of a fault between sessions (default 0.05)
  --drops CHANCE       chance of dropping out between sessions (default 0.02)
  --seed N             the same seed behaves the same (default 1)
  --for SECONDS        end after so long (default: until Ctrl-C)
 what they may do wrong:
  --resend same-id|new-id   every transaction message twice
  --skew SECONDS            clock ahead (negative: behind)
  --freeze-after SECONDS    stop reading and answering, connection open
  --drip MS                 one byte at a time
  --offline-queue SECONDS   lose the network in sessions, send what happened afterwards
  --garbage SECONDS         a frame that is no OCPP every so often
  --refuse A,B | all        refuse these calls of the server
  --unknown A,B             do not know these calls
`;

const number = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    url: { type: 'string', default: 'ws://127.0.0.1:8080/ocpp' },
    stations: { ...number, default: '1' },
    protocol: { type: 'string', default: 'mix' },
    identity: { type: 'string' },
    password: { type: 'string' },
    cards: { type: 'string', default: 'VY-CARD-0001' },
    'meter-seconds': { ...number, default: '10' },
    pace: { ...number, default: '10' },
    'pause-seconds': { ...number, default: '30' },
    faults: { ...number, default: '0.05' },
    drops: { ...number, default: '0.02' },
    seed: { ...number, default: '1' },
    for: number,
    resend: { type: 'string' },
    skew: number,
    'freeze-after': number,
    drip: number,
    'offline-queue': number,
    garbage: number,
    refuse: { type: 'string' },
    unknown: { type: 'string' },
  },
});

const fail = (text: string): never => {
  console.error(text);
  process.exit(2);
};
const asNumber = (name: keyof typeof values): number | undefined => {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : fail(`--${name} ${String(text)}: must be a number`);
};

if (values.help) {
  console.log(help);
  process.exit(0);
}
const wanted = values.protocol as Protocol | 'mix';
if (wanted !== 'mix' && !protocols.includes(wanted))
  fail(`--protocol ${values.protocol}: must be one of mix, ${protocols.join(', ')}`);
if (values.resend !== undefined && values.resend !== 'same-id' && values.resend !== 'new-id')
  fail(`--resend ${values.resend}: must be same-id or new-id`);

const seed = asNumber('seed')!;
const count = asNumber('stations')!;
const stations: Simulation[] = Array.from({ length: count }, (_, index) => {
  const made = profileOf(index, protocolOf(index, wanted), createRandom(seedOf('network', seed + index)));
  const identity =
    values.identity === undefined ? made.identity : count === 1 ? values.identity : `${values.identity}-${index + 1}`;
  return simulate({
    profile: { ...made, identity },
    url: values.url,
    password: values.password,
    cards: values.cards.split(','),
    seed,
    meterSeconds: asNumber('meter-seconds')!,
    pace: asNumber('pace')!,
    pauseSeconds: asNumber('pause-seconds')!,
    faultChance: asNumber('faults')!,
    dropChance: asNumber('drops')!,
    misbehaviour: {
      resend: values.resend as 'same-id' | 'new-id' | undefined,
      skewSeconds: asNumber('skew'),
      freezeAfterSeconds: asNumber('freeze-after'),
      dripMs: asNumber('drip'),
      offlineSeconds: asNumber('offline-queue'),
      garbageSeconds: asNumber('garbage'),
      refuse: values.refuse === 'all' ? 'all' : values.refuse?.split(','),
      unknown: values.unknown?.split(','),
    },
    note: (text) => console.log(`${new Date().toISOString()} ${text}`),
  });
});

const end = async () => {
  await Promise.all(stations.map((station) => station.stop()));
  setTimeout(() => process.exit(0), 300).unref();
};
process.once('SIGINT', () => void end());
process.once('SIGTERM', () => void end());
for (const station of stations) void station.start();
const seconds = asNumber('for');
if (seconds !== undefined) setTimeout(() => void end(), seconds * 1_000);
setInterval(() => {
  const connected = stations.filter((station) => station.connected).length;
  const running = stations.reduce((sum, station) => sum + station.running.length, 0);
  console.log(`${new Date().toISOString()} ${connected} of ${stations.length} connected, ${running} sessions running`);
}, 10_000).unref();
