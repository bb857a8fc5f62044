// Builds everything the program needs to run: schema validators, server bundles, console. Runs on `npm install`
// (prepare) so that `npm start` only has to open its ports.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';

const started = Date.now();
const only = new Set(process.argv.slice(2));
const wants = (part) => only.size === 0 || only.has(part);

const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

if (wants('generate')) run(['scripts/generate.mjs']);

if (wants('server')) {
  const entries = {
    main: 'src/main.ts',
    rebuild: 'scripts/rebuild.ts',
    backup: 'scripts/backup.ts',
    restore: 'scripts/restore.ts',
    sim: 'sim/command.ts',
    bench: 'bench/command.ts',
    floor: 'bench/floor.ts',
    crowd: 'bench/crowd/main.ts',
  };
  await build({
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
    outdir: 'dist/server',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    chunkNames: 'chunks/[name]-[hash]',
    logLevel: 'warning',
  });
}

if (wants('console')) {
  const { build: buildConsole } = await import('vite');
  await buildConsole({ logLevel: 'warn' });
}

console.log(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
