// No source file over 500 lines; the few over 300 are named here with their reason.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const reasons = {
  'sim/station.ts': 'one simulated station, one life',
  'src/gateway/socket.ts': 'one connection, one life: reading, holding back and ending share its state',
  'src/gateway/calls.ts': 'one call of ours from its queue to its answer',
  'src/wiring/program.ts': 'puts everything together, in reading order',
  'src/gateway/inbound.ts': 'one frame from arrival to answer, in reading order',
  'src/gateway/test-rig.ts': 'only for tests',
  'web/api/german.ts': 'a list of sentences: data',
  'src/config.ts': 'every setting once: data',
  'src/features/firmware/contract.ts': 'a list of routes: data',
  'src/features/stations/contract.ts': 'a list of routes: data',
  'src/storage/writer.ts': 'the group commit: queue, batch and retry share their state',
  'src/stations/station.ts': 'one live station: its state in memory and the steps that change it',
  'src/stations/stations.ts': 'puts the live stations together',
};
const files = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', 'src', 'web', 'sim', 'bench', 'test', 'scripts'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file));

const faults = [];
for (const file of files) {
  let lines;
  try {
    lines = readFileSync(file, 'utf8').split('\n').length;
  } catch {
    continue;
  }
  // Catalogues are data: a long list of sentences is not a long piece of code. Tests are tables.
  const catalogue = /(\/texts\.ts|texts\/\w+\.ts|sentences[\w/-]*\.ts)$/.test(file);
  if (catalogue || /\.test\.tsx?$/.test(file)) continue;
  if (lines > 500) faults.push(`${file}: ${lines} lines, 500 is the limit`);
  else if (lines > 300 && !reasons[file])
    faults.push(`${file}: ${lines} lines; over 300 needs a reason in scripts/check-size.mjs`);
}
if (faults.length > 0) {
  console.log(faults.join('\n'));
  process.exit(1);
}
