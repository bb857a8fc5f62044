// `npm run check`: format and lint, types, import rules, dead code, generated files. All of them run, all faults are shown.
import { spawn } from 'node:child_process';

const checks = {
  'format and lint': ['npx', ['biome', 'ci', '--error-on-warnings', '.']],
  'generated files': ['node', ['scripts/generate.mjs', '--check']],
  types: ['npx', ['tsc', '-p', '.']],
  'import rules': ['node', ['scripts/check-imports.mjs']],
  'dead code': ['npx', ['knip']],
  texts: ['node', ['scripts/check-texts.mjs']],
  size: ['node', ['scripts/check-size.mjs']],
  conformance: ['node', ['scripts/conformance.mjs', '--check']],
};

const started = Date.now();
const run = ([command, args]) =>
  new Promise((resolve) => {
    const begun = Date.now();
    let output = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ ok: false, output: String(error), ms: Date.now() - begun }));
    child.on('close', (code) => resolve({ ok: code === 0, output, ms: Date.now() - begun }));
  });

// Types need the generated files, so these come first; the rest runs side by side.
const order = [['generated files'], Object.keys(checks).filter((name) => name !== 'generated files')];
let failed = 0;
for (const group of order) {
  await Promise.all(
    group.map(async (name) => {
      const { ok, output, ms } = await run(checks[name]);
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${(ms / 1000).toFixed(1)} s)`);
      if (!ok) {
        failed++;
        console.log(output.trim());
      }
    }),
  );
}
console.log(
  failed === 0 ? `all checks passed in ${((Date.now() - started) / 1000).toFixed(1)} s` : `${failed} checks failed`,
);
process.exit(failed === 0 ? 0 : 1);
