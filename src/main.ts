import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import closeWithGrace from 'close-with-grace';
import { type Config, readConfig } from './config.ts';
import { completeSetup } from './features/setup/index.ts';
import { createIds } from './lib/ids.ts';
import { createLog } from './lib/log.ts';
import { systemClock } from './lib/time.ts';
import { type Program, startProgram } from './wiring/program.ts';
import { projectFolder } from './wiring/project-folder.ts';

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};
const fail = (lines: readonly string[]): never => {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
};

/** `--demo`: everything the first-start page asks for, unattended. Prints the sign-in once, when it makes it. */
async function setUpDemo(program: Program): Promise<void> {
  const { pool, auth, demo } = program;
  if (program.setupToken === undefined) {
    const { rows } = await pool.query<{ id: number }>('SELECT id FROM operators ORDER BY id LIMIT 1');
    await demo.start(rows[0]!.id);
    return;
  }
  const administrator = {
    name: 'Demo',
    email: 'demo@voltyard.example',
    password: randomBytes(9).toString('base64url'),
  };
  const { operatorId } = await completeSetup(
    { pool, auth, clock: systemClock, newId: createIds() },
    { operator: 'Voltyard Demo', language: 'en', timeZone: 'Europe/Vienna', administrator },
    '127.0.0.1',
  );
  await demo.start(operatorId);
  say(`  Demo sign-in  ${administrator.email}  password ${administrator.password}`);
  say('                (shown once; 90 days of history are being made, ready within a minute)');
}

function greet(program: Program, config: Config): void {
  say();
  say(`  Console       ${program.consoleUrl}`);
  say(`  Stations      ${program.ocppUrl}/<identity>`);
  if (program.plainUrl !== undefined) say(`  without TLS   ${program.plainUrl}/<identity>`);
  say(`  API           ${program.consoleUrl}/api/docs`);
  if (program.setupToken !== undefined && !config.demo) {
    say();
    say('  First start: open this link once to create the administrator.');
    say(`  Set-up        ${program.consoleUrl}/setup?token=${program.setupToken}`);
  }
  if (['127.0.0.1', 'localhost', '::1'].includes(config.host))
    say('  Listening on this machine only; VOLTYARD_HOST=0.0.0.0 lets the network in.');
}

const config = readConfig(process.env, process.argv.slice(2));
if ('faults' in config) fail(config.faults);
else {
  const log = createLog(config.logLevel);
  const folder = projectFolder();
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  const places = {
    migrations: path.join(folder, 'src/storage/migrations'),
    console: path.join(folder, 'dist/console'),
    version,
  };
  const starting = startProgram(config, log, places);
  if (config.tlsCertificate !== undefined)
    process.on('SIGHUP', () => void starting.then((program) => program.reloadCertificates()).catch(() => undefined));
  // One forgotten promise must not end the sessions of thousands of stations (F-09). It is a bug all the same.
  const newId = createIds();
  process.on('unhandledRejection', (err) =>
    log.error({ err, incident: newId(systemClock.now()) }, 'A promise failed and nobody heard of it'),
  );
  // Before anything is said: who hears that it runs may stop it the next moment.
  closeWithGrace(
    {
      delay: (config.drainSeconds + config.drainWaitSeconds + 30) * 1_000,
      skip: config.tlsCertificate === undefined ? ['unhandledRejection'] : ['unhandledRejection', 'SIGHUP'],
      logger: { error: (error) => log.error(error) },
    },
    async ({ err }) => {
      if (err) log.fatal({ err, incident: newId(systemClock.now()) }, 'The program met a bug and stops');
      await (await starting.catch(() => undefined))?.stop();
    },
  );
  try {
    const program = await starting;
    greet(program, config);
    if (config.demo) await setUpDemo(program);
    say();
  } catch (error) {
    log.debug({ err: error }, 'start failed');
    fail([(error as Error).message]);
  }
}
